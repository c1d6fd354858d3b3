"""How each case of the year went: soundly, or with a breach whose finding is named exactly."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from bench.workloads.handled.ground import Body, Ground, Item
from bench.workloads.supervised import CITIES, FIRST, LAST, SAME_WORDS
from onewindow.supervision.workcount import DAY, Days

Finding = tuple[str, str, str, date]
"""Rule, key, level, day."""
Pause = tuple[date, date, int | None, str]
"""Since, until, declared working days, reason."""


@dataclass
class Plan:
    """One case from receipt to delivery, and what must be found in it."""

    number: str
    item: Item
    body: Body
    city: str
    region: str
    channel: str
    reviewer: str
    approver: str
    received: date
    accepted: date
    decided: date
    answered: date | None = None
    delivered: date | None = None
    published: date | None = None
    accepter: str = ""
    opinion: str = ""
    outcome: str = "granted"
    automatic: bool = False
    review_due: date | None = None
    approve_due: date | None = None
    reviewed_late: bool = False
    reviewed: bool = True
    ticked: bool = True
    pauses: list[Pause] = field(default_factory=list)
    hearing: date | None = None
    asked: str = ""
    filed: date | None = None
    remedy: str = "可以依法申请行政复议或者提起行政诉讼。"
    charged: str = "80"
    reduction: tuple[str, str] = ("", "")
    hours: tuple[str, str, str, str] = ("08:50:00", "09:00:00", "09:30:00", "16:00:00")
    expected: list[Finding] = field(default_factory=list)

    def move(self, days: Days, decided: date) -> None:
        """Let it be decided on another day, delivered at once and made public two days later."""
        self.decided = self.delivered = decided
        self.published = days.due(decided, 2)


class HandledYear:
    """The generator: the same seed gives the same year; a part of it is given by the numbers it holds.

    Cases have their numbers in the order in which they were received, as everywhere.
    """

    def __init__(self, ground: Ground, days: Days, count: int) -> None:
        """Prepare a year of so many cases on a ground, counted in the working days of a calendar."""
        self.ground, self.days, self.count = ground, days, count
        every = [FIRST + DAY * n for n in range((LAST - FIRST).days + 1)]
        self.works = [day for day in every if days.between(day - DAY, day)]
        self.charging = [one for one in ground.items if not one.free]
        self.free = [one for one in ground.items if one.free]

    def plans(self, first: int, last: int, planted: dict[int, str]) -> Iterator[Plan]:
        """Give the cases with numbers from first up to last; `planted` names the breach of some."""
        for number in range(first, last):
            draw = Random(number * 7919 + 17)
            one = self._sound(number, draw)
            if number in planted:
                BREACHES[planted[number]](self, one)
            yield one

    def same_words(self, begin: int) -> Iterator[Plan]:
        """Give cases one officer decided in one month in the same words: once enough, once one too few."""
        body = self.ground.bodies[0]
        for turn, many in enumerate((SAME_WORDS, SAME_WORDS - 1)):
            for n in range(many):
                one = self._sound(begin + turn * 1000 + n, Random(n))
                one.body, one.reviewer, one.approver = body, body.reviewers[0], body.approvers[turn]
                one.accepter = one.reviewer
                one.decided = self.days.due(date(2025, 5, 6), n % 15)
                one.accepted = self.days.before(one.decided, 1)
                one.received = self.days.before(one.accepted, 1)
                one.move(self.days, one.decided)
                one.opinion = f"同样的意见{turn}"
                yield one

    def _sound(self, number: int, draw: Random) -> Plan:
        items, bodies = self.charging, self.ground.bodies
        item, body = items[draw.randrange(len(items))], bodies[draw.randrange(len(bodies))]
        city = CITIES[draw.randrange(len(CITIES))]
        received = self.works[number % self.count * len(self.works) // self.count]
        accepted = self.days.due(received, draw.randrange(1, 4))
        decided = self.days.due(accepted, draw.randrange(1, item.promised - 1))
        reviewer = body.reviewers[number % 2]
        return Plan(
            f"Y{number:09d}", item, body, city, f"{city}00000000", "123"[number % 3], reviewer,
            body.approvers[number % 2], received, accepted, decided, delivered=decided,
            published=self.days.due(decided, 2), accepter=reviewer, opinion=f"符合条件，准予（{number}）。",
        )  # fmt: skip


Breach = Callable[[HandledYear, Plan], None]
BREACHES: dict[str, Breach] = {}


def breach(name: str) -> Callable[[Breach], Breach]:
    """Register a way to plant a breach."""

    def register(way: Breach) -> Breach:
        BREACHES[name] = way
        return way

    return register


def _due(year: HandledYear, one: Plan) -> date:
    return year.days.due(one.accepted, one.item.promised)


@breach("T01")
def _t01(year: HandledYear, one: Plan) -> None:
    one.accepted = year.days.due(one.received, 5)
    one.move(year.days, year.days.due(one.accepted, 1))
    one.expected = [("T01", str(one.received), "reminder", year.days.due(one.received, 4))]


@breach("T02")
def _t02(year: HandledYear, one: Plan) -> None:
    fifth = year.days.due(one.received, 5)
    one.accepted = year.days.due(fifth, 1)
    one.move(year.days, year.days.due(one.accepted, 1))
    one.expected = [
        ("T01", str(one.received), "reminder", year.days.due(one.received, 4)),
        ("T02", str(one.received), "red", fifth + DAY),
    ]


def _near(year: HandledYear, due: date) -> Finding:
    return ("T03", str(due), "reminder", year.days.before(due, 1))


@breach("T03")
def _t03(year: HandledYear, one: Plan) -> None:
    due = _due(year, one)
    one.move(year.days, due)
    one.expected = [_near(year, due)]


@breach("T04")
def _t04(year: HandledYear, one: Plan) -> None:
    due = _due(year, one)
    one.move(year.days, year.days.due(due, 1))
    one.expected = [_near(year, due), ("T04", str(due), "yellow", due + DAY)]


@breach("T05")
def _t05(year: HandledYear, one: Plan) -> None:
    due, law = _due(year, one), year.days.due(one.accepted, one.item.law)
    one.move(year.days, year.days.due(law, 1))
    one.expected = [
        _near(year, due),
        ("T04", str(due), "yellow", due + DAY),
        ("T05", str(law), "red", law + DAY),
    ]


@breach("T06")
def _t06(year: HandledYear, one: Plan) -> None:
    one.approve_due = year.days.before(one.decided, 1)
    one.expected = [("T06", "approve.1", "yellow", one.approve_due + DAY)]


@breach("T07")
def _t07(year: HandledYear, one: Plan) -> None:
    last = year.days.due(one.decided, 10)
    one.delivered = year.days.due(last, 1)
    one.expected = [("T07", "late", "yellow", last + DAY)]


@breach("T07 red")
def _t07_red(year: HandledYear, one: Plan) -> None:
    last = year.days.due(one.decided, 10)
    one.delivered = None
    one.expected = [
        ("T07", "late", "yellow", last + DAY),
        ("T07", "very_late", "red", year.days.due(last, 5) + DAY),
    ]


@breach("T08")
def _t08(year: HandledYear, one: Plan) -> None:
    until = year.days.due(one.accepted, 9)
    one.pauses = [(one.accepted, until, 5, "experts")]
    one.move(year.days, year.days.due(until, 1))
    one.expected = [("T08", "0", "yellow", year.days.due(one.accepted, 5) + DAY)]


@breach("T09")
def _t09(year: HandledYear, one: Plan) -> None:
    one.pauses = [(one.accepted, one.accepted, 5, "experts")] * 2
    one.expected = [("T09", f"{one.reviewer}.again", "yellow", one.accepted)]


@breach("P01 skipped")
def _p01_skipped(year: HandledYear, one: Plan) -> None:
    one.reviewed = False
    one.expected = [("P01", "skipped.review", "red", one.decided)]


@breach("P01 order")
def _p01_order(year: HandledYear, one: Plan) -> None:
    one.reviewed_late = True
    one.expected = [("P01", "order.approve", "red", one.decided)]


@breach("P02 authority")
def _p02(year: HandledYear, one: Plan) -> None:
    one.accepter = year.ground.outsider
    one.expected = [("P02", "0.accept", "red", one.accepted)]


@breach("P02 same")
def _p02_same(year: HandledYear, one: Plan) -> None:
    one.approver = one.reviewer
    one.expected = [("P02", "2.approve", "red", one.decided), ("P02", "2.same", "red", one.decided)]


@breach("P05")
def _p05(year: HandledYear, one: Plan) -> None:
    one.hearing = year.days.due(one.accepted, 6)
    one.pauses = [(one.accepted, one.hearing, None, "hearing")]
    one.move(year.days, year.days.due(one.hearing, 1))
    one.expected = [("P05", "host", "red", one.accepted), ("P05", "notice", "red", one.accepted)]


@breach("P06")
def _p06(year: HandledYear, one: Plan) -> None:
    one.outcome, one.filed, one.published = "refused", year.days.due(one.decided, 2), None
    one.expected = [("P06", "filing", "red", year.days.due(one.decided, 1) + DAY)]


@breach("C01")
def _c01(year: HandledYear, one: Plan) -> None:
    one.asked = "单位介绍信"
    one.expected = [("C01", "0.0", "red", one.received)]


@breach("C02")
def _c02(year: HandledYear, one: Plan) -> None:
    one.outcome, one.filed, one.published, one.remedy = "refused", one.decided, None, ""
    one.expected = [("C02", "refusal", "red", one.decided)]


@breach("C03")
def _c03(year: HandledYear, one: Plan) -> None:
    one.opinion = ""
    one.expected = [("C03", "empty", "yellow", one.decided)]


@breach("C04")
def _c04(year: HandledYear, one: Plan) -> None:
    one.ticked = False
    one.expected = [("C04", "review.0", "yellow", one.decided)]


@breach("F01 free")
def _f01_free(year: HandledYear, one: Plan) -> None:
    one.item = year.free[int(one.number[1:]) % len(year.free)]
    one.move(year.days, year.days.due(one.accepted, 1))
    one.expected = [("F01", "free", "red", one.accepted)]


@breach("F01 amount")
def _f01(year: HandledYear, one: Plan) -> None:
    one.charged = "80.01"
    one.expected = [("F01", "amount", "red", one.accepted)]


@breach("F02")
def _f02(year: HandledYear, one: Plan) -> None:
    one.reduction = ("照顾", "")
    one.expected = [("F02", "0", "yellow", one.accepted)]


@breach("I02")
def _i02(year: HandledYear, one: Plan) -> None:
    last = year.days.due(one.decided, 7)
    one.published = year.days.due(last, 1)
    one.expected = [("I02", "late", "yellow", last + DAY)]


@breach("D01 fast")
def _d01(year: HandledYear, one: Plan) -> None:
    one.received = one.accepted = one.decided
    one.hours = ("16:00:00", "16:01:00", "16:02:00", "16:04:59")
    one.expected = [("D01", "fast", "yellow", one.decided)]


@breach("D01 order")
def _d01_order(year: HandledYear, one: Plan) -> None:
    one.hours = ("10:00:00", "09:00:00", "09:30:00", "16:00:00")
    one.expected = [("D01", "order", "yellow", one.decided)]


@breach("A01")
def _a01(year: HandledYear, one: Plan) -> None:
    one.automatic = True
    one.expected = [("A01", "reversed", "yellow", year.days.due(one.decided, 5))]
