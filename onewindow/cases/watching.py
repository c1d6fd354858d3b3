"""What supervision reads of cases: how many cases were handled, in few statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from onewindow.cases.models import (
    Case,
    CaseEvent,
    CaseMaterial,
    ClockEntry,
    Correction,
    CorrectionItem,
    Disclosure,
    Extension,
    Hearing,
    NegativeFiling,
    StepCheck,
    Transfer,
)


@dataclass(frozen=True)
class Watched:
    """A case with the rows of its way; nothing an applicant wrote is among them."""

    case: Case
    clocks: list[ClockEntry] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    asked: list[CorrectionItem] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    filings: list[NegativeFiling] = field(default_factory=list)
    hearings: list[Hearing] = field(default_factory=list)
    acts: list[CaseEvent] = field(default_factory=list)
    materials: list[CaseMaterial] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    checks: list[StepCheck] = field(default_factory=list)
    disclosures: list[Disclosure] = field(default_factory=list)


def watched(numbers: Iterable[str]) -> list[Watched]:
    """Return cases with the rows of their way, in twelve statements however many they are."""
    cases = list(
        Case.objects.filter(number__in=set(numbers))
        .select_related("agency")
        .defer("answers", "applicant_name", "agent_name")
        .order_by("id")
    )
    keys = [one.pk for one in cases]
    official = CaseEvent.objects.filter(actor__startswith="official:")
    asked = CorrectionItem.objects.filter(correction__case__in=keys, correction__kind="notice")
    by_correction = _by(
        asked.only("correction_id", "name", "correction__case_id").select_related("correction"), "correction"
    )
    clocks, corrections = _of(ClockEntry.objects, keys), _of(Correction.objects, keys)
    extensions, filings = _of(Extension.objects, keys), _of(NegativeFiling.objects, keys)
    hearings = _of(Hearing.objects.defer("request", "record"), keys)
    acts, materials = _of(official, keys), _of(CaseMaterial.objects.only("case_id", "name", "grade"), keys)
    transfers, checks = _of(Transfer.objects, keys), _of(StepCheck.objects, keys)
    disclosures = _of(Disclosure.objects.only("case_id", "published_at"), keys)
    return [
        Watched(
            one, clocks[one.pk], corrections[one.pk],
            [item for made in corrections[one.pk] for item in by_correction[made.pk]],
            extensions[one.pk], filings[one.pk], hearings[one.pk], acts[one.pk], materials[one.pk],
            transfers[one.pk], checks[one.pk], disclosures[one.pk],
        )
        for one in cases
    ]  # fmt: skip


def numbers_since(after: str, limit: int, until: str = "") -> list[str]:
    """Return the next numbers after one, up to another, in their order; for taking all that is there."""
    found = Case.objects.filter(number__gt=after).order_by("number")
    if until:
        found = found.filter(number__lte=until)
    return list(found.values_list("number", flat=True)[:limit])


def _of(rows: Any, keys: Sequence[Any]) -> dict[Any, list[Any]]:
    return _by(rows.filter(case__in=keys), "case")


def _by(rows: "models.QuerySet[Any]", name: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows.order_by("id"):
        found[getattr(row, f"{name}_id")].append(row)
    return found
