"""The calendar of one place as a value: pure counting of working days."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

log = logging.getLogger(__name__)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a limit; provisional when it was counted into a year not yet announced."""

    on: date
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """Which days are worked in one place: exceptions to Monday–Friday, and the years with a notice."""

    exceptions: Mapping[date, bool]
    announced: frozenset[int]
    region_prefix: str = ""
    _warned: set[int] = field(default_factory=set, compare=False, repr=False)

    def is_working(self, day: date) -> bool:
        """Tell whether people work on the day."""
        return self.exceptions.get(day, day.weekday() < 5)

    def due(self, start: date, days: int) -> Due:
        """Return the nth working day after start, which itself does not count (行政许可法 art. 82).

        With 0 days the limit ends on the start day itself, or on the next working day if none is worked then.
        """
        if days < 0:
            raise ValueError("a limit has no negative days")
        day, left = start, days
        if days == 0:
            while not self.is_working(day):
                day += _DAY
        while left:
            day += _DAY
            left -= self.is_working(day)
        return Due(day, self.is_provisional(start, day))

    def days_between(self, a: date, b: date) -> int:
        """Return the working days after a up to and including b; negative when b is before a."""
        if b < a:
            return -self.days_between(b, a)
        return sum(self.is_working(a + _DAY * n) for n in range(1, (b - a).days + 1))

    def is_provisional(self, first: date, last: date) -> bool:
        """Tell whether the span touches a year without notice; log a warning once for each such year."""
        unknown = set(range(first.year, last.year + 1)) - self.announced
        for year in sorted(unknown - self._warned):
            log.warning("working days of %s are not announced yet: limits into it are provisional", year)
        self._warned.update(unknown)
        return bool(unknown)
