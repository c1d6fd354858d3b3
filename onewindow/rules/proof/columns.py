"""The columns of a table as a proof sees them: classes of values, and the rules that hold in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from onewindow.rules.dmn.table import Column
from onewindow.rules.errors import RuleError
from onewindow.rules.feel import nodes as n
from onewindow.rules.feel.budget import bounded
from onewindow.rules.feel.temporal import DateTime, Time
from onewindow.rules.feel.unary import compile_tests
from onewindow.rules.feel.values import Value, kind_of
from onewindow.rules.proof.atoms import KINDS, NOTHING, Atom, atoms_of
from onewindow.rules.proof.constants import Constants, Unprovable

WHOLE_PARTS = {"year", "month", "day", "weekday", "hour", "minute", "second"} | {
    "years", "months", "days", "hours", "minutes", "seconds",
}  # fmt: skip
WHOLE_CALLS = {"count", "string length", "day of year", "week of year"}


@dataclass
class Class:
    """Values that every cell of the column judges alike, and the rules (bits) for which they pass."""

    atoms: list[Atom]
    rules: int


@dataclass
class Axis:
    """All columns over one input expression."""

    label: str
    paths: frozenset[tuple[str, ...]]
    classes: list[Class] = field(default_factory=list)
    unsure: int = 0  # rules whose cell cannot be followed


@dataclass(frozen=True)
class Doubt:
    """A cell that cannot be proved about: rule (from 1), column (from 0) and why."""

    rule: int
    column: int
    reason: str


def axis_of(
    columns: Sequence[tuple[int, Column]], count: int, constants: Constants
) -> tuple[Axis, list[Doubt]]:
    """Return the axis of columns that share an expression, for a table of `count` rules."""
    first = columns[0][1]
    axis = Axis(first.label, frozenset(n.paths_of(first.tree)))
    everything = (1 << count) - 1
    values: list[Value] = []
    doubts: list[Doubt] = []
    doubtful: list[set[int]] = []
    for index, column in columns:
        bad: set[int] = set()
        for place, tree in enumerate(column.trees):
            try:
                values += constants.of(tree)
            except Unprovable as why:
                bad.add(place)
                doubts += [
                    Doubt(rule + 1, index, str(why))
                    for rule, used in enumerate(column.places)
                    if used == place
                ]
        doubtful.append(bad)
    atoms, why = _domain(columns, values, constants)
    if why:
        axis.unsure = _tested(columns)
        axis.classes = [Class([], everything)]
        return axis, [
            Doubt(rule + 1, index, why)
            for index, column in columns
            for rule, place in enumerate(column.places)
            if not column.trees[place].is_any
        ]
    for (_, column), bad in zip(columns, doubtful, strict=True):
        for rule, place in enumerate(column.places):
            axis.unsure |= (place in bad) << rule
    axis.classes = _classes(columns, doubtful, atoms, everything, constants)
    return axis, doubts


def _tested(columns: Sequence[tuple[int, Column]]) -> int:
    return sum({1 << r for _, c in columns for r, p in enumerate(c.places) if not c.trees[p].is_any})


def _domain(
    columns: Sequence[tuple[int, Column]], values: list[Value], constants: Constants
) -> tuple[list[Atom], str]:
    column = columns[0][1]
    allowed = [
        tree for _, c in columns for tree in (c.allowed, getattr(c.type.allowed, "tree", None)) if tree
    ]
    try:
        limits = [v for tree in allowed for v in constants.of(tree)]
    except Unprovable as why:
        return [], f"允许值{why}"
    kind = column.type.kind
    kinds = {kind_of(v) for v in values + limits} if kind == "Any" else {kind}
    if not _tested(columns):
        return [Atom("any", None, False)], ""
    if kinds - set(KINDS):
        return [], "这类数据不能逐值核对"
    if _mixed_zones(values + limits):
        return [], "有的时间带时区、有的不带"
    whole = kind in ("number", "Any") and is_whole(column.tree)
    atoms = [
        a for kind in sorted(kinds) for a in atoms_of(kind, values + limits, whole=whole and kind == "number")
    ]
    kept = [a for a in atoms if all(_passes(constants, tree, a.sample) for tree in allowed)]
    return [*kept, NOTHING], ""


def _passes(constants: Constants, tree: n.Tests, value: Value) -> bool:
    with bounded():
        return compile_tests(constants.compiler, tree)(value, constants.frame) is True


def _mixed_zones(values: list[Value]) -> bool:
    zoned = {
        (type(v), v.time.is_zoned if isinstance(v, DateTime) else v.is_zoned)
        for v in values
        if isinstance(v, (Time, DateTime))
    }
    return len({kind for kind, _ in zoned}) < len(zoned)


def _classes(
    columns: Sequence[tuple[int, Column]],
    doubtful: list[set[int]],
    atoms: list[Atom],
    everything: int,
    constants: Constants,
) -> list[Class]:
    found: dict[int, Class] = {}
    for atom in atoms:
        rules = everything
        for (_, column), bad in zip(columns, doubtful, strict=True):
            rules &= _holding(column, bad, atom.sample, constants)
        found.setdefault(rules, Class([], rules)).atoms.append(atom)
    return list(found.values())


def _holding(column: Column, bad: set[int], value: Value, constants: Constants) -> int:
    results = []
    for place, test in enumerate(column.tests):
        try:
            with bounded():
                results.append(place in bad or test(value, constants.frame) is True)
        except RuleError:
            results.append(False)
    return sum(1 << rule for rule, place in enumerate(column.places) if results[place])


def is_whole(node: n.Node) -> bool:
    """Tell whether an input expression can only give whole numbers."""
    if isinstance(node, n.Path):
        return node.name in WHOLE_PARTS
    if isinstance(node, n.Call) and isinstance(node.function, n.Name):
        name = node.function.name
        return name in WHOLE_CALLS or (name in ("floor", "ceiling") and len(node.arguments) == 1)
    if isinstance(node, n.Binary) and node.operator in ("+", "-", "*"):
        return is_whole(node.left) and is_whole(node.right)
    return isinstance(node, n.Literal) and isinstance(node.value, Decimal) and node.value % 1 == 0
