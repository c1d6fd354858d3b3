"""What an evaluation tells: every rule and cell of every table it used, made readable only when asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from onewindow.rules.feel.values import Value

if TYPE_CHECKING:
    from onewindow.rules.dmn.lookup import Verdicts
    from onewindow.rules.dmn.table import DecisionTable


class CellTrace(NamedTuple):
    """One cell: its column, the column's expression, the test as written, the value, and what came out."""

    column: str
    expression: str
    test: str
    value: Value
    result: bool | None


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """One rule (numbered from 1): whether it matched, its cells, and its annotations by name."""

    index: int
    matched: bool | None
    cells: list[CellTrace]
    annotations: dict[str, str]


@dataclass(frozen=True, slots=True)
class TableTrace:
    """One run of a decision table: the tested values, what each column's cells said, which rules matched."""

    table: DecisionTable
    values: Sequence[Value]
    cells: Sequence[Verdicts]
    fails: int
    unsure: int

    @property
    def rows(self) -> list[tuple[bool | None, ...]]:
        """The results of each rule's cells."""
        if not self.cells:
            return [()] * len(self.table.rules)
        return list(zip(*(verdicts.results for verdicts in self.cells), strict=True))

    @property
    def matched(self) -> list[bool | None]:
        """Whether each rule matched; None where a cell does not know and none fails."""
        return [
            False if self.fails >> i & 1 else None if self.unsure >> i & 1 else True
            for i in range(len(self.table.rules))
        ]

    @property
    def name(self) -> str:
        """The decision the table belongs to."""
        return self.table.name

    @property
    def rules(self) -> list[RuleTrace]:
        """Every rule with every cell."""
        matched = self.matched
        return [
            RuleTrace(
                index + 1,
                matched[index],
                [
                    CellTrace(column.label, column.expression, test, value, result)
                    for column, test, value, result in zip(
                        self.table.columns, rule.tests, self.values, row, strict=True
                    )
                ],
                rule.annotations,
            )
            for index, (rule, row) in enumerate(zip(self.table.rules, self.rows, strict=True))
        ]

    @property
    def compact(self) -> list[str]:
        """Each rule's row as letters: t true, f false, n null."""
        if not self.cells:
            return [""] * len(self.table.rules)
        return list(map("".join, zip(*(verdicts.letters for verdicts in self.cells), strict=True)))


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result of a decision with the tables it used, in the order they ran."""

    decision: str
    outputs: Value
    tables: list[TableTrace] = field(default_factory=list)

    @property
    def rules(self) -> list[RuleTrace]:
        """The rules of the decision's own table; empty when it is not a table."""
        return next((t.rules for t in reversed(self.tables) if t.name == self.decision), [])

    def table(self, name: str) -> TableTrace | None:
        """Return the last run of a decision's table."""
        return next((t for t in reversed(self.tables) if t.name == name), None)
