"""What supervision reads of cases: how many cases were handled, in few statements, as plain rows."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db import models

from onewindow.cases.models import (
    Case,
    CaseEvent,
    CaseMaterial,
    ClockEntry,
    Correction,
    Disclosure,
    Extension,
    Hearing,
    NegativeFiling,
    StepCheck,
    Transfer,
)
from onewindow.kernel.public import reading


class CaseRow(NamedTuple):
    """The case itself, without its answers and whom it is for; a column a field."""

    id: UUID
    number: str
    item_version_id: int
    item_code: str
    item_name: str
    agency_id: int
    region_code: str
    city: str
    channel: str
    outcome: str
    automatic: bool
    submitted_at: datetime
    promised_due: date
    statutory_due: date | None
    decided_at: datetime | None
    decided_by: str
    opinion: str
    legal_basis: str
    received_at: datetime | None
    accepted_at: datetime | None
    accepted_how: str
    delivery: str
    delivered_at: datetime | None
    closed_at: datetime | None
    situation: str | None
    agency_name: str
    withheld: bool

    @property
    def accepted_on(self) -> datetime:
        """When the decision clock began; cases older than the receipt clock began when submitted."""
        return self.accepted_at or self.submitted_at

    @property
    def answers_for_fees(self) -> dict[str, str]:
        """The answers that chose the fees."""
        return json.loads(self.situation) or {} if self.situation else {}


class ClockRow(NamedTuple):
    """An entry of a clock."""

    case_id: UUID
    clock: str
    action: str
    on: date
    at: datetime
    days: int | None
    reason: str
    document: str
    actor: str


class CorrectionRow(NamedTuple):
    """A 补正告知."""

    case_id: UUID
    id: UUID
    kind: str
    asked_at: datetime


class AskedRow(NamedTuple):
    """What a 补正告知 asked for."""

    case_id: UUID
    correction_id: UUID
    name: str


class ExtensionRow(NamedTuple):
    """A 延长."""

    case_id: UUID
    state: str
    asked_by: str
    answered_at: datetime | None
    answered_by: str


class FilingRow(NamedTuple):
    """A 否定报备."""

    case_id: UUID
    state: str
    answered_at: datetime | None
    reason: str
    legal_basis: str
    remedy: str


class HearingRow(NamedTuple):
    """A hearing."""

    case_id: UUID
    on: date | None
    host: str


class ActRow(NamedTuple):
    """A step of the timeline an official took."""

    case_id: UUID
    kind: str
    actor: str
    at: datetime


class MaterialRow(NamedTuple):
    """A material with its trust grade."""

    case_id: UUID
    name: str
    grade: str


class TransferRow(NamedTuple):
    """A 转办."""

    case_id: UUID
    from_agency_id: int
    at: datetime
    taken_at: datetime | None


class CheckRow(NamedTuple):
    """A point of review, ticked or not."""

    case_id: UUID
    task: UUID
    seq: int
    ticked: bool


class DisclosureRow(NamedTuple):
    """A 许可公示."""

    case_id: UUID
    published_at: datetime


class Watched(NamedTuple):
    """A case with the rows of its way; nothing an applicant wrote is among them."""

    case: CaseRow
    clocks: list[ClockRow]
    corrections: list[CorrectionRow]
    asked: list[AskedRow]
    extensions: list[ExtensionRow]
    filings: list[FilingRow]
    hearings: list[HearingRow]
    acts: list[ActRow]
    materials: list[MaterialRow]
    transfers: list[TransferRow]
    checks: list[CheckRow]
    disclosures: list[DisclosureRow]


Row = TypeVar("Row", bound=tuple[object, ...])
Parts = dict[object, list[Row]]
_CASES = """
    SELECT {columns}, a.name, EXISTS (SELECT 1 FROM cases_nondisclosure n WHERE n.case_id = c.id)
    FROM cases_case c JOIN government_agency a ON a.id = c.agency_id
    WHERE c.number = ANY(%s) ORDER BY c.id
"""
_ASKED = """
    SELECT c.case_id, i.correction_id, i.name
    FROM cases_correctionitem i JOIN cases_correction c ON c.id = i.correction_id
    WHERE c.case_id = ANY(%s::uuid[]) AND c.kind = 'notice' ORDER BY i.id
"""


def watched(numbers: Iterable[str]) -> list[Watched]:
    """Return cases with the rows of their way, in at most twelve statements however many they are."""
    columns = ", ".join(f'c."{name}"' for name in CaseRow._fields[:-2])
    found = reading.rows(_CASES.format(columns=columns), [sorted(set(numbers))])
    cases = [CaseRow._make(row) for row in found]
    if not cases:
        return []
    keys = f"{{{','.join(str(one.id) for one in cases)}}}"
    corrections = _of(CorrectionRow, Correction, keys)
    asked: Parts[AskedRow] = _read(AskedRow, _ASKED, keys) if corrections else {}
    clocks, extensions = _of(ClockRow, ClockEntry, keys), _of(ExtensionRow, Extension, keys)
    filings, hearings = _of(FilingRow, NegativeFiling, keys), _of(HearingRow, Hearing, keys)
    acts = _of(ActRow, CaseEvent, keys, "starts_with(actor, 'official:')")
    materials, transfers = _of(MaterialRow, CaseMaterial, keys), _of(TransferRow, Transfer, keys)
    checks, disclosures = _of(CheckRow, StepCheck, keys), _of(DisclosureRow, Disclosure, keys)
    return [
        Watched(
            one, clocks.get(one.id, []), corrections.get(one.id, []), asked.get(one.id, []),
            extensions.get(one.id, []), filings.get(one.id, []), hearings.get(one.id, []),
            acts.get(one.id, []), materials.get(one.id, []), transfers.get(one.id, []),
            checks.get(one.id, []), disclosures.get(one.id, []),
        )
        for one in cases
    ]  # fmt: skip


def numbers_since(after: str, limit: int, until: str = "") -> list[str]:
    """Return the next numbers after one, up to another, in their order; for taking all that is there."""
    found = Case.objects.filter(number__gt=after).order_by("number")
    if until:
        found = found.filter(number__lte=until)
    return list(found.values_list("number", flat=True)[:limit])


def _of(kind: type[Row], model: type[models.Model], keys: str, narrow: str = "true") -> Parts[Row]:
    """Return the rows of a table by case, in the order they were made."""
    return _read(kind, _statement(kind, model, narrow), keys)


@lru_cache(maxsize=32)
def _statement(kind: type[object], model: type[models.Model], narrow: str) -> str:
    columns = ", ".join(f'"{name}"' for name in kind.__annotations__)
    table = model._meta.db_table
    return f'SELECT {columns} FROM "{table}" WHERE case_id = ANY(%s::uuid[]) AND {narrow} ORDER BY id'  # noqa: S608 our names


def _read(kind: type[Row], statement: str, keys: str) -> Parts[Row]:
    found: Parts[Row] = defaultdict(list)
    make: Callable[..., Row] = kind
    for row in reading.rows(statement, [keys]):
        found[row[0]].append(make(*row))
    return found
