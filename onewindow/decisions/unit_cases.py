"""Unit cases kept with a rule set: inputs and the outcome they must have, run before every release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onewindow.decisions.judgement import Decision, Rules, judge

Case = Mapping[str, Any]


@dataclass(frozen=True)
class CaseResult:
    """A unit case beside what came out."""

    name: str
    passed: bool
    expected: str
    found: str


def run_cases(rules: Rules, cases: Sequence[Case]) -> list[CaseResult]:
    """Judge every unit case; a case may build on an earlier one named in `like`."""
    built: dict[str, dict[str, Any]] = {}
    results = []
    for case in cases:
        inputs = merged(built.get(case.get("like", ""), {}), case.get("given", {}))
        built[case["name"]] = inputs
        decision = judge(rules, completed(inputs), rule_set=rules.rule_set)
        expected = _expectation(case["expect"])
        found = described(decision, with_rules="rules" in case["expect"])
        results.append(CaseResult(case["name"], expected == found, expected, found))
    return results


def completed(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case's inputs in the stored form: a fact is its value, or the word none or down."""
    facts = {
        name: {"status": "ok", "value": value}
        if isinstance(value, Mapping)
        else {"status": value, "value": None}
        for name, value in inputs.get("facts", {}).items()
    }
    found = {
        "answers": inputs.get("answers", {}),
        "applicant": inputs.get("applicant", {}),
        "facts": facts,
        "today": str(inputs["today"]),
        "switched_off": bool(inputs.get("switched_off")),
    }
    return found | ({"ledger": inputs["ledger"]} if "ledger" in inputs else {})


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested data with parts replaced; dates become text."""
    found = dict(base)
    for key, value in over.items():
        before = found.get(key)
        if isinstance(value, Mapping):
            found[key] = merged(before if isinstance(before, Mapping) else {}, value)
        else:
            found[key] = value.isoformat() if isinstance(value, dt.date) else value
    return found


def described(decision: Decision, *, with_rules: bool) -> str:
    """Write a decision as a case expects it: the outcome, and the failed rules if they are asked for."""
    rules = ",".join(str(reason.rule) for reason in decision.reasons if reason.rule)
    return f"{decision.outcome} {rules}".strip() if with_rules else decision.outcome


def _expectation(expect: Mapping[str, Any]) -> str:
    rules = ",".join(str(rule) for rule in expect.get("rules", ()))
    return f"{expect['outcome']} {rules}".strip()
