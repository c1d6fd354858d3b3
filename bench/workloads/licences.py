"""Deliveries of three sub-libraries, made up: nurses, food shops, safety officers; some rows bad."""

import json
import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from onewindow.kernel.codes import ResidentId, Uscc

HEALTH, MARKET, BUILDING = "1145000000DM00215X", "1145000000DM002666", "1145000000DM001510"
ISSUERS = {"health": HEALTH, "market": MARKET, "construction": BUILDING}
FAULTS: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("invalid_holder_number", {"holder_number": "459997199001010000"}),
    ("unknown_type", {"type": "no-such-type"}),
    ("invalid_date", {"issued_on": "2026-02-30"}),
    ("validity_too_long", {"valid_to": "2099-12-31"}),
    ("missing_number", {"number": ""}),
    ("invalid_serial", {"serial": "a/b"}),
    ("unknown_issuer", {"issuer": "91450000MA00000000"}),
    ("unknown_status", {"status": "77"}),
    ("missing_face", {"face": None}),
    ("not_json", {}),
)


def write(folder: Path, library: str, count: int, bad: int, day: date) -> Path:
    """Write a delivery of `count` rows of which `bad`, spread by a fixed draw, have one fault each."""
    path = folder / f"{library}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(text + "\n" for text in _lines(library, count, bad, day))
    return path


def _lines(library: str, count: int, bad: int, day: date) -> Iterator[str]:
    drawn = random.Random(f"{library} {count}").sample(range(count), bad)
    wrong = {at: FAULTS[n % len(FAULTS)] for n, at in enumerate(drawn)}
    for at in range(count):
        row = _row(library, at, day)
        reason, change = wrong.get(at, ("", {}))
        text = json.dumps(row | dict(change), ensure_ascii=False)
        yield text[:-1] if reason == "not_json" else text


def expected(count: int, bad: int) -> dict[str, int]:
    """Return how often each reason must be told for a delivery."""
    told: dict[str, int] = {}
    for n in range(bad):
        told[FAULTS[n % len(FAULTS)][0]] = told.get(FAULTS[n % len(FAULTS)][0], 0) + 1
    return told


def person(serial: int) -> str:
    """Return the number of an invented person; the prefix is unassigned."""
    month, day, rest = 1 + serial // 50 % 12, 1 + serial // 600 % 28, serial // 16800
    body = f"459996{1950 + serial % 50}{month:02d}{day:02d}{rest:03d}"
    return body + ResidentId.check_character(body)


def _row(library: str, at: int, day: date) -> dict[str, Any]:
    years = {"health": 5, "market": 5, "construction": 3}[library]
    row: dict[str, Any] = {
        "issuer": ISSUERS[library], "serial": f"L{at:09d}", "version": "1", "issued_on": day.isoformat(),
        "valid_to": (day.replace(year=day.year + years) - timedelta(days=1)).isoformat(),
    }  # fmt: skip
    return row | {"health": _nurse, "market": _food, "construction": _officer}[library](at)


def _nurse(at: int) -> dict[str, Any]:
    number, name, holder = f"2026450{at:07d}", f"护士{at}", person(at)
    face = {
        "name": name, "sex": "男" if int(holder[16]) % 2 else "女",
        "birth_date": f"{holder[6:10]}-{holder[10:12]}-{holder[12:14]}", "certificate_number": number,
        "institution_code": "459900000001", "institution_name": "示例市第一人民医院",
        "registered_on": "2026-03-02",
    }  # fmt: skip
    return {"type": "nurse", "number": number, "holder_name": name, "holder_number": holder, "face": face}


def _food(at: int) -> dict[str, Any]:
    body = f"91459996MA{at:07d}"
    uscc, number, name = body + Uscc.check_character(body), f"JY1459996{at:07d}", f"示例食品店{at}"
    face = {
        "operator": name, "uscc": uscc, "legal_representative": f"负责人{at}", "address": "示例路1号",
        "premises": "示例路1号", "business_form": "食品销售经营者", "scope": "预包装食品销售",
    }  # fmt: skip
    return {"type": "food-permit", "number": number, "holder_name": name, "holder_number": uscc, "face": face}


def _officer(at: int) -> dict[str, Any]:
    number, name, holder = f"桂建安C（2026）{at:07d}", f"安全员{at}", person(at)
    face = {
        "name": name, "sex": "男", "certificate_number": number, "category": "C",
        "employer": f"示例建筑公司{at % 97}",
    }  # fmt: skip
    return {
        "type": "safety-officer",
        "number": number,
        "holder_name": name,
        "holder_number": holder,
        "face": face,
    }
