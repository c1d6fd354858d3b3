"""The daily account of each system (对账): sent = accepted + rejected + pending, from records kept apart.

What was sent is counted where it came in: the gateway's log of receipts given, the batches of feeds, the
bundles of the relay. What became of it is counted from the deliveries. A difference means a row is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q, Sum

from onewindow.exchange.docking.models import OutsideSystem, State
from onewindow.exchange.feeds.models import Run
from onewindow.exchange.gate.models import Call, Delivery
from onewindow.exchange.relay.models import ArrivedDay
from onewindow.kernel.public import clock
from onewindow.ui.public import Page

A_PAGE = 50
HANDED_IN = Q(way__in=("push", "file"), status="ok", cause="")


@dataclass(frozen=True, slots=True)
class Account:
    """One system's day; `difference` is what was sent and is nowhere (or, below zero, came from nowhere)."""

    called: int = 0
    fed: int = 0
    carried: int = 0
    accepted: int = 0
    rejected: int = 0
    pending: int = 0

    @property
    def sent(self) -> int:
        """Return how many rows came in, by all three ways."""
        return self.called + self.fed + self.carried

    @property
    def difference(self) -> int:
        """Return sent less accepted, rejected and pending."""
        return self.sent - self.accepted - self.rejected - self.pending


@dataclass(frozen=True, slots=True)
class Line:
    """A system with its account."""

    system: OutsideSystem
    account: Account


def span(day: date) -> tuple[datetime, datetime]:
    """Return begin and end of a day in China."""
    begin = datetime.combine(day, time.min, tzinfo=clock.CHINA)
    return begin, begin + timedelta(days=1)


def accounts(codes: Sequence[str], day: date) -> dict[str, Account]:
    """Return the accounts of systems on a day; four statements for any number, each over one day's index."""
    begin, end = span(day)
    called = Call.objects.filter(HANDED_IN, system__in=codes, at__gte=begin, at__lt=end)
    runs = Run.objects.filter(feed__system__code__in=codes, begun_at__gte=begin, begun_at__lt=end)
    arrived = ArrivedDay.objects.filter(system__in=codes, day=day)
    became = Delivery.objects.filter(system__in=codes, received_at__gte=begin, received_at__lt=end)
    numbers: dict[str, dict[str, int]] = {code: {} for code in codes}
    for code, number in called.values_list("system").annotate(Count("pk")):
        numbers[code]["called"] = number
    for code, number in runs.values_list("feed__system__code").annotate(rows=Sum(F("new") + F("returned"))):
        numbers[code]["fed"] = number
    for code, number in arrived.values_list("system").annotate(Sum("rows")):
        numbers[code]["carried"] = number
    for code, state, number in became.values_list("system", "state").annotate(Count("pk")):
        numbers[code][state] = number
    return {code: Account(**told) for code, told in numbers.items()}


def every_line(day: date) -> list[Line]:
    """Return all systems in use, by code, with their accounts; five statements."""
    rows = OutsideSystem.objects.exclude(state=State.PLANNED).select_related("agency").order_by("code")
    found = list(rows)
    told = accounts([one.code for one in found], day)
    return [Line(one, told[one.code]) for one in found]


def page_of(everything: Sequence[Line], after: str = "") -> Page[Line]:
    """Return the page of lines that begins after a system's code, the first where there is none such."""
    start = next((at for at, one in enumerate(everything, 1) if one.system.code == after), 0)
    found = everything[start : start + A_PAGE + 1]
    return Page(found[:A_PAGE], found[A_PAGE - 1].system.code if len(found) > A_PAGE else "")


def whole(told: Sequence[Line]) -> Account:
    """Return the sum of accounts."""
    names = Account.__slots__
    return Account(**{name: sum(getattr(one.account, name) for one in told) for name in names})


def runs(code: str, day: date) -> list[Run]:
    """Return the batches of a system's feeds on a day that brought something new."""
    begin, end = span(day)
    rows = Run.objects.filter(feed__system__code=code, begun_at__gte=begin, begun_at__lt=end)
    return list(rows.exclude(new=0, returned=0).select_related("feed").order_by("begun_at")[:500])


def bundles(code: str, day: date) -> list[ArrivedDay]:
    """Return the bundles of the relay that brought rows of a system's day."""
    rows = ArrivedDay.objects.filter(system=code, day=day).select_related("arrival__link")
    return list(rows.order_by("pk")[:500])


def calls(code: str, day: date, given: Mapping[str, str]) -> Page[Call]:
    """Return a page of the receipts a system was given for what it handed in on a day, oldest first."""
    begin, end = span(day)
    rows = Call.objects.filter(HANDED_IN, system=code, at__gte=begin, at__lt=end)
    last = Call.objects.filter(receipt=given.get("after", "").replace("\x00", "")).only("at", "id").first()
    if last is not None:
        rows = rows.filter(Q(at__gt=last.at) | Q(at=last.at, id__gt=last.pk))
    found = list(rows.order_by("at", "id")[: A_PAGE + 1])
    return Page(found[:A_PAGE], found[A_PAGE - 1].receipt if len(found) > A_PAGE else "")


def missing(code: str, day: date) -> list[Call]:
    """Return receipts given for deliveries that are not there: the rows behind a difference."""
    begin, end = span(day)
    there = Delivery.objects.filter(system=code, received_at__gte=begin, received_at__lt=end)
    rows = Call.objects.filter(HANDED_IN, system=code, at__gte=begin, at__lt=end)
    return list(rows.exclude(receipt__in=there.values("receipt")).order_by("at")[:100])


def strays(code: str, day: date) -> list[Delivery]:
    """Return deliveries for which no receipt, batch or bundle is known: the rows behind one below zero."""
    begin, end = span(day)
    given = Call.objects.filter(system=code, way__in=("push", "file"), at__gte=begin, at__lt=end)
    rows = Delivery.objects.defer("body").filter(system=code, received_at__gte=begin, received_at__lt=end)
    fed = Run.objects.filter(feed__system__code=code, begun_at__gte=begin, begun_at__lt=end)
    rows = rows.exclude(receipt__in=given.values("receipt")).exclude(batch__in=fed.values("number"))
    return list(rows.order_by("received_at")[:100])
