"""Reviews a whole model before it is published: faults, names, types, and the proof of every table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from onewindow.rules.dmn.model import Model
from onewindow.rules.dmn.table import DecisionTable
from onewindow.rules.errors import RuleError
from onewindow.rules.feel.compiler import Compiler
from onewindow.rules.feel.types import Type
from onewindow.rules.feel.values import Value, kind_of, text_of
from onewindow.rules.proof.atoms import KINDS
from onewindow.rules.proof.check import check_table
from onewindow.rules.proof.constants import Constants, Unprovable
from onewindow.rules.proof.names import unknown_fields, unknown_names
from onewindow.rules.wording import said_fault, said_place

Kind = Literal[
    "fault", "unknown-name", "type", "gap", "overlap", "unreachable", "slip", "not-provable", "uncertain"
]
ADVICE: set[str] = {"not-provable", "uncertain"}
NAMES = {
    "number": "数字",
    "string": "文字",
    "boolean": "是或否",
    "date": "日期",
    "time": "时间",
    "date and time": "日期和时间",
    "days and time duration": "天数和时长",
    "years and months duration": "年月时长",
}


@dataclass(frozen=True)
class Problem:
    """One finding: its kind, words for people, and where: decision, line of the document, character."""

    kind: Kind
    words: str
    place: str = ""
    line: int = 0
    position: int | None = None

    @property
    def is_error(self) -> bool:
        """Whether it must be mended before publishing; the rest needs a named reviewer."""
        return self.kind not in ADVICE


def review_model(model: Model) -> list[Problem]:
    """Return everything wrong with or unproved about a model, in the order of its lines."""
    found = [_fault(fault) for fault in model.faults]
    found += _names(model)
    for name, table in model.tables.items():
        found += _types(model, name, table)
        found += _proof(model, name, table)
    return sorted(found, key=lambda p: p.line)


def _fault(fault: RuleError) -> Problem:
    place = said_place(fault.place) if fault.place else ""
    return Problem("fault", said_fault(fault), place, fault.line or 0, fault.position)


def _names(model: Model) -> Iterator[Problem]:
    fields, variables = model.boxer.fields, model.variables
    for seen in model.boxer.seen:
        known = seen.names
        for name in unknown_names(seen.node, lambda x: x == "?" or x in known, lambda x: x in fields):  # noqa: B023
            words = f"名称“{name.name}”没有定义，或者没有列为这个决策的依据。"
            yield Problem("unknown-name", words, said_place(seen.place), seen.line, name.position)
        reach = {name: type_ for name, type_ in variables.items() if name in known}
        for path, field in unknown_fields(seen.node, reach):
            words = f"“{path}”里的“{field}”没有在数据类型里定义。"
            yield Problem("unknown-name", words, said_place(seen.place), seen.line)


def _types(model: Model, name: str, table: DecisionTable) -> Iterator[Problem]:
    frame, fixed = model.fixed_frame(name)
    constants = Constants(Compiler(model.types.types), frame, fixed)
    for column in table.columns:
        for number, (rule, place) in enumerate(zip(table.rules, column.places, strict=True), 1):
            try:
                values = constants.of(column.trees[place])
            except Unprovable:
                continue
            wrong = next((v for v in values if _misfits(v, column.type)), None)
            if wrong is not None:
                words = (
                    f"规则 {number} 的“{column.label}”的类型应为“{NAMES[column.type.kind]}”，{_is(wrong)}。"
                )
                yield Problem("type", words, name, rule.line)
    for index, out in enumerate(table.outputs):
        order = _listed(out.order(frame)) if out.order else None
        for number, rule in enumerate(table.rules, 1):
            tree = next(iter(rule.trees[index : index + 1]), None)
            try:
                value = constants.value(tree) if tree is not None else None
            except Unprovable:
                continue
            if _misfits(value, out.type):
                words = f"规则 {number} 的结果“{out.name}”的类型应为“{NAMES[out.type.kind]}”，{_is(value)}。"
                yield Problem("type", words, name, rule.line)
            elif order and value is not None and value not in order:
                words = f"规则 {number} 的结果“{out.name}”{_is(value)}，不在列出的结果值里。"
                yield Problem("type", words, name, rule.line)


def _listed(order: Value) -> list[Value] | None:
    plain = isinstance(order, list) and all(kind_of(v) in KINDS for v in order)
    return order if plain else None


def _misfits(value: Value, wanted: Type) -> bool:
    if value is None or wanted.kind not in NAMES or kind_of(value) not in NAMES:
        return False
    return not wanted.is_kind_of(value) and not (wanted.kind == "date and time" and kind_of(value) == "date")


def _is(value: Value) -> str:
    return f"写的是 {text_of(value, inside=True)}"


def _proof(model: Model, name: str, table: DecisionTable) -> Iterator[Problem]:
    found = check_table(model, name)
    head = table.rules[0].line if table.rules else 0
    line = {number: rule.line for number, rule in enumerate(table.rules, 1)}
    for gap in found.gaps:
        doubt = "" if gap.certain else "这些列取自同一数据，请核对是否真会出现。"
        yield Problem("gap" if gap.certain else "uncertain", gap.words + doubt, name, table.line or head)
    for lap in found.overlaps:
        doubt = "" if lap.certain else "这些列取自同一数据，请核对是否真会出现。"
        yield Problem("overlap" if lap.certain else "uncertain", lap.words + doubt, name, line[lap.rules[1]])
    for idle in found.unreachable:
        yield Problem("unreachable", idle.words, name, line[idle.rule])
    for slip in found.slips:
        yield Problem("slip", slip.words, name, line.get(slip.rule, table.line or head))
    for cell in found.not_provable:
        yield Problem("not-provable", cell.words, name, line.get(cell.rule, table.line or head))
