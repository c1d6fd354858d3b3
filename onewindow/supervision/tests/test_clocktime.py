"""The two fast counters beside the slow ones of the house: working days, and the decision clock."""

from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from onewindow.kernel.public import workdays
from onewindow.supervision.clocktime import stretches
from onewindow.supervision.workcount import Days

FIRST = date(2026, 1, 5)
CALENDAR = workdays.Calendar(
    {date(2026, 1, 12): False, date(2026, 1, 17): True, date(2026, 2, 2): False},
    frozenset({2026, 2025, 2027}),
)
DAYS = Days(CALENDAR)
some_day = st.integers(0, 80).map(lambda n: FIRST + timedelta(days=n))


class Entry(NamedTuple):
    action: str
    on: date
    days: int | None = None


@given(start=some_day, days=st.integers(0, 40))
def test_due_days_agree_with_the_calendar(start: date, days: int) -> None:
    assert DAYS.due(start, days) == CALENDAR.due(start, days).on


@given(a=some_day, b=some_day)
def test_counts_agree_with_the_calendar(a: date, b: date) -> None:
    assert DAYS.between(a, b) == CALENDAR.days_between(a, b)


@given(day=some_day, days=st.integers(1, 20))
def test_the_day_before_is_found_again(day: date, days: int) -> None:
    before = DAYS.before(day, days)
    assert CALENDAR.is_working(before)
    assert CALENDAR.days_between(before, day - timedelta(days=1)) == days - 1


@st.composite
def ways(draw: st.DrawFn) -> list[Entry]:
    """Draw a clock that may stand, go on, be extended and stop."""
    on = FIRST
    made = [Entry("start", on)]
    paused = False
    for _ in range(draw(st.integers(0, 5))):
        on += timedelta(days=draw(st.integers(0, 20)))
        act = "resume" if paused else draw(st.sampled_from(["pause", "extend"]))
        made.append(Entry(act, on, draw(st.integers(1, 15)) if act == "extend" else None))
        paused = act == "pause"
    return made


def counted_by_hand(way: list[Entry], days: int, natural: bool) -> date:
    """Return the last day by walking from day to day, the days of pauses left out."""
    pauses = [
        (one.on, later.on)
        for one, later in pairwise(way)
        if (one.action, later.action) == ("pause", "resume")
    ]
    left = days + sum(one.days or 0 for one in way)
    day = way[0].on
    while left:
        day += timedelta(days=1)
        out = any(begin < day <= end for begin, end in pauses)
        left -= (natural or CALENDAR.is_working(day)) and not out
    return day


@given(way=ways(), days=st.integers(1, 30), natural=st.booleans())
def test_the_last_stretch_ends_where_counting_by_hand_ends(
    way: list[Entry], days: int, natural: bool
) -> None:
    found = stretches(
        [[e.action, e.on.isoformat(), e.days] for e in way], [days, "2" if natural else "1"], DAYS
    )
    if way[-1].action != "pause":
        assert found[-1].until is None
        assert found[-1].due == counted_by_hand(way, days, natural)
