"""Checks a decision table: does every combination of inputs hit what the hit policy promises?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cmp_to_key

from onewindow.rules.dmn.model import Model
from onewindow.rules.dmn.table import Column, DecisionTable
from onewindow.rules.errors import ModelFault
from onewindow.rules.feel.compiler import Compiler
from onewindow.rules.feel.values import Value, compare
from onewindow.rules.proof.atoms import Atom
from onewindow.rules.proof.columns import Axis, Class, Doubt, axis_of
from onewindow.rules.proof.constants import Constants
from onewindow.rules.proof.words import condition

ONE_HIT = {"UNIQUE", "ANY", "FIRST", "PRIORITY"}
FOUND, NODES = 20, 200_000
ANY_VALUE = "任意情况"


@dataclass(frozen=True)
class Gap:
    """Inputs no rule takes: an example by column, in words; `certain` false when columns share data."""

    example: dict[str, Value]
    words: str
    certain: bool = True
    with_null: bool = False


@dataclass(frozen=True)
class Overlap:
    """Inputs two rules (numbered from 1) take, where the hit policy forbids it."""

    rules: tuple[int, int]
    example: dict[str, Value]
    words: str
    certain: bool = True


@dataclass(frozen=True)
class Unreachable:
    """A rule that never applies, or (FIRST) only where an earlier one does; the column that is to blame."""

    rule: int
    words: str
    column: int | None = None


@dataclass(frozen=True)
class NotProvable:
    """A cell (rule from 1, column label; rule 0 is the table) that a named reviewer must judge, and why."""

    rule: int
    column: str
    test: str
    words: str


@dataclass(frozen=True)
class Slip:
    """Something the policy allows but nobody means: a column no rule tests, two rules with the same cells."""

    words: str
    rule: int = 0
    column: int | None = None


@dataclass(frozen=True)
class TableCheck:
    """What a check found."""

    table: str
    policy: str
    gaps: list[Gap] = field(default_factory=list)
    overlaps: list[Overlap] = field(default_factory=list)
    unreachable: list[Unreachable] = field(default_factory=list)
    not_provable: list[NotProvable] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)

    @property
    def is_proved(self) -> bool:
        """Whether the table provably does what its hit policy promises."""
        return not (self.gaps or self.overlaps or self.unreachable or self.not_provable or self.slips)


def check_table(model: Model, name: str) -> TableCheck:
    """Prove a decision's table free of gaps and overlaps, or give counter-examples in plain words."""
    table = model.tables.get(name)
    if table is None:
        raise ModelFault(f"{name!r} has no decision table")
    frame, fixed = model.fixed_frame(name)
    return _Checker(table, Constants(Compiler(model.types.types), frame, fixed)).run()


class _Checker:
    def __init__(self, table: DecisionTable, constants: Constants) -> None:
        self.table, self.constants = table, constants
        self.count = len(table.rules)
        self.everything = (1 << self.count) - 1
        self.axes: list[Axis] = []
        self.doubts: list[Doubt] = []
        for columns in _grouped(table.columns):
            axis, doubts = axis_of(columns, self.count, constants)
            self.axes.append(axis)
            self.doubts += doubts
        self.axes.sort(key=lambda axis: len(axis.classes))

    def run(self) -> TableCheck:
        table = self.table
        found = TableCheck(table.name, table.policy, not_provable=self._not_provable(), slips=self._slips())
        found.unreachable.extend(self._never())
        if table.policy in ONE_HIT and not any(out.default for out in table.outputs):
            gaps, complete = self._uncovered(self.everything, self.axes)
            found.gaps.extend(gaps)
            if not complete:
                found.not_provable.append(NotProvable(0, "", "", "表太大，没有在限度内核对完全部组合"))
        if table.policy in ("UNIQUE", "ANY"):
            found.overlaps.extend(self._overlaps())
        if table.policy == "FIRST":
            known = {u.rule for u in found.unreachable}
            found.unreachable.extend(u for u in self._covered() if u.rule not in known)
        return found

    # -- cells
    def _not_provable(self) -> list[NotProvable]:
        found = []
        for doubt in sorted(self.doubts, key=lambda d: (d.rule, d.column)):
            label = self.table.columns[doubt.column].label
            words = f"规则 {doubt.rule} 的“{label}”{doubt.reason}，需要指定人员核对。"
            test = self.table.rules[doubt.rule - 1].tests[doubt.column]
            found.append(NotProvable(doubt.rule, label, test, words))
        return found

    def _slips(self) -> list[Slip]:
        found = [
            Slip(f"没有一条规则用到“{column.label}”。", column=index)
            for index, column in enumerate(self.table.columns)
            if all(column.trees[place].is_any for place in column.places)
        ]
        seen: dict[tuple[str, ...], int] = {}
        for number, rule in enumerate(self.table.rules, 1):
            first = seen.setdefault(tuple(rule.tests), number)
            if first != number and self.table.policy not in ("UNIQUE", "FIRST"):
                found.append(Slip(f"规则 {number} 的条件与规则 {first} 完全相同。", number))
        return found

    def _never(self) -> list[Unreachable]:
        found = []
        for rule in range(self.count):
            for axis in self.axes:
                if not any(c.rules >> rule & 1 for c in axis.classes):
                    index = next(i for i, c in enumerate(self.table.columns) if c.label == axis.label)
                    words = f"规则 {rule + 1} 永远不会适用：没有一个值能满足“{axis.label}”的条件。"
                    found.append(Unreachable(rule + 1, words, index))
                    break
        return found

    def _sure(self, rule: int) -> bool:
        return not any(axis.unsure >> rule & 1 for axis in self.axes)

    # -- overlaps
    def _overlaps(self) -> list[Overlap]:
        found = []
        for first in range(self.count):
            for second in range(first + 1, self.count):
                shared = self._shared(first, second)
                if shared is None or not (self._sure(first) and self._sure(second)):
                    continue
                if self.table.policy == "ANY" and self._agree(first, second):
                    continue
                when = self._words(shared)
                words = f"规则 {first + 1} 和规则 {second + 1} 会同时适用：{when}。"
                found.append(
                    Overlap((first + 1, second + 1), _example(shared), words, self._independent(shared))
                )
        return found

    def _shared(self, first: int, second: int) -> list[tuple[Axis, list[Class]]] | None:
        shared = []
        for axis in self.axes:
            both = [c for c in axis.classes if c.rules >> first & 1 and c.rules >> second & 1]
            if not both:
                return None
            shared.append((axis, both))
        return shared

    def _agree(self, first: int, second: int) -> bool:
        return self.table.rules[first].entries == self.table.rules[second].entries

    # -- coverage
    def _covered(self) -> list[Unreachable]:
        found = []
        for rule in range(1, self.count):
            axes = [
                Axis(a.label, a.paths, [c for c in a.classes if c.rules >> rule & 1], a.unsure)
                for a in self.axes
            ]
            earlier = self.everything & ((1 << rule) - 1)
            for axis in self.axes:
                earlier &= ~axis.unsure
            gaps, complete = self._uncovered(earlier, axes)
            if complete and not gaps:
                words = f"规则 {rule + 1} 永远轮不到：前面的规则已经包括了它的全部情况。"
                found.append(Unreachable(rule + 1, words))
        return found

    def _uncovered(self, rules: int, axes: list[Axis]) -> tuple[list[Gap], bool]:
        """Return stretches that none of the rules take; unfollowed cells count as passing."""
        rest = [self.everything] * (len(axes) + 1)
        for at in range(len(axes) - 1, -1, -1):
            rest[at] = rest[at + 1]
            for c in axes[at].classes:
                rest[at] &= c.rules
        free: set[tuple[int, int]] = set()
        gaps: list[Gap] = []
        left = NODES

        def search(at: int, alive: int, path: list[tuple[Axis, list[Class]]]) -> bool:
            """Return whether everything here is covered."""
            nonlocal left
            left -= 1
            if left < 0 or len(gaps) >= FOUND or alive & rest[at] or (at, alive) in free:
                return True
            if not alive:
                gaps.append(self._gap(path))
                return False
            grouped: dict[int, list[Class]] = {}
            for c in axes[at].classes:
                grouped.setdefault(alive & c.rules, []).append(c)
            covered = [search(at + 1, some, [*path, (axes[at], cs)]) for some, cs in sorted(grouped.items())]
            if all(covered):
                free.add((at, alive))
            return all(covered)

        search(0, rules, [])
        return gaps, left >= 0

    def _gap(self, path: list[tuple[Axis, list[Class]]]) -> Gap:
        with_null = any(all(a.kind == "null" for c in classes for a in c.atoms) for _, classes in path)
        words = f"没有规则适用：{self._words(path)}。"
        every = [*path, *((axis, axis.classes) for axis in self.axes[len(path) :])]
        return Gap(_example(every), words, self._independent(path), with_null)

    # -- words
    def _words(self, path: list[tuple[Axis, list[Class]]]) -> str:
        order = {column.label: i for i, column in reversed(list(enumerate(self.table.columns)))}
        parts = []
        for axis, classes in sorted(path, key=lambda step: order[step[0].label]):
            if len(classes) < len(axis.classes):
                chosen = {id(c) for c in classes}
                atoms = [a for c in axis.classes if id(c) in chosen for a in c.atoms]
                parts.append(condition(axis.label, _in_order(atoms)))
        return f"当{'，并且'.join(p for p in parts if p)}时" if any(parts) else ANY_VALUE

    def _independent(self, path: list[tuple[Axis, list[Class]]]) -> bool:
        used = [axis for axis, classes in path if len(classes) < len(axis.classes)]
        seen: set[tuple[str, ...]] = set()
        for axis in used:
            if axis.paths & seen:
                return False
            seen |= axis.paths - self._fixed(axis)
        return True

    def _fixed(self, axis: Axis) -> set[tuple[str, ...]]:
        return {path for path in axis.paths if self.constants.fixed(path[0])}


def _grouped(columns: Sequence[Column]) -> list[list[tuple[int, Column]]]:
    groups: dict[str, list[tuple[int, Column]]] = {}
    for index, column in enumerate(columns):
        groups.setdefault(column.expression or f"\0{index}", []).append((index, column))
    return list(groups.values())


def _in_order(atoms: list[Atom]) -> list[Atom]:
    def order(a: Atom, b: Atom) -> int:
        return compare(a.sample, b.sample) or 0 if a.kind == b.kind else (a.kind > b.kind) - (a.kind < b.kind)

    return sorted(atoms, key=cmp_to_key(order))


def _example(path: list[tuple[Axis, list[Class]]]) -> dict[str, Value]:
    found = {}
    for axis, classes in path:
        atoms = [a for c in classes for a in c.atoms]
        best = next((a for a in atoms if a.kind != "null"), atoms[0] if atoms else None)
        found[axis.label] = best.sample if best else None
    return found
