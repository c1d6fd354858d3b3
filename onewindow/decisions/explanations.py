"""A decision explained: sources, every rule and cell, a sentence with its legal basis for each failure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from onewindow.decisions import released
from onewindow.decisions.judgement import TABLE, context_of, sources_of
from onewindow.decisions.models import DecisionRecord, Outcome
from onewindow.decisions.queries import decision_of
from onewindow.exchange.public import UnknownResource, resource
from onewindow.kernel.public import clock, masking
from onewindow.rules.public import RuleError, TableTrace, text_of

Result = Literal["met", "failed", "unknown"]
RESULTS: dict[Result, str] = {"met": "符合", "failed": "不符合", "unknown": "无法自动判断"}
STATUSES = {"ok": "已取得", "none": "没有记录", "down": "数据来源没有应答"}
NAMES = {"name", "holder_name", "legal_representative"}
NUMBERS = {"resident_id", "card_number", "address"}


@dataclass(frozen=True)
class SourceShown:
    """What a resource answered: where from, when, under which receipt, and its fields, masked."""

    resource: str
    name: str
    status: str
    status_label: str
    source: str
    at: datetime | None
    receipt: str
    fields: list[tuple[str, str]]


@dataclass(frozen=True)
class CellShown:
    """A tested cell: what was looked at, its value, the test as written, whether the condition fails."""

    label: str
    expression: str
    value: str
    test: str
    hit: bool | None


@dataclass(frozen=True)
class RuleShown:
    """A condition: whether it is met, the sentence and legal basis where it is not, and its cells."""

    number: int
    condition: str
    result: Result
    result_label: str
    message: str
    basis: str
    cells: list[CellShown]


@dataclass(frozen=True)
class Explanation:
    """A decision as pages show it."""

    record: DecisionRecord
    name: str
    outcome: str
    outcome_label: str
    on: date
    sources: list[SourceShown]
    rules: list[RuleShown]
    notes: list[str]

    @property
    def version(self) -> int:
        """The number of the rule-set version."""
        return self.record.number

    @property
    def met(self) -> int:
        """How many conditions are met."""
        return sum(rule.result == "met" for rule in self.rules)

    @property
    def failed(self) -> list[RuleShown]:
        """The conditions that are not met or could not be judged."""
        return [rule for rule in self.rules if rule.result != "met"]


def explanation_of(case_number: str) -> Explanation | None:
    """Return the explanation of a case's latest decision."""
    record = decision_of(case_number)
    return explain(record) if record else None


def explain(record: DecisionRecord) -> Explanation:
    """Explain a stored decision; cell results are the stored ones, values come from the stored inputs."""
    inputs = json.loads(record.inputs or "{}")
    rules = released.stored(record.version) if record.version else None
    table = None
    labels = dict(rules.sources) if rules else {}
    if rules is not None:
        try:
            table = rules.model.evaluate(TABLE, context_of(inputs)).table(TABLE)
        except RuleError:
            table = None
    return Explanation(
        record=record,
        name=record.version.rule_set.name if record.version else "",
        outcome=record.outcome,
        outcome_label=str(Outcome(record.outcome).label),
        on=date.fromisoformat(inputs["today"]),
        sources=[
            _source(name, inputs["facts"][name], labels.get(name, name))
            for name in dict.fromkeys([*labels, *inputs["facts"]])
            if name in inputs["facts"]
        ],
        rules=_rules(record, table, inputs) if table else [],
        notes=[reason["text"] for reason in record.reasons if not reason["rule"]],
    )


def _source(name: str, fact: Mapping[str, Any], label: str) -> SourceShown:
    try:
        declared = resource(name)
        title, labels = declared.name, {key: part["label"] for key, part in declared.fields.items()}
    except UnknownResource:
        title, labels = label, {}
    value = fact["value"] or {}
    at = fact.get("at")
    return SourceShown(
        name,
        title,
        fact["status"],
        STATUSES.get(fact["status"], fact["status"]),
        fact.get("source", ""),
        clock.local(datetime.fromisoformat(at)) if at else None,
        fact.get("receipt", ""),
        [
            (labels.get(key, key), shown(value[key], key))
            for key in dict.fromkeys([*labels, *value])
            if key in value
        ],
    )


def _rules(record: DecisionRecord, table: TableTrace, inputs: Mapping[str, Any]) -> list[RuleShown]:
    reasons = {reason["rule"]: reason for reason in record.reasons if reason["rule"]}
    unanswered = {name for name, fact in inputs["facts"].items() if fact["status"] != "ok"}
    found = []
    for index, rule in enumerate(table.rules):
        reason = reasons.get(rule.index)
        blind = not unanswered.isdisjoint(sources_of(table, index))
        result: Result = "met"
        if blind or (reason and reason["cause"] == "unknown"):
            result = "unknown"
        elif reason:
            result = "failed"
        found.append(
            RuleShown(
                rule.index,
                rule.annotations.get("condition") or f"第 {rule.index} 条",
                result,
                RESULTS[result],
                reason["text"] if reason else "",
                (reason["basis"] if reason else "") or rule.annotations.get("basis", ""),
                [
                    CellShown(cell.column, cell.expression, shown(cell.value), cell.test, cell.result)
                    for cell in rule.cells
                    if cell.test != "-"
                ],
            )
        )
    return found


def shown(value: object, key: str = "") -> str:
    """Write a value for people: booleans in words, names and numbers masked, nothing as 无."""
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    text = (
        value
        if isinstance(value, str)
        else text_of(value)
        if not isinstance(value, (int, float))
        else str(value)
    )
    if key in NAMES:
        return masking.person_name(text) if len(text) < 12 else masking.organisation_name(text)
    return masking.resident_id(text) if key in NUMBERS else text
