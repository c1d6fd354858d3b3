"""Decision tables: compiled by column, run whole, with the result of every cell kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from onewindow.rules.dmn.hits import HIT_POLICIES, HitPolicy
from onewindow.rules.dmn.lookup import Lookup, Verdicts
from onewindow.rules.dmn.trace import TableTrace
from onewindow.rules.errors import RuleError
from onewindow.rules.feel import nodes as n
from onewindow.rules.feel.frames import Closure, Frame
from onewindow.rules.feel.types import Type
from onewindow.rules.feel.unary import Test
from onewindow.rules.feel.values import Value

TRACE = "\0trace"


@dataclass(frozen=True)
class Column:
    """An input: what it tests, and the distinct tests of its cells with each rule's place among them."""

    label: str
    expression: str
    closure: Closure
    type: Type
    tests: list[Test]
    places: list[int]
    trees: list[n.Tests]
    tree: n.Node
    allowed: n.Tests | None = None

    @cached_property
    def lookup(self) -> Lookup:
        """What the cells say of a value."""
        return Lookup(self.tests, self.trees, self.places)

    @cached_property
    def plain(self) -> object:
        """The Python type whose values need no coercion."""
        return self.type.plain


@dataclass(frozen=True)
class Output:
    """An output: its name, type, default, and the order its values have for PRIORITY and OUTPUT ORDER."""

    name: str
    type: Type
    default: Closure | None
    order: Closure | None


@dataclass(frozen=True)
class Rule:
    """A rule: its tests as written, its outputs, its annotations by name, its line in the document."""

    tests: list[str]
    outputs: list[Closure]
    annotations: dict[str, str]
    entries: list[str]
    line: int = 0
    trees: list[n.Node] = field(default_factory=list)


class DecisionTable:
    """A table ready to run."""

    def __init__(
        self, name: str, policy: str, columns: list[Column], outputs: list[Output], rules: list[Rule]
    ) -> None:
        self.name, self.policy = name, policy
        self.columns, self.outputs, self.rules = columns, outputs, rules
        self.hit: HitPolicy = HIT_POLICIES[policy]
        self.line = 0

    def run(self, frame: Frame) -> Value:
        """Test every cell, keep the trace, and give what the hit policy makes of the matching rules."""
        values: list[Value] = []
        cells: list[Verdicts] = []
        fails = unsure = 0
        column: Column | None = None
        tested: list[bool | None] = []
        try:
            for column in self.columns:
                tested = []
                value = column.closure(frame)
                if type(value) is not column.plain:
                    value = column.type.coerce(value)
                values.append(value)
                verdicts = column.lookup.verdicts(value, frame, tested)
                cells.append(verdicts)
                fails |= verdicts.fails
                unsure |= verdicts.unsure
        except RuleError as error:
            raise error.at(self._place(column, len(values), tested)) from None
        trace = frame[TRACE]
        if trace is not None:
            trace.append(TableTrace(self, values, cells, fails, unsure))
        return self._outcome([i for i in range(len(self.rules)) if not (fails | unsure) >> i & 1], frame)

    def _place(self, column: Column | None, begun: int, tested: list[bool | None]) -> str:
        if column is None or self.columns[begun - 1] is not column or begun == 0:
            return f"{self.name}, column {column.label if column else ''}"
        rule = column.places.index(len(tested)) + 1
        return f"{self.name}, rule {rule}, column {column.label}"

    def _outcome(self, hits: list[int], frame: Frame) -> Value:
        if not hits:
            return self._default(frame)
        found = []
        for index in self.hit.pick(hits):
            try:
                values = [
                    out.type.coerce(entry(frame))
                    for out, entry in zip(self.outputs, self.rules[index].outputs, strict=True)
                ]
            except RuleError as error:
                raise error.at(f"{self.name}, rule {index + 1}, output") from None
            found.append(values)
        orders = [out.order(frame) if out.order else None for out in self.outputs]
        return self.hit.settle(found, orders, self._shape)

    def _shape(self, values: list[Value]) -> Value:
        if len(self.outputs) == 1:
            return values[0]
        return {out.name: value for out, value in zip(self.outputs, values, strict=True)}

    def _default(self, frame: Frame) -> Value:
        if any(out.default for out in self.outputs):
            return self._shape([out.default(frame) if out.default else None for out in self.outputs])
        return self.hit.nothing()


Shape = Callable[[list[Value]], Value]
