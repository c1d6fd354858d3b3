"""When a hall is open."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.halls.opening import Hours, Session, in_words, sessions
from onewindow.kernel.public import clock, workdays

DAY = sessions([["09:00", "12:00"], ["13:00", "16:30"]])
FRIDAY, SATURDAY = date(2026, 3, 6), date(2026, 3, 7)
CALENDAR = workdays.Calendar({}, frozenset({2026}))
HOURS = Hours(DAY, CALENDAR, {SATURDAY: sessions([["09:00", "11:00"]]), date(2026, 3, 9): ()})


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.CHINA)


def test_sessions_are_read_in_order() -> None:
    assert [str(one) for one in DAY] == ["09:00—12:00", "13:00—16:30"]
    assert sessions([]) == ()


@pytest.mark.parametrize(
    "given",
    [
        [["12:00", "09:00"]],
        [["09:00", "12:00"], ["11:00", "13:00"]],
        [["09:00", "09:00"]],
        [["9点", "12:00"]],
        [["09:00"]],
    ],
)
def test_what_is_no_session_is_refused(given: list[list[str]]) -> None:
    with pytest.raises(ValueError):
        sessions(given)


def test_a_working_day_is_open_a_weekend_is_not_unless_said() -> None:
    assert HOURS.on(FRIDAY) == DAY
    assert HOURS.on(date(2026, 3, 8)) == ()
    assert HOURS.on(SATURDAY) == (Session(time(9), time(11)),)
    assert HOURS.on(date(2026, 3, 9)) == ()


def test_open_and_giving_numbers() -> None:
    assert HOURS.is_open(local(FRIDAY, 9)) and not HOURS.is_open(local(FRIDAY, 12))
    assert not HOURS.gives_numbers(local(FRIDAY, 8, 29))
    assert HOURS.gives_numbers(local(FRIDAY, 8, 30)) and HOURS.gives_numbers(local(FRIDAY, 12, 30))
    assert not HOURS.gives_numbers(local(FRIDAY, 16, 30))
    assert not HOURS.gives_numbers(local(date(2026, 3, 8), 10))


def test_the_next_opening_is_told_across_days_off() -> None:
    assert HOURS.next_opening(local(FRIDAY, 8)) == local(FRIDAY, 9)
    assert HOURS.next_opening(local(FRIDAY, 12, 30)) == local(FRIDAY, 13)
    assert HOURS.next_opening(local(FRIDAY, 17)) == local(SATURDAY, 9)
    assert HOURS.next_opening(local(SATURDAY, 11)) == local(date(2026, 3, 10), 9)
    assert Hours((), CALENDAR, {}).next_opening(local(FRIDAY, 8)) is None
    assert [in_words(local(FRIDAY, 9)), in_words(None)] == ["3月6日09:00", "另行公布"]


def test_slots_fill_the_sessions() -> None:
    assert HOURS.slots(FRIDAY, 60) == [time(h) for h in (9, 10, 11, 13, 14, 15)]
    assert HOURS.slots(date(2026, 3, 8), 30) == []


@given(st.lists(st.integers(0, 287), min_size=0, max_size=8, unique=True), st.integers(5, 240))
def test_no_slot_leaves_its_session(ticks: list[int], minutes: int) -> None:
    ends = [f"{t // 12:02d}:{t % 12 * 5:02d}" for t in sorted(ticks)]
    read = sessions([list(pair) for pair in zip(ends[::2], ends[1::2], strict=False)])
    starts = Hours(read, CALENDAR, {}).slots(FRIDAY, minutes)
    assert starts == sorted(set(starts))
    for start in starts:
        end = datetime.combine(FRIDAY, start, UTC) + timedelta(minutes=minutes)
        assert any(one.start <= start and end.time() <= one.end and end.date() == FRIDAY for one in read)
