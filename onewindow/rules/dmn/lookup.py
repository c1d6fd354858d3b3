"""Remembers what a column's cells say of values they cannot tell apart, so each stretch is tested once.

Cells that only compare with written constants judge all values between two neighbouring constants alike.
The first value of a stretch is tested cell by cell; the others reuse its results. Other cells are tested
every time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal

from onewindow.rules.feel import nodes as n
from onewindow.rules.feel.frames import Frame
from onewindow.rules.feel.temporal import Date
from onewindow.rules.feel.unary import Test
from onewindow.rules.feel.values import Value

ORDERED = (Decimal, Date)
KEPT = 2000


class Verdicts:
    """What every rule's cell says of one value; the same as letters and as bits (failing, unsure)."""

    __slots__ = ("fails", "letters", "results", "unsure")

    def __init__(self, results: Sequence[bool | None]) -> None:
        self.results = results
        self.letters = "".join("n" if r is None else "t" if r else "f" for r in results)
        self.fails = self.unsure = 0
        for rule, result in enumerate(results):
            self.fails |= (result is False) << rule
            self.unsure |= (result is None) << rule


class Lookup:
    """The cells of a column."""

    def __init__(self, tests: list[Test], trees: list[n.Tests], places: list[int]) -> None:
        self.tests, self.places = tests, places
        constants = _constants(trees)
        self.key = _key_of(constants) if constants is not None else None
        self.kept: dict[Hashable, Verdicts] = {}

    def verdicts(self, value: Value, frame: Frame, tested: list[bool | None]) -> Verdicts:
        """Return what the cells say; `tested` fills as they are asked, to tell where one breaks."""
        key = self.key(value) if self.key is not None else None
        if key is not None and (known := self.kept.get(key)) is not None:
            return known
        for test in self.tests:
            tested.append(test(value, frame))
        found = Verdicts([tested[place] for place in self.places])
        if key is not None and len(self.kept) < KEPT:
            self.kept[key] = found
        return found


def _constants(trees: list[n.Tests]) -> list[Value] | None:
    found: list[Value] = []
    for node in (test for tree in trees for test in tree.tests):
        ends = _ends(node)
        if ends is None:
            return None
        found += ends
    return found


def _ends(node: n.Node | None) -> list[Value] | None:
    """Return the constants of a test that holds only those; None for any other test."""
    if node is None:
        return []
    if isinstance(node, n.Literal):
        known = node.value is None or type(node.value) in (bool, str, *ORDERED)
        return [node.value] if known else None
    if isinstance(node, n.Negate) and isinstance(node.operand, n.Literal):
        return [-node.operand.value] if type(node.operand.value) is Decimal else None
    if isinstance(node, n.Comparison):
        ends = _ends(node.end)
        texts = ends is not None and any(type(end) is str for end in ends)
        return None if texts and node.operator not in ("=", "!=") else ends
    if isinstance(node, n.RangeNode):
        low, high = _ends(node.low), _ends(node.high)
        if low is None or high is None or any(type(end) not in ORDERED for end in low + high):
            return None
        return low + high
    return None


def _key_of(constants: list[Value]) -> Callable[[Value], Hashable | None]:
    numbers = sorted({c for c in constants if type(c) is Decimal})
    days = sorted({c for c in constants if type(c) is Date})
    texts = {c for c in constants if type(c) is str}
    points: dict[type, list[Decimal] | list[Date]] = {Decimal: numbers, Date: days}

    def key(value: Value) -> Hashable | None:
        kind = type(value)
        if kind is str:
            return value if value in texts else "\0other"
        if kind is bool or value is None:
            return (kind, value)
        if kind not in points:
            return None
        marks = points[kind]
        at = bisect_left(marks, value)
        return (kind, 2 * at + (at < len(marks) and marks[at] == value))

    return key
