"""When a case is due: the item version's limits in working days (行政许可法 第四十二、八十二条)."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from onewindow.cases import clocks, limits
from onewindow.kernel.public import workdays


class Limits(Protocol):
    """The part of an item version that the clock reads."""

    @property
    def promised_days(self) -> int | None: ...
    @property
    def promised_unit(self) -> str: ...
    @property
    def statutory_days(self) -> int | None: ...
    @property
    def statutory_unit(self) -> str: ...
    @property
    def region_code(self) -> str: ...


NATURAL_DAY = "2"  # unit code 自然日; 1 is 工作日


@dataclass(frozen=True)
class DueDates:
    """The last days of a case's limits; provisional when a year's holidays are not yet announced."""

    promised: date
    statutory: date | None
    provisional: bool


def limits_of(version: Limits, start: date) -> DueDates:
    """Return the due dates of a case accepted on a day; without limits it is due the same day."""
    return due_dates(version, clocks.Run(start))


def due_dates(version: Limits, run: clocks.Run) -> DueDates:
    """Return the due dates of a running decision clock, promised and statutory side by side."""
    calendar = workdays.calendar_for(version.region_code)
    provisional = False

    def last(days: int | None, unit: str) -> date | None:
        nonlocal provisional
        if days is None:
            return None
        if unit == NATURAL_DAY:
            return clocks.last_day(run, days, clocks.every_day)
        due = clocks.last_day(run, days, calendar.is_working)
        provisional = provisional or calendar.is_provisional(run.start, due)
        return due

    statutory = last(version.statutory_days, version.statutory_unit)
    promised = last(version.promised_days, version.promised_unit)
    return DueDates(promised or statutory or run.start, statutory, provisional)


def due_after(name: str, start: date, region_code: str, *, days: int | None = None) -> date:
    """Return the last working day of a named limit that starts on a day; `days` sets another number."""
    wanted = limits.limit(name).days if days is None else days
    return workdays.calendar_for(region_code).due(start, wanted).on


def extension_allowed(joint: bool) -> int:
    """Return how many working days may be added once: 10, or 15 for joint handling (第四十二条)."""
    return limits.limit("joint" if joint else "decision").extension


def days_left(due: date | None, today: date, region_code: str) -> int | None:
    """Return the working days from today until a due date, negative when it has passed."""
    return None if due is None else workdays.calendar_for(region_code).days_between(today, due)
