"""Going over lists, runs of numbers and runs of days: `for`, `some`, `every` and filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from onewindow.rules.errors import LimitReached
from onewindow.rules.feel.budget import charge
from onewindow.rules.feel.frames import Closure, Frame
from onewindow.rules.feel.temporal import Date
from onewindow.rules.feel.values import Range, Value

RUN = 1_000_000
Source = Callable[[Frame], list[Value] | None]


def items_of(source: Closure, to: Closure | None) -> Source:
    """Return a closure giving what a loop goes over; null when it cannot."""
    if to is None:
        return lambda f: listed(source(f))
    last = to
    return lambda f: run_of(source(f), last(f))


def listed(value: Value) -> list[Value] | None:
    """Return the elements of a list or of a closed range; another value alone."""
    if type(value) is list:
        return value
    if isinstance(value, Range):
        return _range_items(value)
    return None if value is None else [value]


def _range_items(value: Range) -> list[Value] | None:
    items = run_of(value.low, value.high) if value.has_low and value.has_high else None
    if items is None:
        return None
    first = 0 if value.low_closed else 1
    return items[first : len(items) if value.high_closed else -1]


def run_of(first: Value, last: Value) -> list[Value] | None:
    """Return the whole numbers or days from first to last, up or down."""
    if type(first) is Decimal and type(last) is Decimal:
        if first != first.to_integral_value() or last != last.to_integral_value():
            return None
        return [Decimal(i) for i in _steps(int(first), int(last))]
    if type(first) is Date and type(last) is Date:
        return [Date.of_number(i) for i in _steps(first.number, last.number)]
    return None


def _steps(first: int, last: int) -> range:
    if abs(last - first) > RUN:
        raise LimitReached("the expression goes over too many numbers")
    charge(abs(last - first))
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


def loop_frames(loops: list[tuple[str, Source]], frame: Frame) -> Iterator[Frame] | None:
    """Return a frame for each combination of the loops' elements; null when the first has none."""
    name, source = loops[0]
    items = source(frame)
    if items is None:
        return None
    return _frames(name, items, loops[1:], frame)


def _frames(name: str, items: list[Value], rest: list[tuple[str, Source]], frame: Frame) -> Iterator[Frame]:
    for item in items:
        charge()
        inner = Frame({name: item}, frame)
        if not rest:
            yield inner
        else:
            yield from loop_frames(rest, inner) or ()


def filtered(base: Value, condition: Closure, frame: Frame, *, strict: bool = False) -> Value:
    """Return the elements for which the condition is true, or the one it numbers (from 1; −1 is the last)."""
    items = base if type(base) is list else [] if base is None else [base]
    picked: list[Value] = []
    for item in items:
        charge()
        inner = Frame({"item": item}, frame)
        if type(item) is dict:
            charge(len(item) // 8)
            inner.update(item)
        found = condition(inner)
        if type(found) is Decimal:
            return element(items, condition(frame))
        if strict and type(found) is not bool:
            return None
        if found is True:
            picked.append(item)
    if not items and type(condition(frame)) is Decimal:
        return None
    return picked


def element(items: list[Value], number: Value) -> Value:
    """Return the element with a number; null when there is none."""
    if type(number) is not Decimal or number != number.to_integral_value():
        return None
    at = int(number)
    if 1 <= at <= len(items):
        return items[at - 1]
    return items[at] if -len(items) <= at <= -1 else None
