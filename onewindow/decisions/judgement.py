"""The judgement itself, pure: inputs and a compiled model in, outcome, reasons and every cell out.

A rule set has one table, the decision `conditions`: each rule is one condition and matches when it fails. All
failed conditions are told at once. What the table cannot know stands here: a source without an answer, a cell
without a truth value or a faulty rule sends the case to a human; nothing of that can ever approve.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal, Protocol

from onewindow.kernel.public import canonical
from onewindow.rules.public import Date, Evaluation, Model, RuleError, TableTrace, paths_of

Outcome = Literal["approve", "human", "correct"]
Cause = Literal["rule", "source", "switch", "engine", "unknown", "release", "dispute"]
TABLE, PARAMETERS = "conditions", "parameters"
ENGINE = "1"
SOURCE_TEXT = {
    "down": "{name}暂时查不到（数据来源没有应答），不能自动核对，已转工作人员核对。",
    "none": "在{name}里没有查到记录，不能自动核对，已转工作人员核对。",
    "missing": "没有取得{name}，不能自动核对，已转工作人员核对。",
}
SWITCHED_OFF = "这个事项的自动审批目前已停用，已转工作人员办理。"
NO_VERSION = "这个事项目前没有已发布的规则，已转工作人员办理。"
FAULTY = "系统在核对条件时出现问题，已转工作人员核对（{place}）。"
DISPUTED = "您说明了“{name}”与登记信息不符，已转工作人员核对。"
UNSURE = "“{condition}”无法自动判断，已转工作人员核对。"


class Fact(Protocol):
    """An answer of a shared resource, as the exchange gives it."""

    @property
    def status(self) -> str: ...
    @property
    def value(self) -> Mapping[str, object] | None: ...
    @property
    def source(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def receipt(self) -> str: ...
    @property
    def milliseconds(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it is no approval: a sentence for the applicant, its legal basis, the field to correct if any."""

    text: str
    basis: str = ""
    field: str = ""
    cause: Cause = "rule"
    rule: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome with its reasons, the exact inputs, the rules that gave it and every cell of them."""

    outcome: Outcome
    reasons: Sequence[Reason]
    rule_set: str
    version: int
    digest: str
    inputs: Mapping[str, object]
    trace: Mapping[str, object]
    version_id: int | None = None

    @property
    def reasons_plain(self) -> list[dict[str, object]]:
        """The reasons as JSON data."""
        return [asdict(reason) for reason in self.reasons]


@dataclass(frozen=True)
class Rules:
    """A version of a rule set ready to judge."""

    rule_set: str
    version: int
    digest: str
    model: Model
    version_id: int | None = None

    @cached_property
    def sources(self) -> dict[str, str]:
        """The resources the model declares, with their labels: all of them must have answered."""
        return self.model.fields_of("facts")


def plain_inputs(
    *,
    answers: Mapping[str, object],
    applicant: Mapping[str, object],
    facts: Mapping[str, Fact],
    on: date,
    switched_off: bool,
    disputed: Sequence[str] = (),
    ledger: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Return everything a judgement rests on, as the JSON that is stored and replayed."""
    given: dict[str, object] = {
        "answers": answers,
        "applicant": applicant,
        "facts": {
            name: {
                "status": fact.status,
                "value": fact.value,
                "source": fact.source,
                "at": fact.at,
                "receipt": fact.receipt,
                "milliseconds": fact.milliseconds,
            }
            for name, fact in facts.items()
        },
        "today": on,
        "switched_off": switched_off,
        "disputed": list(disputed),
    }
    if ledger is not None:
        given["ledger"] = ledger
    found = json.loads(canonical.canonical_json(given))
    assert isinstance(found, dict)
    return found


def judge(rules: Rules | None, inputs: Mapping[str, object], *, rule_set: str) -> Decision:
    """Return the decision; the same rules and inputs always give the same."""
    if rules is None:
        return Decision("human", (Reason(NO_VERSION, cause="release"),), rule_set, 0, "", inputs, {})
    missing = _missing(rules, inputs)
    reasons = [
        Reason(SOURCE_TEXT[status].format(name=rules.sources.get(name, name)), cause="source", source=name)
        for name, status in missing.items()
    ]
    if inputs.get("switched_off"):
        reasons.insert(0, Reason(SWITCHED_OFF, cause="switch"))
    disputed = inputs.get("disputed", [])
    assert isinstance(disputed, list)
    reasons += [Reason(DISPUTED.format(name=name), cause="dispute") for name in disputed]
    trace: dict[str, object] = {}
    try:
        evaluation = rules.model.evaluate(TABLE, context_of(inputs))
        table = evaluation.table(TABLE)
        assert table is not None
        reasons += reasons_of(evaluation, table, frozenset(missing))
        trace = {"rows": table.compact, "matched": "".join(_letter(hit) for hit in table.matched)}
    except RuleError as error:
        reasons.append(Reason(FAULTY.format(place=error.place or TABLE), cause="engine"))
        trace = {"error": {"code": error.code, "place": error.place, "message": error.message}}
    return Decision(
        outcome_of(reasons), tuple(reasons), rules.rule_set, rules.version, rules.digest, inputs, trace,
        rules.version_id,
    )  # fmt: skip


def context_of(inputs: Mapping[str, object]) -> dict[str, object]:
    """Return what the rules see: answers, applicant, the values of answered facts, the ledger, the day."""
    facts = inputs["facts"]
    assert isinstance(facts, Mapping)
    year, month, day = (int(part) for part in str(inputs["today"]).split("-"))
    return {
        "answers": inputs["answers"],
        "applicant": inputs["applicant"],
        "facts": {name: fact["value"] if fact["status"] == "ok" else None for name, fact in facts.items()},
        "today": Date(year, month, day),
        "ledger": inputs.get("ledger", {"used": 0}),
    }


def outcome_of(reasons: Sequence[Reason]) -> Outcome:
    """Return approve without reasons, correct when every reason names a field to correct, else human."""
    if not reasons:
        return "approve"
    return "correct" if all(reason.field for reason in reasons) else "human"


def reasons_of(evaluation: Evaluation, table: TableTrace, missing: frozenset[str]) -> list[Reason]:
    """Return a reason for each failed or undecidable rule, leaving out those that ask a missing source."""
    reasons: list[Reason] = []
    outputs = iter(evaluation.outputs or ())
    for index, hit in enumerate(table.matched):
        output = next(outputs) if hit else None
        if hit is False or not missing.isdisjoint(sources_of(table, index)):
            continue
        if isinstance(output, dict) and output.get("message"):
            reasons.append(_reason(output, index + 1))
        else:
            condition = table.table.rules[index].annotations.get("condition", f"第 {index + 1} 条")
            reasons.append(Reason(UNSURE.format(condition=condition), cause="unknown", rule=index + 1))
    return reasons


def _reason(output: Mapping[str, object], rule: int) -> Reason:
    correctable = output.get("on_fail") == "correct"
    return Reason(
        str(output["message"]),
        str(output.get("basis") or ""),
        str(output.get("field") or "") if correctable else "",
        rule=rule,
    )


def sources_of(table: TableTrace, index: int) -> set[str]:
    """Return the resources a rule asks: those its columns and cells mention under `facts`."""
    return {
        path[1]
        for column in table.table.columns
        if not (tree := column.trees[column.places[index]]).is_any
        for node in (column.tree, tree)
        for path in paths_of(node)
        if path[0] == "facts" and len(path) > 1
    }


def _missing(rules: Rules, inputs: Mapping[str, object]) -> dict[str, str]:
    facts = inputs["facts"]
    assert isinstance(facts, Mapping)
    found: dict[str, str] = {}
    for name in dict.fromkeys([*rules.sources, *facts]):
        fact = facts.get(name)
        status = "missing" if fact is None else fact["status"]
        if status != "ok" or not fact or not fact["value"]:
            found[name] = status if status in SOURCE_TEXT else "none"
    return found


def _letter(hit: bool | None) -> str:
    return "n" if hit is None else "t" if hit else "f"
