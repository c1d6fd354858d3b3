"""What happened to a body's cases since a cursor: nothing left out, nothing told twice."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from onewindow.cases.models import CaseEvent
from onewindow.kernel.public import clock

SCANNED = 2_000
SETTLED = timedelta(seconds=5)
"""Ids are made when a step is written and rise in time; by then every unit of work has come to its end."""


@dataclass(frozen=True)
class Changes:
    """Steps in order, where to go on, and whether there is more to read at once."""

    steps: list[CaseEvent]
    cursor: str
    more: bool


def changes_of(agency: str, *, after: str, size: int) -> Changes:
    """Return the next steps of a body's cases, over at most 2,000 steps of all bodies; two statements."""
    steps = CaseEvent.objects.filter(at__lt=clock.now() - SETTLED).order_by("id")
    if (key := _key(after)) is not None:
        steps = steps.filter(id__gt=key)
    scanned = list(steps.values_list("id", "case__agency_id")[:SCANNED])
    mine = [key for key, owner in scanned if str(owner) == agency][:size]
    rows = list(CaseEvent.objects.filter(id__in=mine).select_related("case").order_by("id"))
    last = mine[-1] if len(mine) == size else scanned[-1][0] if scanned else key
    return Changes(rows, str(last) if last else "", len(mine) == size or len(scanned) == SCANNED)


def _key(after: str) -> UUID | None:
    try:
        return UUID(after) if after else None
    except ValueError:
        return None
