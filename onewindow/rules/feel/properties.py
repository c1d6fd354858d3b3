"""Properties of dates, times, durations, ranges and of lists of them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from onewindow.rules.feel.budget import charge
from onewindow.rules.feel.temporal import DAY, NANO, Date, DateTime, DaysDuration, MonthsDuration, Time
from onewindow.rules.feel.values import Range, Value


def property_of(value: Value, name: str) -> Value:
    """Return `value.name`; null when there is no such property."""
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list):
        charge(len(value))
        return [property_of(item, name) for item in value]
    if isinstance(value, DateTime):
        read = _DATE.get(name)
        return read(value.date) if read else _of_time(value.time, name, value.date)
    if isinstance(value, Time):
        return _of_time(value, name, Date(1970, 1, 1))
    read = _READERS.get(type(value), {}).get(name)
    return read(value) if read else None


def _of_time(time: Time, name: str, day: Date) -> Value:
    if name == "time offset":
        offset = time.offset_on(day)
        return None if offset is None else DaysDuration(offset * NANO)
    read = _TIME.get(name)
    return read(time) if read else None


def _duration_part(divisor: int, modulus: int | None) -> Callable[[DaysDuration], Decimal]:
    def part(value: DaysDuration) -> Decimal:
        seconds = abs(value.nanos) // NANO
        count = seconds // divisor % modulus if modulus else seconds // divisor
        return Decimal(-count if value.nanos < 0 else count)

    return part


def _months_part(value: MonthsDuration, part: int) -> Decimal:
    count = divmod(abs(value.months), 12)[part]
    return Decimal(-count if value.months < 0 else count)


_DATE: dict[str, Callable[[Date], Value]] = {
    "year": lambda v: Decimal(v.year),
    "month": lambda v: Decimal(v.month),
    "day": lambda v: Decimal(v.day),
    "weekday": lambda v: Decimal(v.weekday),
}
_TIME: dict[str, Callable[[Time], Value]] = {
    "hour": lambda v: Decimal(v.hour),
    "minute": lambda v: Decimal(v.minute),
    "second": lambda v: Decimal(v.second),
    "timezone": lambda v: v.zone or None,
}
_READERS: dict[type, dict[str, Callable[..., Value]]] = {
    Date: _DATE,
    DaysDuration: {
        "days": _duration_part(DAY, None),
        "hours": _duration_part(3600, 24),
        "minutes": _duration_part(60, 60),
        "seconds": _duration_part(1, 60),
    },
    MonthsDuration: {"years": lambda v: _months_part(v, 0), "months": lambda v: _months_part(v, 1)},
    Range: {
        "start": lambda v: v.low,
        "end": lambda v: v.high,
        "start included": lambda v: v.low_closed,
        "end included": lambda v: v.high_closed,
    },
}
