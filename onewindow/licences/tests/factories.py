"""The licence catalogue planted, and deliveries of sub-libraries made up, for tests and measures."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from onewindow.government.tests.factories import plant_agencies
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, Actor, codes, unit
from onewindow.licences.models import Licence
from onewindow.licences.queries.types import forget
from onewindow.licences.records import Holder, Issuer
from onewindow.licences.seed import plant
from onewindow.licences.services.issue import issue_licence

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
HEALTH, MARKET, BUILDING = "1145000000DM00215X", "1145000000DM002666", "1145000000DM001510"
COMMISSION = Issuer(HEALTH, "广西壮族自治区卫生健康委员会", "450000000000")
NURSE_FACE = {
    "name": "韦晓兰", "sex": "女", "birth_date": "1990-05-12", "certificate_number": "202345000123",
    "institution_code": "459900000001", "institution_name": "示例市第一人民医院",
    "registered_on": "2026-03-02",
}  # fmt: skip
WEI = Holder("person", "韦晓兰", "459900199005120020")
BAD = (
    "holder_number", "type", "issued_on", "valid_to", "face", "number", "serial", "issuer", "status", "json",
)  # fmt: skip


@dataclass(frozen=True)
class People:
    """The cast around a licence, by user name."""

    accounts: dict[str, identity.Account]

    def __getattr__(self, name: str) -> Actor:
        """Return one of the cast as the acting party."""
        if name.startswith("_"):
            raise AttributeError(name)
        return identity.actor_for(self.accounts[name])


def entries(action: str) -> QuerySet[Any]:
    """Return the audit entries of an action."""
    return apps.get_model("kernel", "AuditEntry").objects.filter(action=action)


def events(name: str) -> QuerySet[Any]:
    """Return the stored events of a type."""
    return apps.get_model("kernel", "OutboxEvent").objects.filter(type=name)


def plant_licences() -> None:
    """Plant agencies, types and sub-libraries."""
    forget()
    plant_agencies()
    plant()


def nurse_licence(
    case: str = "1145000000DM00215X260302000001",
    holder: Holder = WEI,
    start: date = date(2026, 3, 2),
    renew: bool = False,
    **face: Any,
) -> Licence:
    """Issue a nurse's licence for five years."""
    with unit.work():
        return issue_licence(
            by=SYSTEM, type_code="nurse", issuer=COMMISSION, holder=holder,
            number="202345000123", face={**NURSE_FACE, **face}, valid_from=start,
            valid_to=start.replace(year=start.year + 5) - timedelta(days=1), case_number=case, renew=renew,
        )  # fmt: skip


def person_number(serial: int) -> str:
    """Return the number of an invented person."""
    body = f"459997{1950 + serial % 50}{1 + serial % 12:02d}{1 + serial % 28:02d}{serial // 600 % 1000:03d}"
    return body + codes.ResidentId.check_character(body)


def firm_number(serial: int) -> str:
    """Return the code of an invented firm."""
    body = f"91459997MA{serial:07d}"
    return body + codes.Uscc.check_character(body)


def nurse_row(serial: int, day: date) -> dict[str, Any]:
    """Return a delivered nurse's licence."""
    number = f"2026450{serial:07d}"
    face = NURSE_FACE | {"name": f"护士{serial}", "certificate_number": number}
    return _row("nurse", HEALTH, serial, day, 5, f"护士{serial}", person_number(serial), number, face)


def food_row(serial: int, day: date) -> dict[str, Any]:
    """Return a delivered food permit."""
    uscc, number = firm_number(serial), f"JY1459997{serial:07d}"
    face = {
        "operator": f"示例食品店{serial}", "uscc": uscc, "legal_representative": f"负责人{serial}",
        "address": "示例路1号", "premises": "示例路1号", "business_form": "食品销售经营者",
        "scope": "预包装食品销售",
    }  # fmt: skip
    return _row("food-permit", MARKET, serial, day, 5, f"示例食品店{serial}", uscc, number, face)


def safety_row(serial: int, day: date) -> dict[str, Any]:
    """Return a delivered safety officer's certificate."""
    number = f"桂建安C（2026）{serial:07d}"
    face = {
        "name": f"安全员{serial}", "sex": "男", "certificate_number": number, "category": "C",
        "employer": f"示例建筑公司{serial % 97}",
    }  # fmt: skip
    name, holder = f"安全员{serial}", person_number(serial)
    return _row("safety-officer", BUILDING, serial, day, 3, name, holder, number, face)


def _row(
    kind: str, issuer: str, serial: int, day: date, years: int, name: str, holder: str, number: str,
    face: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    return {
        "type": kind, "issuer": issuer, "number": number, "serial": f"L{serial:09d}", "version": "1",
        "holder_name": name, "holder_number": holder, "issued_on": day.isoformat(),
        "valid_to": (day.replace(year=day.year + years) - timedelta(days=1)).isoformat(), "face": face,
    }  # fmt: skip


MAKERS = {"health": nurse_row, "market": food_row, "construction": safety_row}


def spoiled(row: dict[str, Any], how: str) -> str:
    """Return a row as text with one thing wrong."""
    if how == "json":
        return json.dumps(row, ensure_ascii=False)[:-1]
    wrong: dict[str, Any] = {
        "holder_number": "459997199001010000", "type": "no-such-type", "issued_on": "2026-02-30",
        "valid_to": "2099-12-31", "face": {}, "number": "", "serial": "a/b", "issuer": "91450000MA00000000",
        "status": "77",
    }  # fmt: skip
    return json.dumps(row | {how: wrong[how]}, ensure_ascii=False)


def write_delivery(folder: Path, library: str, count: int, day: date, *, bad: int) -> Path:
    """Write a file of a sub-library in which `bad` of `count` rows are wrong, spread by a fixed draw."""
    drawn = random.Random(f"{library} {count}").sample(range(count), bad)
    wrong = {at: BAD[n % len(BAD)] for n, at in enumerate(drawn)}
    path = folder / f"{library}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for at in range(count):
            row = MAKERS[library](at, day)
            text = spoiled(row, wrong[at]) if at in wrong else json.dumps(row, ensure_ascii=False)
            file.write(text + "\n")
    return path


def rows_of(library: str, count: int, day: date) -> Iterator[dict[str, Any]]:
    """Yield sound rows of a sub-library."""
    return (MAKERS[library](at, day) for at in range(count))
