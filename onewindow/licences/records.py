"""What is signed: the record of a licence as canonical JSON, and what anyone may know of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from onewindow.kernel.public import canonical, codes, masking
from onewindow.licences.models import LicenceType

SCHEMA = "onewindow.licence/1"
NUMBER_TYPES = {"person": "111", "organisation": "001"}  # GB/T 36903 practice


@dataclass(frozen=True, slots=True)
class Holder:
    """持证主体: a person or an organisation, with its whole number."""

    kind: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """颁发机构: the body that issues, and the region it acts for."""

    uscc: str
    name: str
    region_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A licence before it is signed: everything its record says."""

    type: LicenceType
    identifier: codes.LicenceId
    number: str
    holder: Holder
    issuer_name: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    region_code: str
    face: Mapping[str, Any]
    previous: str = ""
    case_number: str = ""


def compose(draft: Draft, *, token: str, at: datetime, demo: bool) -> bytes:
    """Return the canonical bytes to be signed, the holder's number whole as on paper."""
    return canonical.canonical_json(
        {
            "schema": SCHEMA,
            "kind": "licence",
            "title": draft.type.name,
            "number": draft.number,
            "identifier": str(draft.identifier),
            "type": draft.type.code,
            "token": token,
            "holder": {
                "kind": draft.holder.kind,
                "name": draft.holder.name,
                "number": draft.holder.number,
                "number_type": NUMBER_TYPES[draft.holder.kind],
            },
            "agency": draft.issuer_name,
            "issuer": draft.identifier.issuer,
            "issued_on": draft.issued_on,
            "issued_at": at,
            "valid_from": draft.valid_from,
            "valid_until": draft.valid_to,
            "region": draft.region_code,
            "face": draft.face,
            "previous": draft.previous,
            "case_number": draft.case_number,
            "demo": demo,
        }
    )


def public_facts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what anyone may know of a licence: holder and number masked, nothing else of its face."""
    holder = content["holder"]
    person = holder["kind"] == "person"
    name = masking.person_name(holder["name"]) if person else holder["name"]
    number = masking.public_number(holder["number"]) if person else holder["number"]
    until = content["valid_until"]
    rows = [
        (_("证照名称"), content["title"]),
        (_("电子证照标识"), content["identifier"]),
        (_("持证人"), f"{name}（{number}）"),
        (_("颁发机关"), content["agency"]),
        (_("颁发日期"), chinese_day(content["issued_on"])),
        (_("有效期起"), chinese_day(content["valid_from"])),
        (_("有效期至"), chinese_day(until) if until else _("长期")),
    ]
    return [(label, str(value)) for label, value in rows if value]


def chinese_day(text: str) -> str:
    """Return an ISO date as 2026年3月2日."""
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"
