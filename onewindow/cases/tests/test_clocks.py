"""The clock equals a slow day-by-day oracle over the calendars of 2014–2026, whatever stops and starts it."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow import kernel
from onewindow.cases import clocks
from onewindow.cases.tests.oracle import walk
from onewindow.kernel.public import workdays


@dataclass(frozen=True)
class Act:
    action: str
    on: date
    days: int | None = None


def _shipped() -> workdays.Calendar:
    """Read the shipped notices of the nation and of Guangxi, without a database."""
    table = Path(kernel.__file__).parent / "data" / "calendar.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    days = {
        date.fromisoformat(row["date"]): row["working"] == "1"
        for region in ("", "45")
        for row in rows
        if row["region"] == region and row["date"]
    }
    return workdays.Calendar(days, frozenset(int(row["year"]) for row in rows if not row["region"]))


CALENDAR = _shipped()
DAYS = st.dates(date(2014, 1, 1), date(2026, 6, 30))


@st.composite
def histories(draw: st.DrawFn) -> list[Act]:
    day = draw(DAYS)
    acts, paused = [Act("start", day)], False
    for _ in range(draw(st.integers(0, 6))):
        day += timedelta(days=draw(st.integers(0, 40)))
        if draw(st.booleans()) and not paused:
            acts.append(Act("extend", day, draw(st.integers(1, 15))))
        else:
            acts.append(Act("resume" if paused else "pause", day))
            paused = not paused
    return acts


@given(histories(), st.integers(1, 60), st.integers(0, 200))
def test_used_days_and_last_day_equal_the_oracle(acts: list[Act], limit: int, later: int) -> None:
    run = clocks.run_of(acts)
    assert run is not None
    until = acts[-1].on + timedelta(days=later)
    told = [(act.action, act.on, act.days or 0) for act in acts]
    spent, reached = walk(told, limit, CALENDAR.is_working, until)
    assert clocks.used(run, until, CALENDAR.is_working) == spent
    last = clocks.last_day(run, limit, CALENDAR.is_working)
    if reached is not None:
        assert last == reached
    elif run.is_running:
        assert last > until or walk(told, limit, CALENDAR.is_working, last)[1] == last


@given(DAYS, st.integers(0, 60))
def test_without_pauses_it_is_the_calendars_own_count(start: date, days: int) -> None:
    assert clocks.last_day(clocks.Run(start), days, CALENDAR.is_working) == CALENDAR.due(start, days).on


@given(histories())
def test_a_pause_never_shortens_a_limit(acts: list[Act]) -> None:
    whole = clocks.run_of(acts)
    bare = clocks.run_of([a for a in acts if a.action not in {"pause", "resume"}])
    assert whole is not None
    assert bare is not None
    assert clocks.last_day(whole, 20, CALENDAR.is_working) >= clocks.last_day(bare, 20, CALENDAR.is_working)


def test_worked_by_hand() -> None:
    """20 days from Thursday 2026-09-24, a pause of three working days over the National Day holiday."""
    run = clocks.run_of(
        [
            Act("start", date(2026, 9, 24)),
            Act("pause", date(2026, 9, 28)),
            Act("resume", date(2026, 10, 9)),
        ]
    )
    assert run is not None
    bare = clocks.last_day(clocks.Run(run.start), 20, CALENDAR.is_working)
    out = CALENDAR.days_between(date(2026, 9, 28), date(2026, 10, 9))
    assert clocks.last_day(run, 20, CALENDAR.is_working) == CALENDAR.due(bare, out).on


@pytest.mark.parametrize(
    "actions",
    ["pause", "start start", "start resume", "start pause pause", "start stop pause", "start stop stop"],
)
def test_what_contradicts_itself_is_a_fault(actions: str) -> None:
    with pytest.raises(clocks.ClockFault):
        clocks.run_of([Act(name, date(2026, 3, 2)) for name in actions.split()])


def test_a_stopped_clock_may_start_afresh() -> None:
    day = date(2026, 3, 2)
    run = clocks.run_of([Act("start", day), Act("stop", day), Act("start", day + timedelta(days=9))])
    assert run == clocks.Run(day + timedelta(days=9))
    assert clocks.run_of([]) is None
