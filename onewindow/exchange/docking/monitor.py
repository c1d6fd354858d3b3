"""Reads of the monitor: each system's health, volumes, last good exchange, failures by cause."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q, Sum

from onewindow.exchange.docking import accounts
from onewindow.exchange.docking.models import OutsideSystem, State
from onewindow.exchange.feeds.models import Feed
from onewindow.exchange.gate.models import Delivery, DeliveryState
from onewindow.exchange.gate.refusals import SENTENCES
from onewindow.exchange.models import Tally
from onewindow.kernel.public import clock
from onewindow.ui.public import Page

A_PAGE, DAYS = 50, 7
GOOD = ("ok", "none")


@dataclass(frozen=True, slots=True)
class Health:
    """A system as the monitor shows it; `silent` when a joined one had no good exchange for a day."""

    system: OutsideSystem
    calls: int
    refused: int
    last_good: datetime | None
    silent: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """Totals of the last days: calls by outcome, what waits, what came back, feeds in trouble."""

    since: date
    calls: int
    good: int
    causes: list[tuple[str, str, int]]
    pending: bool
    returned: list[Delivery]
    feeds: list[Feed]


def overview() -> Overview:
    """Count from the daily tallies; five statements."""
    since = clock.today() - timedelta(days=DAYS - 1)
    by = Tally.objects.filter(day__gte=since).values_list("outcome").annotate(Sum("calls"))
    outcomes = {outcome: int(number) for outcome, number in by}
    bad = sorted(
        ((name, _words(name), number) for name, number in outcomes.items() if name not in GOOD),
        key=lambda one: -one[2],
    )
    returned = Delivery.objects.filter(state=DeliveryState.REJECTED).order_by("-received_at")[:10]
    return Overview(
        since=since,
        calls=sum(outcomes.values()),
        good=sum(outcomes.get(name, 0) for name in GOOD),
        causes=bad,
        pending=Delivery.objects.filter(state=DeliveryState.PENDING).exists(),
        returned=list(returned),
        feeds=list(Feed.objects.filter(on=True, failures__gt=0).select_related("system")[:20]),
    )


def _words(cause: str) -> str:
    """Return why calls failed, in words; a cause is cut to what a tally holds."""
    told = (sentence for code, (_status, sentence) in SENTENCES.items() if code[:24] == cause)
    return next(told, "数源系统没有给出可用的答复。" if cause == "down" else "")


def healths(given: Mapping[str, str]) -> Page[Health]:
    """Return systems in use with their numbers, by code; two statements for a page."""
    rows = OutsideSystem.objects.filter(state__in=[State.TESTING, State.JOINED, State.INTERRUPTED])
    after = given.get("after", "").replace("\x00", "")[:40]
    found = list(rows.filter(code__gt=after).select_related("agency").order_by("code")[: A_PAGE + 1])
    since = clock.today() - timedelta(days=DAYS - 1)
    codes = [one.code for one in found[:A_PAGE]]
    counted = {
        row["system"]: row
        for row in Tally.objects.filter(way=Tally.Way.CALL, system__in=codes, day__gte=since)
        .values("system")
        .annotate(
            total=Sum("calls"), good=Sum("calls", filter=Q(outcome__in=GOOD)),
            last=Max("last_at", filter=Q(outcome__in=GOOD)),
        )
    }  # fmt: skip
    shown = [_health(one, counted.get(one.code, {})) for one in found[:A_PAGE]]
    return Page(shown, found[A_PAGE - 1].code if len(found) > A_PAGE else "")


def _health(system: OutsideSystem, row: Mapping[str, object]) -> Health:
    calls, good, last = int(str(row.get("total") or 0)), int(str(row.get("good") or 0)), row.get("last")
    moment = last if isinstance(last, datetime) else None
    old = moment is None or clock.now() - moment > timedelta(days=1)
    return Health(system, calls, calls - good, moment, silent=system.state == State.JOINED and old)


def deliveries(given: Mapping[str, str]) -> Page[Delivery]:
    """Return deliveries, newest first, without their bodies; `given`: state, system, day, after."""
    rows = Delivery.objects.defer("body")
    if given.get("state") in DeliveryState.values:
        rows = rows.filter(state=given["state"])
    if given.get("system"):
        rows = rows.filter(system=given["system"].replace("\x00", "")[:40])
    if (day := _day(given.get("day", ""))) is not None:
        begin, end = accounts.span(day)
        rows = rows.filter(received_at__gte=begin, received_at__lt=end)
    last = _delivery(given.get("after", ""))
    if last is not None:  # a batch has one moment for all its rows
        rows = rows.filter(received_at__lte=last[0])
        rows = rows.filter(Q(received_at__lt=last[0]) | Q(pk__lt=last[1]))
    found = list(rows.order_by("-received_at", "-pk")[: A_PAGE + 1])
    return Page(found[:A_PAGE], str(found[A_PAGE - 1].pk) if len(found) > A_PAGE else "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _delivery(text: str) -> tuple[datetime, UUID] | None:
    """Return moment and key of the last delivery of the page before."""
    try:
        key = UUID(text)
    except ValueError:
        return None
    return Delivery.objects.filter(pk=key).values_list("received_at", "pk").first()
