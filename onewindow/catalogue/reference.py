"""The catalogue that ships with the project: its item files, read into contents."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from onewindow.catalogue.content import Content, Row
from onewindow.kernel.public import yaml_file

AUDIENCE = {"p": "1", "f": "2346", "pf": "12346"}
FILES = Path(__file__).parent / "data" / "items"
HOURS = "工作日 9:00—12:00、13:00—16:30（法定节假日除外）"
RECONSIDERATION = (
    "对决定不服的，可以自知道之日起六十日内申请行政复议（《中华人民共和国行政复议法》第二十条）。"
)
LITIGATION = (
    "对决定不服的，可以自知道或者应当知道之日起六个月内向人民法院提起行政诉讼"
    "（《中华人民共和国行政诉讼法》第四十六条）。"
)
FLOW = (
    ("申请", "网上提交或者到窗口提交"),
    ("受理", "当场核对；材料不齐的一次性告知需要补正的全部内容"),
    ("审查", "按本指南列明的条件审查"),
    ("决定与送达", "在承诺时限内办结，可以到窗口领取或者邮寄"),
)
PLACES = {
    "1": "",
    "2": "自治区政务服务中心综合窗口",
    "3": "市政务服务中心综合窗口",
    "4": "县（区）政务服务中心综合窗口",
    "5": "乡镇（街道）便民服务中心",
    "6": "村（社区）便民服务站",
}


def files(folder: Path = FILES) -> list[Path]:
    """Return the item files in reading order."""
    return sorted(folder.glob("*.yaml"))


def contents(agencies: Mapping[str, Any], folder: Path = FILES) -> Iterator[Content]:
    """Yield one content per item and body; `agencies` maps a full name to the agency."""
    for path in files(folder):
        for entry in yaml_file.read(path) or []:
            for body in entry["bodies"]:
                agency = agencies[body]
                yield content_of(entry, agency)


def level_of(region_code: str) -> str:
    """Return the level of exercise of a body in that region: 2 region, 3 city … 6 village."""
    filled = len(region_code.rstrip("0"))
    return next(level for cut, level in ((2, "2"), (4, "3"), (6, "4"), (9, "5"), (12, "6")) if filled <= cut)


def basic_code(entry: Mapping[str, Any]) -> str:
    """Return the 12-digit code: 45, the type, the department class, the number, no sub item."""
    department, number = entry["nr"].split("-")
    return f"45{entry['type']}{department}{number}{entry.get('sub', '000')}"


def content_of(told: Mapping[str, Any], agency: Any) -> Content:
    """Return the content of an item of a body from an entry in the words of the item files."""
    entry = {**told, "level": level_of(agency.region_code)}
    code = basic_code(entry)
    option = {"handle_code": f"{agency.uscc}{entry['level']}{code}01"}
    return Content(
        task_code=f"{agency.uscc}{entry['level']}{code}",
        basic_code=code,
        basic_name=entry.get("basic", entry["name"]),
        agency_id=agency.pk,
        fields={
            **_plain(entry, agency),
            **_limits(entry),
            **_access(entry, agency),
            **_pilot(entry),
            **option,
        },
        materials=tuple(_material(m) for m in entry.get("materials", [])),
        bases=tuple({"law": law, "article": article, "text": text} for law, article, text in _laws(entry)),
        questions=tuple({"question": q, "answer": a} for q, a in map(_pair, entry.get("faq", []))),
    )


def _laws(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for law in entry.get("law", []):
        name, article, text = [*_parts(law), "", ""][:3]
        yield name, article, text


def _parts(given: str | list[str]) -> list[str]:
    return given.split("|") if isinstance(given, str) else list(given)


def _plain(entry: Mapping[str, Any], agency: Any) -> Row:
    power = entry["type"] != "20"
    return {
        "name": entry["name"],
        "item_type": entry["type"],
        "level": entry["level"],
        "region_code": agency.region_code,
        "agency_name": agency.name,
        "agency_uscc": agency.uscc,
        "uscc_provisional": agency.uscc_provisional,
        "body_nature": str(agency.legal_status),
        "power_source": "1" if power else "",
        "audience": list(AUDIENCE.get(entry["who"], ""))
        if isinstance(entry["who"], str)
        else list(entry["who"]),
        "themes": list(entry["themes"]),
        "authority_division": entry.get("division", ""),
        "exercise_content": entry.get("exercise", ""),
        "joint_bodies": entry.get("joint", ""),
        "handling_unit": entry.get("handled_by", ""),
        "quota": entry.get("quota", ""),
        "conditions": list(entry.get("conditions", [])),
        "flow": [{"name": n, "text": t} for n, t in map(_pair, entry.get("flow", FLOW))],
        "result_name": entry.get("result", ""),
        "result_type": entry.get("result_type", "99" if entry.get("result") else ""),
        "charges": bool(entry.get("fees")) if entry.get("fees") != "unknown" else None,
        "fees": _fees(entry),
        **({"situations": [dict(one) for one in entry["situations"]]} if "situations" in entry else {}),
        "synonyms": list(entry.get("words", [])),
        "priority": entry.get("priority", 500),
        "reconsideration": RECONSIDERATION if power else "",
        "litigation": LITIGATION if power else "",
    }


def _fees(entry: Mapping[str, Any]) -> list[Row]:
    """Return the fees: a name with its standard, or with amount, legal basis and reductions too."""
    given = entry.get("fees") or []
    if given == "unknown":
        return []
    return [
        dict(row) if isinstance(row, Mapping) else dict(zip(("name", "standard"), _pair(row), strict=True))
        for row in given
    ]


def _limits(entry: Mapping[str, Any]) -> Row:
    statutory, promised = entry.get("limit", [None, None])
    unit = str(entry.get("unit", "1"))
    at_once = promised == 0 or entry.get("at_once", False)
    return {
        "statutory_days": statutory,
        "statutory_unit": unit if statutory is not None else "",
        "statutory_note": entry.get("limit_note", ""),
        "promised_days": promised,
        "promised_unit": unit if promised is not None else "",
        "promised_note": entry.get("promise_note", ""),
        "handling": "1" if at_once else "2",
    }


def _access(entry: Mapping[str, Any], agency: Any) -> Row:
    online = entry.get("online", True)
    return {
        "channels": ["1", "2", "3"] if online else ["1"],
        "reach": entry.get("reach", ""),
        "online": online,
        "courier": entry.get("courier", True),
        "in_hall": True,
        "visits": entry.get("visits", 1),
        "visits_reason": entry.get("visits_reason", ""),
        "address": entry.get("place", f"{agency.short_name}：{PLACES[entry['level']]}"),
        "hours": HOURS,
        "phone": "12345",
        "complaint_phone": "12345",
    }


def _pilot(entry: Mapping[str, Any]) -> Row:
    if "key" not in entry:
        return _reviewed(entry)
    return {
        "pilot_key": entry["key"],
        "form_code": entry["key"],
        "rule_set": entry["key"],
        "min_level": entry["min_level"],
        "facts": list(entry["facts"]),
        "result_kind": entry["result_kind"],
        "notice_text": entry["notice"],
        "handling": "1",
    }


def _reviewed(entry: Mapping[str, Any]) -> Row:
    """Return what an item has that is applied for online and reviewed by people along a process."""
    if "process" not in entry:
        return _by_people(entry) if "form" in entry else {}
    return {
        "form_code": entry["form"],
        "process": entry["process"],
        "min_level": entry["min_level"],
        "facts": list(entry["facts"]),
        "result_kind": entry["result_kind"],
        "notice_text": entry["notice"],
        "online_depth": entry.get("online_depth", ""),
        "special_steps": [{"name": n, "text": t} for n, t in map(_pair, entry.get("special", []))],
    }


def _by_people(entry: Mapping[str, Any]) -> Row:
    """Return what an item has that is applied for online and decided by people, without a process."""
    return {
        "form_code": entry["form"],
        "min_level": entry.get("min_level", 2),
        "result_kind": "permit",
        "notice_text": entry.get("notice", f"经审查，申请符合{entry['name']}的条件，予以办理。"),
    }


def _pair(given: str | Sequence[str]) -> tuple[str, str]:
    first, second = given.split("|", 1) if isinstance(given, str) else given
    return first, second


def _material(given: str | list[str]) -> Row:
    name, origin, note = [*_parts(given), "", ""][:3]
    necessity = {"选": "2", "缺": "3"}.get(origin[-1:], "1")
    kind, _, code = origin.rstrip("选缺").partition(":")
    return {
        "name": name,
        "necessity": necessity,
        "format": "3",
        "source_type": {"核发": "20", "证照": "20", "共享": "20"}.get(kind, "10"),
        "source": {"核发": "政府部门核发", "证照": "电子证照调用", "共享": "共享数据核对"}.get(
            kind, "申请人自备"
        ),
        "fill_note": note,
        "filled_online": kind == "填写",
        "licence_type_code": code if kind == "证照" else "",
        "share_resource_code": code if kind == "共享" else "",
    }
