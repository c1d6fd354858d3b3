"""Calendar functions, and the present moment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from onewindow.rules.feel.builtin.registry import builtin
from onewindow.rules.feel.temporal import Date, DateTime
from onewindow.rules.feel.values import Value, to_feel

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def _day(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@builtin("day of year(date: temporal)")
def day_of_year(value: Date | DateTime) -> Decimal:
    """Return the number of the day in its year."""
    day = _day(value)
    return Decimal(day.number - Date(day.year, 1, 1).number + 1)


@builtin("day of week(date: temporal)")
def day_of_week(value: Date | DateTime) -> str:
    """Return the English name of the day."""
    return DAYS[_day(value).weekday - 1]


@builtin("month of year(date: temporal)")
def month_of_year(value: Date | DateTime) -> str:
    """Return the English name of the month."""
    return MONTHS[_day(value).month - 1]


@builtin("week of year(date: temporal)")
def week_of_year(value: Date | DateTime) -> Decimal:
    """Return the ISO 8601 week."""
    day = _day(value)
    thursday = day.number - day.weekday + 4
    year = (Date.of_number(thursday) or day).year
    return Decimal((thursday - Date(year, 1, 1).number) // 7 + 1)


@builtin("today()")
def today() -> Value:
    """Return the present day; rules that must replay take the day as an input instead."""
    return to_feel(dt.datetime.now(dt.UTC).astimezone().date())  # noqa: TID251


@builtin("now()")
def now() -> Value:
    """Return the present moment."""
    return to_feel(dt.datetime.now(dt.UTC))  # noqa: TID251
