"""Reads of demands, grants and doubts: keyset pages, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Avg, Count, F, Model, QuerySet, Sum

from onewindow.exchange.models import Tally
from onewindow.exchange.sharing.errors import UnknownDemand, UnknownDoubt, UnknownGrant
from onewindow.exchange.sharing.models import OPEN, Demand, DemandState, Doubt, DoubtState, Grant
from onewindow.kernel.public import clock
from onewindow.ui.public import Page

A_PAGE = 20
M = TypeVar("M", bound=Model)


def demands(given: Mapping[str, str]) -> Page[Demand]:
    """Return a page of demands; `given`: state, overdue, resource, after."""
    rows = Demand.objects.select_related("resource", "system__agency")
    if given.get("state") in DemandState.values:
        rows = rows.filter(state=given["state"])
    if given.get("overdue"):
        rows = rows.filter(state__in=OPEN, due__lt=clock.today())
    if given.get("resource"):
        rows = rows.filter(resource__code=given["resource"][:60])
    return page(rows, given.get("after", ""))


def demand(number: str) -> Demand:
    """Return a demand with resource, system and grant; raise UnknownDemand."""
    rows = Demand.objects.select_related("resource", "system__agency", "grant")
    found = rows.filter(number=number.replace("\x00", "")).first()
    if found is None:
        raise UnknownDemand
    return found


def grants(given: Mapping[str, str]) -> Page[Grant]:
    """Return a page of grants; `given`: open, resource, system, after."""
    rows = Grant.objects.select_related("resource", "system__agency", "demand")
    if given.get("open", "1") == "1":
        rows = rows.filter(ended_at=None, until__gte=clock.now())
    if given.get("resource"):
        rows = rows.filter(resource__code=given["resource"][:60])
    if given.get("system"):
        rows = rows.filter(system__code=given["system"][:40])
    return page(rows, given.get("after", ""))


def grant(grant_id: int) -> Grant:
    """Return a grant; raise UnknownGrant."""
    found = Grant.objects.select_related("resource", "system__agency", "demand").filter(pk=grant_id).first()
    if found is None:
        raise UnknownGrant
    return found


def doubts(given: Mapping[str, str]) -> Page[Doubt]:
    """Return a page of doubts; `given`: state, after."""
    rows = Doubt.objects.select_related("resource")
    if given.get("state") in DoubtState.values:
        rows = rows.filter(state=given["state"])
    return page(rows, given.get("after", ""))


def doubt(number: str) -> Doubt:
    """Return a doubt; raise UnknownDoubt."""
    found = Doubt.objects.select_related("resource").filter(number=number.replace("\x00", "")).first()
    if found is None:
        raise UnknownDoubt
    return found


def page(rows: QuerySet[M], after: str) -> Page[M]:
    """Return a page by falling key."""
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: A_PAGE + 1])
    return Page(found[:A_PAGE], str(found[A_PAGE - 1].pk) if len(found) > A_PAGE else "")


@dataclass(frozen=True, slots=True)
class Figures:
    """共享统计: demands, mean days to an answer, open grants, calls, and fields nobody had to type again."""

    demands: dict[str, int]
    answer_days: float | None
    overdue: int
    grants: int
    doubts: dict[str, int]
    calls: int
    answered: int
    fields_spared: int
    since: date | None


def figures() -> Figures:
    """Count from the registers and the daily tallies, never from the logs; six statements."""
    asked = dict(Demand.objects.values_list("state").annotate(Count("pk")))
    taken = Demand.objects.exclude(answered_at=None).aggregate(mean=Avg(F("answered_at") - F("asked_at")))
    overdue = Demand.objects.filter(state__in=OPEN, due__lt=clock.today()).count()
    open_grants = Grant.objects.filter(ended_at=None, until__gte=clock.now()).count()
    asked_again = dict(Doubt.objects.values_list("state").annotate(Count("pk")))
    by_outcome = list(Tally.objects.values("outcome").annotate(calls=Sum("calls"), fields=Sum("fields")))
    first = Tally.objects.order_by("day").values_list("day", flat=True).first()
    return Figures(
        demands={str(DemandState(state).label): number for state, number in asked.items()},
        answer_days=None if taken["mean"] is None else round(taken["mean"].total_seconds() / 86400, 1),
        overdue=overdue,
        grants=open_grants,
        doubts={str(DoubtState(state).label): number for state, number in asked_again.items()},
        calls=sum(row["calls"] for row in by_outcome),
        answered=sum(row["calls"] for row in by_outcome if row["outcome"] in {"ok", "none"}),
        fields_spared=sum(row["fields"] for row in by_outcome if row["outcome"] == "ok"),
        since=first,
    )
