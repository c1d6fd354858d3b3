"""FEEL values: their kinds, equality and order with three truth values, and their way to and from Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from onewindow.rules.feel.budget import charge
from onewindow.rules.feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time

Value = Any
NUMBERS = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)


class Function:
    """Something FEEL can invoke; `params` are its names, `call` takes values in their order."""

    __slots__ = ("call", "name", "params", "result", "types")

    def __init__(
        self,
        name: str,
        params: tuple[str, ...],
        call: Callable[..., Value],
        types: tuple[Any, ...] = (),
        result: Any = None,
    ) -> None:
        self.name, self.params, self.call, self.types, self.result = name, params, call, types, result

    def invoke(self, values: list[Value], names: tuple[str, ...] = ()) -> Value:
        """Call by position, or by name when `names` says whose each value is; a wrong call gives null."""
        if names:
            given = dict(zip(names, values, strict=True))
            if given.keys() != set(self.params) or len(given) < len(names):
                return None
            values = [given[name] for name in self.params]
        return self.call(*values) if len(values) == len(self.params) else None


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; an end that is None with `has_low`/`has_high` false is open to infinity."""

    low: Value
    high: Value
    low_closed: bool = True
    high_closed: bool = True
    has_low: bool = True
    has_high: bool = True

    def contains(self, value: Value) -> bool | None:
        """Tell whether a value lies inside; None when it cannot be compared."""
        if self.has_low:
            order = compare(value, self.low)
            if order is None:
                return None
            if order < 0 or (order == 0 and not self.low_closed):
                return False
        if self.has_high:
            order = compare(value, self.high)
            if order is None:
                return None
            return order < 0 or (order == 0 and self.high_closed)
        return True


KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DaysDuration: "days and time duration",
    MonthsDuration: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
}
FEEL = {type(None), str, bool, Decimal, Date, Time, DateTime, DaysDuration, MonthsDuration}
LARGE = 10**33
LONG = 64
ORDERED = {bool, Decimal, str, Date, Time, DateTime, DaysDuration, MonthsDuration}


def kind_of(value: Value) -> str:
    """Return the FEEL name of a value's kind."""
    return KINDS.get(type(value), "function")


def equals(a: Value, b: Value) -> bool | None:
    """Compare two values; None when their kinds differ (DMN 1.5 table 53)."""
    if a is None or b is None:
        return a is b
    kind = type(a)
    if kind is not type(b):
        return None
    if kind is list:
        return _all_equal(a, b) if len(a) == len(b) else False
    if kind is dict:
        return _all_equal([a[k] for k in a], [b[k] for k in a]) if a.keys() == b.keys() else False
    if kind is Time or kind is DateTime:
        return _same_moment(a, b)
    if kind is str and len(a) > LONG:
        charge(len(a) // 8)
    return bool(a == b)


def _all_equal(a: Iterable[Value], b: Iterable[Value]) -> bool:
    for left, right in zip(a, b, strict=True):
        charge()
        if equals(left, right) is not True:
            return False
    return True


def _same_moment(a: Time | DateTime, b: Time | DateTime) -> bool:
    return _zoned(a) == _zoned(b) and a.nanos == b.nanos


def _zoned(value: Time | DateTime) -> bool:
    return value.is_zoned if isinstance(value, Time) else value.time.is_zoned


def compare(a: Value, b: Value) -> int | None:
    """Order two values of one kind: -1, 0 or 1; None when they have no order."""
    kind = type(a)
    if kind is not type(b) or kind not in ORDERED or kind is bool:
        return None
    if kind is Time or kind is DateTime:
        if _zoned(a) != _zoned(b):
            return None
        a, b = a.nanos, b.nanos
    elif kind is str and len(a) > LONG:
        charge(len(a) // 8)
    return -1 if a < b else int(a > b)


def number_text(value: Decimal) -> str:
    """Write a number without exponent and without needless zeros."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def to_feel(value: object) -> Value:
    """Turn plain Python data into FEEL values: int and float to Decimal, dates and times to FEEL's."""
    kind = type(value)
    if kind in FEEL:
        return value
    if isinstance(value, int):
        return Decimal(value) if -LARGE < value < LARGE else NUMBERS.create_decimal(value)
    if isinstance(value, float):
        return NUMBERS.create_decimal(repr(value))
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, dt.date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, Mapping):
        return {str(k): to_feel(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_feel(v) for v in value]
    if isinstance(value, (Range, Function)):
        return value
    raise TypeError(f"no FEEL value for {kind.__name__}")


def _moment(value: dt.datetime) -> DateTime:
    offset = value.utcoffset()
    seconds = None if offset is None else int(offset.total_seconds())
    time = Time(value.hour * 3600 + value.minute * 60 + value.second, value.microsecond * 1000, seconds)
    return DateTime(Date(value.year, value.month, value.day), time)


def to_plain(value: Value) -> object:
    """Turn a FEEL value into JSON data: numbers and temporal values as text FEEL can read again."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 2**53 else number_text(value)
    if isinstance(value, list):
        return [to_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: to_plain(v) for k, v in value.items()}
    return text_of(value)


def text_of(value: Value, *, inside: bool = False) -> str:
    """Write a value as FEEL's `string()` does; strings inside lists and contexts keep their quotes."""
    charge()
    kind = type(value)
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is Decimal:
        return number_text(value)
    if kind is str:
        charge(len(value) // 8)
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' if inside else str(value)
    if kind is list:
        return "[" + ", ".join(text_of(v, inside=True) for v in value) + "]"
    if kind is dict:
        return "{" + ", ".join(f"{_key(k)}: {text_of(v, inside=True)}" for k, v in value.items()) + "}"
    if kind is Range:
        return _range_text(value)
    if isinstance(value, Function):
        return f"function({', '.join(value.params)})"
    return f'@"{value}"' if inside else str(value)


def _key(name: str) -> str:
    return name if all(ch.isalnum() or ch in "_ " for ch in name) else '"' + name.replace('"', '\\"') + '"'


def _range_text(value: Range) -> str:
    if not value.has_low:
        return f"{'<=' if value.high_closed else '<'} {text_of(value.high, inside=True)}"
    if not value.has_high:
        return f"{'>=' if value.low_closed else '>'} {text_of(value.low, inside=True)}"
    left, right = "[" if value.low_closed else "(", "]" if value.high_closed else ")"
    return f"{left}{text_of(value.low, inside=True)}..{text_of(value.high, inside=True)}{right}"
