"""Conversion functions: texts and parts to values, values to texts."""

from __future__ import annotations

import re
from decimal import Decimal

from onewindow.rules.feel.builtin.registry import builtin, whole
from onewindow.rules.feel.temporal import (
    NANO,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    parse_date,
    parse_duration,
    parse_moment,
    parse_time,
)
from onewindow.rules.feel.values import NUMBERS, Value, text_of

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)


@builtin("date(from: string)")
def date_of_text(text: str) -> Value:
    """Read a date."""
    return parse_date(text)


@builtin("date(from: date|date and time)")
def date_of_moment(value: Date | DateTime) -> Value:
    """Return the day of a moment."""
    return value.date if isinstance(value, DateTime) else value


@builtin("date(year: number, month: number, day: number)")
def date_of_parts(year: Decimal, month: Decimal, day: Decimal) -> Value:
    """Return a date from its parts."""
    parts = [whole(part) for part in (year, month, day)]
    return None if None in parts else Date.of(*(p for p in parts if p is not None))


@builtin("time(from: string)")
def time_of_text(text: str) -> Value:
    """Read a time."""
    return parse_time(text)


@builtin("time(from: time)")
def time_of_time(value: Time) -> Value:
    """Return the time itself."""
    return value


@builtin("time(from: date and time)")
def time_of_moment(value: DateTime) -> Value:
    """Return the time of a moment."""
    return value.time


@builtin("time(hour: number, minute: number, second: number, offset?: days and time duration|null)")
def time_of_parts(
    hour: Decimal, minute: Decimal, second: Decimal, offset: DaysDuration | None = None
) -> Value:
    """Return a time from its parts."""
    hours, minutes = whole(hour), whole(minute)
    if hours is None or minutes is None or not 0 <= second < 60:
        return None
    nanos = int(second * NANO)
    return Time.of(
        hours, minutes, nanos // NANO, nanos % NANO, None if offset is None else offset.nanos // NANO
    )


@builtin("date and time(from: string)")
def moment_of_text(text: str) -> Value:
    """Read a date and time."""
    return parse_moment(text)


@builtin("date and time(date: date|date and time, time: time)")
def moment_of_parts(day: Date | DateTime, time: Time) -> Value:
    """Return a moment from its day and time."""
    return DateTime(day.date if isinstance(day, DateTime) else day, time)


@builtin("date and time(from: date and time)")
def moment_of_moment(value: DateTime) -> Value:
    """Return the moment itself."""
    return value


@builtin("date and time(date: date and time, timezone: string)")
def moment_in_zone(value: DateTime, zone: str) -> Value:
    """Return the same moment in a zone."""
    there = parse_moment(f"1970-01-01T00:00:00@{zone}")
    if there is None or not value.time.is_zoned:
        return None
    in_utc = DateTime(Date(1970, 1, 1), Time(0, offset=0)).plus_nanos(value.nanos)
    offset = in_utc and there.time.offset_on(in_utc.date)
    local = in_utc and in_utc.plus_nanos((offset or 0) * NANO)
    return local and DateTime(local.date, Time(local.time.second_of_day, local.time.nano, zone=zone))


@builtin("duration(from: string)")
def duration(text: str) -> Value:
    """Read a duration."""
    return parse_duration(text)


@builtin("duration(from: duration)")
def duration_itself(value: Value) -> Value:
    """Return the duration itself."""
    return value


@builtin("years and months duration(from: date|date and time, to: date|date and time)")
def months_between(first: Date | DateTime, last: Date | DateTime) -> Value:
    """Return the whole months from one day to another."""
    start, end = date_of_moment(first), date_of_moment(last)
    count = (end.year - start.year) * 12 + end.month - start.month
    clock = [v.time.second_of_day if isinstance(v, DateTime) else 0 for v in (first, last)]
    ahead, behind = (end.day, clock[1]), (start.day, clock[0])
    if count > 0 and ahead < behind:
        count -= 1
    elif count < 0 and ahead > behind:
        count += 1
    return MonthsDuration(count)


@builtin("number(from: string, grouping separator?: string|null, decimal separator?: string|null)")
def number(text: str, grouping: str | None = None, point: str | None = None) -> Value:
    """Read a number with given separators."""
    if grouping not in (None, " ", ",", ".") or point not in (None, ".", ","):
        return None
    if grouping is not None and grouping == point:
        return None
    plain = text.replace(grouping, "") if grouping else text
    if point == ",":
        plain = "" if "." in plain else plain.replace(",", ".")
    return NUMBERS.create_decimal(plain) if _NUMBER.fullmatch(plain) else None


@builtin("number(from: number)")
def number_itself(value: Decimal) -> Value:
    """Return the number itself."""
    return value


@builtin("string(from: any)")
def string(value: Value) -> Value:
    """Write a value as text; null stays null."""
    return None if value is None else text_of(value)
