"""What is signed: the record of a notice as canonical JSON, and what may be shown of it in public."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from onewindow.documents import designs, kinds
from onewindow.kernel.public import canonical, clock, codes, masking

SCHEMA = "onewindow.notice/1"
_TITLES = {"grant": "准予决定书", "refusal": "不予决定书"}
_KNOWN = {"title", "item_code", "item_version", "result", "text", "legal_bases", "automatic", "remedies"} | {
    "rules",
    "facts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the caller wants certified, before it is masked and put in order."""

    kind: str
    number: str
    token: str
    case_number: str
    item_name: str
    holder_name: str
    holder_number: str
    agency_name: str
    decision: str
    decided_at: datetime
    issued_at: datetime
    valid_until: date | None
    body: Mapping[str, object]
    city: str
    demo: bool
    template: str = designs.FIRST


def compose(notice: Notice) -> bytes:
    """Return the canonical bytes to be signed; the holder's number is masked, the name is whole."""
    body = dict(notice.body)
    return canonical.canonical_json(
        {
            "schema": SCHEMA,
            "kind": notice.kind,
            "number": notice.number,
            "token": notice.token,
            "case_number": notice.case_number,
            "title": body.get("title") or title_of(notice.kind, str(body.get("result") or "")),
            "item": {
                "code": body.get("item_code") or "",
                "name": notice.item_name,
                "version": body.get("item_version"),
            },
            "agency": notice.agency_name,
            "holder": {
                "kind": holder_kind(notice.holder_number),
                "name": notice.holder_name,
                "number": masking.resident_id(notice.holder_number),
            },
            "decision": notice.decision,
            "decided_at": notice.decided_at,
            "issued_at": notice.issued_at,
            "valid_until": notice.valid_until,
            "text": paragraphs(body.get("text")),
            "legal_bases": paragraphs(body.get("legal_bases")),
            "remedies": body.get("remedies") or "",
            "automatic": bool(body.get("automatic")),
            "rules": body.get("rules"),
            "facts": body.get("facts") or [],
            "more": {key: value for key, value in body.items() if key not in _KNOWN},
            "template": notice.template,
            "city": notice.city,
            "demo": notice.demo,
        }
    )


def title_of(kind: str, result: str) -> str:
    """Return a document's title: the result's own name where it is that of a paper."""
    if kind != "refusal" and result.endswith(("书", "单", "证", "证明")):
        return result
    return _TITLES.get(kind, "告知书")


def paragraphs(value: object) -> list[str]:
    """Return text as its paragraphs: a list as it is, a text cut at line ends."""
    if isinstance(value, (list, tuple)):
        return [str(part) for part in value if str(part).strip()]
    return [line.strip() for line in str(value or "").splitlines() if line.strip()]


def read(record: bytes) -> dict[str, Any]:
    """Return a record's content; raise ValueError for anything but a record of ours in canonical form."""
    content = json.loads(record)
    if not isinstance(content, dict) or content.get("schema") not in {SCHEMA, *kinds.facts}:
        raise ValueError("not a record of this system")
    if canonical.canonical_json(content) != record:
        raise ValueError("not in canonical form")
    return content


def holder_kind(number: str) -> str:
    """Return whose number it is: `organisation` for a credit code, else `person`."""
    return "organisation" if codes.Uscc.is_valid(number) else "person"


def masked_holder(kind: str, name: str) -> str:
    """Return what a public page may show of a holder's name."""
    return masking.organisation_name(name) if kind == "organisation" else masking.person_name(name)


def moment(text: str) -> datetime:
    """Return a moment of a record, in China's time."""
    return clock.local(datetime.fromisoformat(text).astimezone(UTC))
