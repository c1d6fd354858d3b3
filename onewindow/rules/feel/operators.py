"""Arithmetic on FEEL values; whatever has no meaning is null."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import Any

from onewindow.rules.feel.budget import charge
from onewindow.rules.feel.temporal import DAY, NANO, Date, DateTime, DaysDuration, MonthsDuration, Time
from onewindow.rules.feel.values import NUMBERS, Value

MONTHS_LIMIT = 12 * 2_000_000_000
NANOS_LIMIT = DAY * NANO * 366 * 2_000_000_000


def days(nanos: int) -> DaysDuration | None:
    """Return a duration, or None beyond the bound."""
    return DaysDuration(nanos) if abs(nanos) <= NANOS_LIMIT else None


def months(count: int) -> MonthsDuration | None:
    """Return a duration, or None beyond the bound."""
    return MonthsDuration(count) if abs(count) <= MONTHS_LIMIT else None


def midnight(day: Date) -> DateTime:
    """Return the start of a day in UTC, which FEEL takes for a date beside a date and time."""
    return DateTime(day, Time(0, offset=0))


def add(a: Value, b: Value) -> Value:
    """Return a + b."""
    if type(a) is Decimal and type(b) is Decimal:
        return NUMBERS.add(a, b)
    if type(a) is str and type(b) is str:
        charge((len(a) + len(b)) // 8)
        return a + b
    if isinstance(b, (Date, DateTime, Time)):
        a, b = b, a
    if isinstance(b, (DaysDuration, MonthsDuration)):
        return moved(a, b, 1)
    return None


def subtract(a: Value, b: Value) -> Value:
    """Return a - b."""
    if type(a) is Decimal and type(b) is Decimal:
        return NUMBERS.subtract(a, b)
    if isinstance(b, (DaysDuration, MonthsDuration)):
        return moved(a, b, -1)
    if isinstance(a, Date) and isinstance(b, Date):
        return days((a.number - b.number) * DAY * NANO)
    if isinstance(a, Time) and isinstance(b, Time):
        return days(a.nanos - b.nanos) if a.is_zoned == b.is_zoned else None
    a, b = (midnight(v) if isinstance(v, Date) else v for v in (a, b))
    if isinstance(a, DateTime) and isinstance(b, DateTime) and a.time.is_zoned == b.time.is_zoned:
        return days(a.nanos - b.nanos)
    return None


def moved(value: Value, by: DaysDuration | MonthsDuration, sign: int) -> Value:
    """Move a temporal value by a duration."""
    if isinstance(by, MonthsDuration):
        if isinstance(value, MonthsDuration):
            return months(value.months + sign * by.months)
        if isinstance(value, Date):
            return value.plus_months(sign * by.months)
        if isinstance(value, DateTime):
            day = value.date.plus_months(sign * by.months)
            return day and DateTime(day, value.time)
        return None
    nanos = sign * by.nanos
    if isinstance(value, DaysDuration):
        return days(value.nanos + nanos)
    if isinstance(value, Date):
        return Date.of_number((value.number * DAY * NANO + nanos) // (DAY * NANO))
    if isinstance(value, DateTime):
        return value.plus_nanos(nanos)
    if isinstance(value, Time):
        whole = (value.second_of_day * NANO + value.nano + nanos) % (DAY * NANO)
        return Time(whole // NANO, whole % NANO, value.offset, value.zone)
    return None


def multiply(a: Value, b: Value) -> Value:
    """Return a * b."""
    if type(a) is Decimal and type(b) is Decimal:
        return NUMBERS.multiply(a, b)
    if type(a) is Decimal:
        a, b = b, a
    return _scaled(a, NUMBERS.multiply, b) if type(b) is Decimal else None


def divide(a: Value, b: Value) -> Value:
    """Return a / b; null when b is zero."""
    if type(b) is Decimal:
        if not b:
            return None
        return NUMBERS.divide(a, b) if type(a) is Decimal else _scaled(a, NUMBERS.divide, b)
    if type(a) is type(b):
        if isinstance(a, MonthsDuration) and b.months:
            return NUMBERS.divide(Decimal(a.months), Decimal(b.months))
        if isinstance(a, DaysDuration) and b.nanos:
            return NUMBERS.divide(Decimal(a.nanos), Decimal(b.nanos))
    return None


def _scaled(duration: Value, by: Any, number: Decimal) -> Value:
    if isinstance(duration, MonthsDuration):
        return months(int(by(Decimal(duration.months), number).to_integral_value(ROUND_DOWN)))
    if isinstance(duration, DaysDuration):
        return days(int(by(Decimal(duration.nanos), number).to_integral_value(ROUND_DOWN)))
    return None


def power(a: Value, b: Value) -> Value:
    """Return a ** b; anything to the power of 0 is 1, as IEEE 754-2008 has it."""
    if type(a) is not Decimal or type(b) is not Decimal:
        return None
    return NUMBERS.power(a, b) if b else Decimal(1)


def negate(a: Value) -> Value:
    """Return -a."""
    if type(a) is Decimal:
        return NUMBERS.minus(a)
    if isinstance(a, DaysDuration):
        return DaysDuration(-a.nanos)
    return MonthsDuration(-a.months) if isinstance(a, MonthsDuration) else None
