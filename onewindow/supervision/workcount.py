"""Working days of one place counted by table: each question is answered by two look-ups. Pure."""

from bisect import bisect_right
from datetime import date, timedelta
from functools import cached_property
from typing import Protocol

FIRST, LAST = date(2000, 1, 1), date(2049, 12, 31)
DAY = timedelta(days=1)


class Worked(Protocol):
    """Who knows which days are worked."""

    def is_working(self, day: date) -> bool: ...


class Days:
    """The working days of a calendar between 2000 and 2049."""

    def __init__(self, calendar: Worked) -> None:
        """Keep the calendar; the table is made when first asked."""
        self._calendar = calendar

    @cached_property
    def _worked(self) -> list[date]:
        span = (LAST - FIRST).days + 1
        return [day for n in range(span) if self._calendar.is_working(day := FIRST + DAY * n)]

    @cached_property
    def _upto(self) -> list[int]:
        worked = self._worked
        return [bisect_right(worked, FIRST + DAY * n) for n in range((LAST - FIRST).days + 1)]

    def upto(self, day: date) -> int:
        """Return how many working days there are up to and including a day."""
        return self._upto[(day - FIRST).days]

    def due(self, start: date, days: int) -> date:
        """Return the nth working day after start (行政许可法 第八十二条); 0 is start or the next."""
        known = self.upto(start)
        if days == 0:
            return start if known and self._worked[known - 1] == start else self._worked[known]
        return self._worked[known + days - 1]

    def before(self, day: date, days: int) -> date:
        """Return the nth working day before a day."""
        return self._worked[self.upto(day - DAY) - days]

    def between(self, a: date, b: date) -> int:
        """Return the working days after a up to and including b."""
        return self.upto(b) - self.upto(a)
