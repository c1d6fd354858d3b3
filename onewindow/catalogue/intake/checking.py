"""From an imported row to the content of an item, or to the reasons why it is set aside."""

import re
from dataclasses import dataclass, field

from onewindow.catalogue import facets
from onewindow.catalogue.content import Content, Row
from onewindow.catalogue.intake.fields import Sheet
from onewindow.catalogue.intake.reasons import words
from onewindow.kernel.public import codes

TYPES = {
    "行政许可": "01",
    "行政给付": "05",
    "行政确认": "07",
    "行政奖励": "08",
    "行政裁决": "09",
    "其他行政权力": "10",
    "公共服务": "20",
}
LEVELS = {"national": "1", "province": "2", "city": "3", "county": "4", "township": "5", "village": "6"}
UNITS = {"workday": "1", "day": "2"}
# Guangdong writes 20 and 21 where the standard has 10 and 20.
SPELLINGS = {"10": {"10", "20"}, "20": {"20", "21"}}
_CODE = re.compile(r"[0-9A-Za-z.\-]{1,80}")
_VAGUE = ("符合以上条件", "符合相关规定", "符合相关法律法规规定", "按规定", "无")


@dataclass(frozen=True)
class Checked:
    """A row after checking: its content, or the reasons why there is none, and what names it."""

    content: Content | None
    reasons: tuple[str, ...] = ()
    code: str = ""
    name: str = ""
    source: str = ""
    marks: tuple[str, ...] = field(default_factory=tuple)


def check(value: object) -> Checked:
    """Check one row; every fault found is told, not only the first."""
    if not isinstance(value, dict):
        return Checked(None, ("not_an_object",))
    sheet = Sheet(value)
    source, code = sheet.text("source")[:40], sheet.text("sub_code", narrow=True)
    code = code or sheet.text("task_code", narrow=True)
    name = sheet.text("name")
    fields = _fields(sheet, code, name)
    materials, bases, questions = _materials(sheet), _bases(sheet), _questions(sheet)
    _need(sheet, source, code, name)
    _mark_gaps(sheet, fields, materials, bases)
    if sheet.reasons:
        return Checked(None, tuple(sheet.reasons), code[:200], name[:300], source)
    marks = [{"code": m, "text": words(m, detail)} for m, detail in sheet.marks.items()]
    content = Content(
        task_code=code,
        basic_code=_basic(sheet, code),
        basic_name=sheet.text("catalog_name")[:300] or name,
        source=source,
        source_version=sheet.whole("version", 0, 1_000_000, "wrong_type") or 0,
        fields={**fields, "marks": marks},
        materials=tuple(materials),
        bases=tuple(bases),
        questions=tuple(questions),
    )
    if sheet.reasons:
        return Checked(None, tuple(sheet.reasons), code[:200], name[:300], source)
    return Checked(content, (), code, name, source, tuple(sheet.marks))


def _need(sheet: Sheet, source: str, code: str, name: str) -> None:
    for present, reason in (
        (source, "missing_source"),
        (code, "missing_code"),
        (name, "missing_name"),
        (sheet.text("dept_name"), "missing_agency"),
        (sheet.text("area_code"), "missing_area"),
    ):
        if not present:
            sheet.reject(reason)
    if len(name) > 300:
        sheet.reject("name_too_long")


def _basic(sheet: Sheet, code: str) -> str:
    given = sheet.text("catalog_code", narrow=True)
    return (given or (code[19:31] if _is_national(code) else ""))[:40]


def _is_national(code: str) -> bool:
    return "-" not in code and len(code) in {31, 33}


def _code_faults(sheet: Sheet, code: str, item_type: str, level: str) -> None:
    if not code:
        return
    if not _CODE.fullmatch(code):
        sheet.reject("invalid_code")
        return
    if "-" in code:
        sheet.mark("local_code")
        return
    if len(code) not in {31, 33}:
        sheet.reject("invalid_code_length")
        return
    if not codes.Uscc.is_valid(code[:18]):
        sheet.reject("invalid_uscc")
    if not code[18:].isdigit() or code[18] not in "123456":
        sheet.reject("invalid_code")
        return
    if level and code[18] != level:
        sheet.reject("level_differs")
    if item_type and code[21:23] not in SPELLINGS.get(item_type, {item_type}):
        sheet.reject("type_differs")


def _fields(sheet: Sheet, code: str, name: str) -> dict[str, object]:
    item_type = TYPES.get(sheet.text("type"), "")
    if not item_type:
        sheet.reject("unknown_type")
    level = _level(sheet)
    _code_faults(sheet, code, item_type, level)
    return {
        "name": name,
        "item_type": item_type,
        "level": level,
        "region_code": _area(sheet),
        "handle_code": code if len(code) == 33 and _is_national(code) else "",
        "authority_division": sheet.text("authority_division"),
        "exercise_content": sheet.text("exercise_content"),
        **_agency(sheet, code),
        "audience": _audience(sheet),
        "themes": _themes(sheet),
        **_limits(sheet),
        "conditions": _conditions(sheet),
        "special_steps": _special(sheet),
        **_result(sheet),
        "charges": sheet.truth("fee"),
        **_access(sheet),
        "reconsideration": sheet.text("reconsideration"),
        "litigation": sheet.text("litigation"),
    }


def _level(sheet: Sheet) -> str:
    given = sheet.text("level")
    if not given:
        sheet.mark("no_level")
    elif given not in LEVELS:
        sheet.reject("unknown_level")
    return LEVELS.get(given, "")


def _area(sheet: Sheet) -> str:
    given = sheet.text("area_code", narrow=True)
    if given and not re.fullmatch(r"[0-9]{6}([0-9]{6})?", given):
        sheet.reject("invalid_area")
        return ""
    return given.ljust(12, "0")


def _agency(sheet: Sheet, code: str) -> Row:
    raw = sheet.row.get("dept_name")
    name = sheet.text("dept_name")
    if isinstance(raw, str) and raw != name:
        sheet.mark("agency_name_blanks")
    uscc = sheet.text("dept_uscc", narrow=True).upper()
    if not uscc:
        sheet.mark("no_uscc")
    elif not codes.Uscc.is_valid(uscc):
        sheet.mark("agency_code_not_uscc", uscc[:40])
    if uscc and _is_national(code) and code[:18] != uscc:
        sheet.mark("agency_code_differs")
    return {
        "agency_name": name[:100],
        "agency_uscc": uscc[:40],
        "joint_bodies": sheet.text("joint_departments"),
        "handling_unit": sheet.text("lead_dept")[:200],
    }


def _audience(sheet: Sheet) -> list[str]:
    found = []
    for name in sheet.names("audience"):
        code = facets.code_of("audience", name) or ("6" if name == "非法人企业" else "")
        if not code:
            sheet.mark("unknown_audience", name[:40])
        elif code not in found:
            found.append(code)
    return found


def _themes(sheet: Sheet) -> list[str]:
    found = []
    for name in sheet.names("themes"):
        short = name.split("（")[0].strip()
        code = facets.code_of("theme_person", short) or facets.code_of("theme_firm", short)
        if not code:
            sheet.mark("unknown_theme", name[:40])
        elif code not in found:
            found.append(code)
    return found


def _limits(sheet: Sheet) -> Row:
    legal, promise = sheet.days("legal_limit"), sheet.days("promise_limit")
    legal_unit = UNITS.get(sheet.text("legal_limit_unit"), "1" if legal is not None else "")
    promise_unit = UNITS.get(sheet.text("promise_limit_unit"), "1" if promise is not None else "")
    if legal is None:
        sheet.mark("promise_without_legal" if promise is not None else "no_limit")
    if promise is None:
        sheet.mark("no_promise")
    if legal is not None and promise is not None and legal_unit == promise_unit and promise > legal:
        sheet.reject("promise_over_limit")
    for key, value in (("legal_limit_note", legal), ("promise_limit_note", promise)):
        told = re.search(r"([0-9]{1,3})\s*个?工作日", sheet.text(key, narrow=True))
        if told and value is not None and int(told[1]) != value:
            sheet.mark("limit_note_differs", f"{value} 与 {told[1]}")
    return {
        "statutory_days": legal,
        "statutory_unit": legal_unit if legal is not None else "",
        "statutory_note": _said(sheet.text("legal_limit_note")),
        "promised_days": promise,
        "promised_unit": promise_unit if promise is not None else "",
        "promised_note": _said(sheet.text("promise_limit_note")),
    }


def _said(text: str) -> str:
    return "" if text in {"无", "/", "-"} else text


def _conditions(sheet: Sheet) -> list[str]:
    text = _said(sheet.text("conditions"))
    if text.rstrip("。") in _VAGUE:
        sheet.mark("vague_conditions", text)
    return [line.strip() for line in text.splitlines() if line.strip()]


def _special(sheet: Sheet) -> list[Row]:
    return [
        {
            "name": sheet.clean(s.get("name")),
            "days": _number(s.get("days")),
            "text": sheet.clean(s.get("note")),
        }
        for s in sheet.rows("special")
    ]


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100_000 else None


def _result(sheet: Sheet) -> Row:
    given = sheet.row.get("result")
    if given is None:
        return {"result_name": "", "result_type": ""}
    if not isinstance(given, dict):
        sheet.reject("wrong_type")
        return {}
    return {
        "result_name": _said(sheet.clean(given.get("name")))[:300],
        "result_type": sheet.clean(given.get("type"))[:2],
    }


def _access(sheet: Sheet) -> Row:
    return {
        "online": sheet.truth("online"),
        "courier": sheet.truth("courier"),
        "visits": sheet.whole("visits", 0, 1000, "wrong_type"),
        "visits_reason": sheet.text("scene_reason"),
        "address": sheet.text("location"),
        "phone": sheet.text("phone", narrow=True),
        "complaint_phone": sheet.text("complaint_phone", narrow=True),
        "link": sheet.text("url"),
        "windows": [
            {
                "name": sheet.clean(w.get("name")),
                "address": sheet.clean(w.get("address")),
                "hours": sheet.clean(w.get("hours"), narrow=True),
                "phone": sheet.clean(w.get("phone"), narrow=True),
            }
            for w in sheet.rows("windows")
        ],
    }


def _materials(sheet: Sheet) -> list[Row]:
    given = sheet.rows("materials")
    order = [_number(m.get("seq")) or 0 for m in given]
    if order != sorted(order):
        sheet.mark("materials_unordered")
        given = [m for _, m in sorted(zip(order, given, strict=True), key=lambda pair: pair[0])]
    found: list[Row] = []
    for m in given:
        name = sheet.clean(m.get("name"))
        if not name:
            sheet.reject("wrong_type")
        necessity = sheet.clean(m.get("required"))
        found.append(
            {
                "code": sheet.clean(m.get("code"))[:60],
                "name": name[:300],
                "necessity": necessity if necessity in {"1", "2", "3"} else "",
                "originals": _number(m.get("originals")),
                "copies": _number(m.get("copies")),
                "source_type": sheet.clean(m.get("source_type"))[:2],
                "source": sheet.clean(m.get("source")),
                "accept_standard": sheet.clean(m.get("standard")),
                "fill_note": _said(sheet.clean(m.get("fill_note"))),
                "basis": _said(sheet.clean(m.get("law"))),
            }
        )
    return found


def _bases(sheet: Sheet) -> list[Row]:
    return [
        {
            "law": sheet.clean(b.get("law")).strip("《》")[:300],
            "number": sheet.clean(b.get("number"))[:100],
            "article": sheet.clean(b.get("clause"))[:100],
            "text": sheet.clean(b.get("text")),
        }
        for b in sheet.rows("legal_basis")
    ]


def _questions(sheet: Sheet) -> list[Row]:
    return [
        {"question": sheet.clean(q.get("q")), "answer": sheet.clean(q.get("a"))} for q in sheet.rows("qa")
    ]


def _mark_gaps(sheet: Sheet, fields: Row, materials: list[Row], bases: list[Row]) -> None:
    if not materials:
        sheet.mark("no_materials")
    if not bases:
        sheet.mark("no_legal_basis")
    if not fields.get("conditions"):
        sheet.mark("no_conditions")
    said = [q for q in sheet.names("quality") if q not in sheet.marks]
    if said:
        sheet.mark("source_remark", "、".join(said)[:300])
