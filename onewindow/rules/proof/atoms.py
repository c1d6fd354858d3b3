"""Cuts the values of a column into atoms: stretches within which no test of the column changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from onewindow.rules.feel.temporal import DAY, NANO, Date, DateTime, DaysDuration, MonthsDuration, Time
from onewindow.rules.feel.values import NUMBERS, Value, compare, kind_of

KINDS = (
    "number", "string", "boolean", "date", "time", "date and time", "days and time duration",
    "years and months duration",
)  # fmt: skip
Step = Callable[[Any], Value]


@dataclass(frozen=True, slots=True)
class Atom:
    """A single value, or (`single` false) all values strictly between `low` and `high`; None is no end."""

    kind: str
    sample: Value
    single: bool = True
    low: Value = None
    high: Value = None


NOTHING = Atom("null", None)


def atoms_of(kind: str, constants: Iterable[Value], *, whole: bool = False) -> list[Atom]:
    """Return the atoms of a kind between and around the constants; `whole` numbers only when asked."""
    if kind == "boolean":
        return [Atom(kind, True), Atom(kind, False)]
    points = _sorted(v for v in constants if kind_of(v) == kind)
    if whole:
        points = [p for p in points if p == p.to_integral_value()] + _rounded(points)
        points = _sorted(points)
    after, before, anything = STEPS["whole" if whole else kind]
    if not points:
        return [Atom(kind, anything, False)]
    atoms: list[Atom] = []
    if (first := before(points[0])) is not None:
        atoms.append(Atom(kind, first, False, None, points[0]))
    for low, high in zip(points, [*points[1:], None], strict=True):
        atoms.append(Atom(kind, low))
        sample = _between(kind, low, high, after, whole=whole)
        if sample is not None:
            atoms.append(Atom(kind, sample, False, low, high))
    return atoms


def _sorted(values: Iterable[Value]) -> list[Value]:
    points: list[Value] = []
    for value in sorted(values, key=cmp_to_key(lambda a, b: compare(a, b) or 0)):
        if not points or compare(points[-1], value) != 0:
            points.append(value)
    return points


def _rounded(points: list[Decimal]) -> list[Decimal]:
    broken = [p for p in points if p != p.to_integral_value()]
    return [Decimal(int(p // 1)) for p in broken] + [Decimal(int(p // 1)) + 1 for p in broken]


def _between(kind: str, low: Value, high: Value, after: Step, *, whole: bool) -> Value:
    if kind == "number" and not whole and high is not None:
        middle = NUMBERS.divide(NUMBERS.add(low, high), Decimal(2))
        return middle if low < middle < high else None
    following = after(low)
    if following is None or (high is not None and compare(following, high) != -1):
        return None
    return following


def _moved(time: Time, nanos: int) -> Time | None:
    whole = time.second_of_day * NANO + time.nano + nanos
    if not 0 <= whole < DAY * NANO:
        return None
    return Time(whole // NANO, whole % NANO, time.offset, time.zone)


STEPS: dict[str, tuple[Step, Step, Value]] = {
    "number": (lambda v: NUMBERS.add(v, Decimal(1)), lambda v: NUMBERS.subtract(v, Decimal(1)), Decimal(0)),
    "whole": (lambda v: v + 1, lambda v: v - 1, Decimal(0)),
    "string": (lambda v: v + "\0", lambda v: "" if v else None, ""),
    "date": (
        lambda v: Date.of_number(v.number + 1),
        lambda v: Date.of_number(v.number - 1),
        Date(2000, 1, 1),
    ),
    "time": (lambda v: _moved(v, 1), lambda v: _moved(v, -1), Time(0)),
    "date and time": (
        lambda v: v.plus_nanos(1),
        lambda v: v.plus_nanos(-1),
        DateTime(Date(2000, 1, 1), Time(0)),
    ),
    "days and time duration": (
        lambda v: DaysDuration(v.nanos + 1),
        lambda v: DaysDuration(v.nanos - 1),
        DaysDuration(0),
    ),
    "years and months duration": (
        lambda v: MonthsDuration(v.months + 1),
        lambda v: MonthsDuration(v.months - 1),
        MonthsDuration(0),
    ),
}
