"""Range functions: how points and intervals lie to each other (Allen's relations)."""

from __future__ import annotations

from collections.abc import Callable

from onewindow.rules.feel.builtin.registry import builtin
from onewindow.rules.feel.values import Range, Value, compare

Relation = Callable[[Range, Range], bool | None]


def as_range(value: Value) -> Range:
    """Return a range; a point is the closed range of itself."""
    return value if isinstance(value, Range) else Range(value, value)


def both(name: str, points: str) -> Callable[[Relation], Relation]:
    """Declare a relation of ranges; `points` says where a point may stand: `pp`, `pr`, `rp`."""

    def add(relation: Relation) -> Relation:
        shapes = {
            "pp": ("point1", "point2"),
            "pr": ("point", "range"),
            "rp": ("range", "point"),
            "rr": ("range1", "range2"),
        }
        for shape in [*points.split(), "rr"]:
            first, second = (
                f"{label}: {'range' if kind == 'r' else 'any'}"
                for label, kind in zip(shapes[shape], shape, strict=True)
            )
            builtin(f"{name}({first}, {second})")(_guarded(relation, shape))
        return relation

    return add


def _guarded(relation: Relation, shape: str) -> Callable[[Value, Value], bool | None]:
    def run(a: Value, b: Value) -> bool | None:
        for value, kind in zip((a, b), shape, strict=True):
            if value is None or (kind == "p" and isinstance(value, Range)):
                return relation(as_range(a), as_range(b)) if value is not None else None
        return relation(as_range(a), as_range(b))

    return run


def _order(a: Value, b: Value) -> int | None:
    return compare(a, b)


@both("before", "pp pr rp")
def before(a: Range, b: Range) -> bool | None:
    """Tell whether all of a comes before all of b."""
    order = _order(a.high, b.low)
    if order is None:
        return None
    return order < 0 or (order == 0 and not (a.high_closed and b.low_closed))


@both("after", "pp pr rp")
def after(a: Range, b: Range) -> bool | None:
    """Tell whether all of a comes after all of b."""
    return before(b, a)


@both("meets", "")
def meets(a: Range, b: Range) -> bool | None:
    """Tell whether a ends where b starts."""
    order = _order(a.high, b.low)
    return None if order is None else order == 0 and a.high_closed and b.low_closed


@both("met by", "")
def met_by(a: Range, b: Range) -> bool | None:
    """Tell whether a starts where b ends."""
    return meets(b, a)


def _lows(a: Range, b: Range) -> int | None:
    order = _order(a.low, b.low)
    return order or b.low_closed - a.low_closed if order is not None else None


def _highs(a: Range, b: Range) -> int | None:
    order = _order(a.high, b.high)
    return order or a.high_closed - b.high_closed if order is not None else None


@both("overlaps", "")
def overlaps(a: Range, b: Range) -> bool | None:
    """Tell whether a and b share a point."""
    first, second = before(a, b), before(b, a)
    return None if first is None or second is None else not first and not second


@both("overlaps before", "")
def overlaps_before(a: Range, b: Range) -> bool | None:
    """Tell whether a starts before b and ends inside it."""
    lows, highs, shared = _lows(a, b), _highs(a, b), overlaps(a, b)
    return None if lows is None or highs is None or shared is None else lows < 0 and highs <= 0 and shared


@both("overlaps after", "")
def overlaps_after(a: Range, b: Range) -> bool | None:
    """Tell whether a starts inside b and ends after it."""
    lows, highs, shared = _lows(a, b), _highs(a, b), overlaps(a, b)
    return None if lows is None or highs is None or shared is None else lows >= 0 and highs > 0 and shared


@both("includes", "rp")
def includes(a: Range, b: Range) -> bool | None:
    """Tell whether a holds all of b."""
    lows, highs = _lows(a, b), _highs(a, b)
    return None if lows is None or highs is None else lows <= 0 and highs >= 0


@both("during", "pr")
def during(a: Range, b: Range) -> bool | None:
    """Tell whether a lies within b."""
    return includes(b, a)


@both("starts", "pr")
def starts(a: Range, b: Range) -> bool | None:
    """Tell whether a starts b."""
    lows, highs = _lows(a, b), _highs(a, b)
    return None if lows is None or highs is None else lows == 0 and highs <= 0


@both("started by", "rp")
def started_by(a: Range, b: Range) -> bool | None:
    """Tell whether b starts a."""
    return starts(b, a)


@both("finishes", "pr")
def finishes(a: Range, b: Range) -> bool | None:
    """Tell whether a finishes b."""
    lows, highs = _lows(a, b), _highs(a, b)
    return None if lows is None or highs is None else highs == 0 and lows >= 0


@both("finished by", "rp")
def finished_by(a: Range, b: Range) -> bool | None:
    """Tell whether b finishes a."""
    return finishes(b, a)


@both("coincides", "pp")
def coincides(a: Range, b: Range) -> bool | None:
    """Tell whether a and b are the same."""
    lows, highs = _lows(a, b), _highs(a, b)
    return None if lows is None or highs is None else lows == 0 and highs == 0
