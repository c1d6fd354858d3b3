"""Hit policies: which matching rules count, and what becomes of their outputs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from onewindow.rules.feel.operators import add
from onewindow.rules.feel.temporal import DaysDuration, MonthsDuration
from onewindow.rules.feel.values import Value, compare, equals

Shape = Callable[[list[Value]], Value]
Rows = list[list[Value]]
Orders = list[list[Value] | None]


class HitPolicy:
    """UNIQUE: one rule may match; more are an error, which is null."""

    def pick(self, hits: list[int]) -> list[int]:
        """Return the rules whose outputs are worked out."""
        return hits

    def settle(self, found: Rows, orders: Orders, shape: Shape) -> Value:
        """Make the result of the picked rules' outputs."""
        return shape(found[0]) if len(found) == 1 else None

    def nothing(self) -> Value:
        """Return the result when no rule matches."""
        return None


class First(HitPolicy):
    """FIRST: the first match in the order of the table."""

    def pick(self, hits: list[int]) -> list[int]:
        """Return only the first."""
        return hits[:1]


class AnyOf(HitPolicy):
    """ANY: several may match if they agree."""

    def settle(self, found: Rows, orders: Orders, shape: Shape) -> Value:
        """Return what they agree on."""
        return shape(found[0]) if all(equals(found[0], row) is True for row in found) else None


class Priority(HitPolicy):
    """PRIORITY: the match whose outputs come first in the order of the output values."""

    def settle(self, found: Rows, orders: Orders, shape: Shape) -> Value:
        """Return the first by priority."""
        return shape(by_priority(found, orders)[0])


class RuleOrder(HitPolicy):
    """RULE ORDER and COLLECT: all matches, in the order of the table."""

    def settle(self, found: Rows, orders: Orders, shape: Shape) -> Value:
        """Return all."""
        return [shape(row) for row in found]


class OutputOrder(HitPolicy):
    """OUTPUT ORDER: all matches, by priority."""

    def settle(self, found: Rows, orders: Orders, shape: Shape) -> Value:
        """Return all, sorted."""
        return [shape(row) for row in by_priority(found, orders)]


class Aggregate(HitPolicy):
    """COLLECT with an aggregation."""

    def __init__(self, apply: Callable[[list[Value]], Value]) -> None:
        self.apply = apply

    def settle(self, found: Rows, orders: Orders, shape: Shape) -> Value:
        """Return the aggregate of the outputs, column by column."""
        try:
            return shape([self.apply(list(column)) for column in zip(*found, strict=True)])
        except ArithmeticError:
            return None


class Count(Aggregate):
    """COLLECT COUNT: how many outputs."""

    def __init__(self) -> None:
        super().__init__(lambda column: Decimal(len(column)))

    def nothing(self) -> Value:
        """Return zero."""
        return Decimal(0)


def by_priority(found: Rows, orders: Orders) -> Rows:
    """Sort rows by the place of their values among the declared output values."""

    def rank(row: list[Value]) -> list[int]:
        return [
            next((i for i, v in enumerate(order) if equals(v, value)), len(order))
            for value, order in zip(row, orders, strict=True)
            if order
        ]

    return sorted(found, key=rank)


def _sum(column: list[Value]) -> Value:
    total = column[0]
    if not isinstance(total, (Decimal, DaysDuration, MonthsDuration)):
        return None
    for value in column[1:]:
        total = add(total, value) if type(value) is type(total) else None
    return total


def _extreme(sign: int) -> Callable[[list[Value]], Value]:
    def apply(column: list[Value]) -> Value:
        best = column[0]
        for value in column[1:]:
            order = compare(value, best)
            if order is None:
                return None
            best = value if order == sign else best
        return best

    return apply


HIT_POLICIES: dict[str, HitPolicy] = {
    "UNIQUE": HitPolicy(),
    "FIRST": First(),
    "ANY": AnyOf(),
    "PRIORITY": Priority(),
    "RULE ORDER": RuleOrder(),
    "OUTPUT ORDER": OutputOrder(),
    "COLLECT": RuleOrder(),
    "COLLECT SUM": Aggregate(_sum),
    "COLLECT MIN": Aggregate(_extreme(-1)),
    "COLLECT MAX": Aggregate(_extreme(1)),
    "COLLECT COUNT": Count(),
}
