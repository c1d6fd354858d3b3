"""When a case is due: the item version's limits in working days (行政许可法 第四十二、八十二条)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

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
    calendar = workdays.calendar_for(version.region_code)
    provisional = False

    def last(days: int | None, unit: str) -> date | None:
        nonlocal provisional
        if days is None:
            return None
        if unit == NATURAL_DAY:
            return start + timedelta(days=days)
        due = calendar.due(start, days)
        provisional = provisional or due.provisional
        return due.on

    statutory = last(version.statutory_days, version.statutory_unit)
    promised = last(version.promised_days, version.promised_unit)
    return DueDates(promised or statutory or start, statutory, provisional)
