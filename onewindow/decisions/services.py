"""Deciding, recording decisions, and changing the rules they follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from onewindow.decisions import ledgers, policies, released
from onewindow.decisions.checks import Checks, checks_of
from onewindow.decisions.errors import (
    BadRules,
    CasesFail,
    NotADraft,
    NoUnitCases,
    ProofFails,
    ReasonMissing,
    RuleSetUnknown,
    VersionUnknown,
)
from onewindow.decisions.events import KillSwitchSet, RulesReleased
from onewindow.decisions.judgement import ENGINE, TABLE, Decision, Fact, judge, plain_inputs
from onewindow.decisions.models import DecisionRecord, RuleSet, RuleSetVersion, VersionState
from onewindow.kernel.public import Actor, audit, canonical, clock, ids, inserting, making, outbox, unit
from onewindow.rules.public import RuleError, compile_model, told


def decide(
    *,
    rule_set: str,
    answers: Mapping[str, object],
    applicant: Mapping[str, object],
    facts: Mapping[str, Fact],
    on: date,
    disputed: Sequence[str] = (),
) -> Decision:
    """Judge stated and fetched data by the rules in force on a day; writes nothing, never refuses.

    `facts` holds an answer per resource; one that is down, without record or not given makes it human, and so
    does a prefilled value that the applicant disputes (`disputed`, by label).
    Costs no SQL while the rule set was looked up within the last five seconds; one more where the rule set
    has a ledger.
    """
    state = released.in_force(rule_set)
    inputs = plain_inputs(
        answers=answers,
        applicant=applicant,
        facts=facts,
        on=on,
        switched_off=state.switched_off,
        disputed=disputed,
        ledger=ledgers.position(rule_set, answers),
    )
    return judge(state.on(on), inputs, rule_set=rule_set)


def record_decision(
    *, by: Actor, decision: Decision, case_number: str, city: str, draft_reference: str = ""
) -> DecisionRecord:
    """Keep a decision with its exact inputs and every cell, at the end of the caller's unit of work.

    An approval takes its quantity off the ledger, where the rule set has one: LedgerExhausted undoes both.
    """
    inputs = canonical.canonical_json(decision.inputs)
    record = making.made(
        DecisionRecord,
        id=ids.new_id(),
        case_number=case_number,
        draft_reference=draft_reference,
        rule_set=decision.rule_set,
        version_id=decision.version_id,
        number=decision.version,
        digest=decision.digest,
        inputs=inputs.decode(),
        inputs_digest=canonical.sm3(inputs).hex(),
        outcome=decision.outcome,
        reasons=decision.reasons_plain,
        trace=dict(decision.trace),
        engine=ENGINE,
        decided_at=clock.now(),
        city=city,
    )
    with unit.work(joined=True):
        inserting.insert(record)
        audit.record(
            by,
            "decision.recorded",
            record,
            facts={"outcome": decision.outcome, "rules": f"{decision.rule_set}:{decision.version}"},
        )
        if decision.outcome == "approve" and case_number:
            ledgers.take(
                by, rule_set=decision.rule_set, inputs=decision.inputs, case_number=case_number, city=city
            )
    return record


def draft_rule_set(
    *,
    by: Actor,
    code: str,
    name: str,
    dmn_xml: str,
    cases: Sequence[Mapping[str, Any]],
    items: Sequence[str] = (),
) -> RuleSetVersion:
    """Store the next version of a rule set as a draft; raise BadRules when the DMN cannot be used."""
    policies.require_maintainer(by)
    _require_usable(dmn_xml)
    with unit.work():
        rule_set, _ = RuleSet.objects.select_for_update().get_or_create(
            code=code, defaults={"name": name, "items": list(items)}
        )
        last = RuleSetVersion.objects.filter(rule_set=rule_set).order_by("-number").first()
        version = RuleSetVersion.objects.create(
            rule_set=rule_set,
            number=last.number + 1 if last else 1,
            dmn_xml=dmn_xml,
            digest=canonical.sm3(dmn_xml.encode()).hex(),
            cases=list(cases),
            drafted_by=by.label,
        )
        audit.record(by, "rules.drafted", version)
    return version


def release_rule_set(*, by: Actor, version_id: int, effective_from: date) -> RuleSetVersion:
    """Let a draft decide from a day on, after proof and unit cases pass; never by its author."""
    policies.require_maintainer(by)
    with unit.work():
        version = (
            RuleSetVersion.objects.select_for_update(of=("self",))
            .select_related("rule_set")
            .filter(pk=version_id)
            .first()
        )
        if version is None:
            raise VersionUnknown
        policies.require_second_person(by, version)
        if version.state != VersionState.DRAFT:
            raise NotADraft
        checks = checks_of(version)
        _require_passed(by, checks)
        version.check_result = {
            "cases": [asdict(result) for result in checks.cases],
            "problems": [asdict(problem) for problem in checks.problems],
        }
        version.state = VersionState.RELEASED
        version.effective_from = effective_from
        version.released_by, version.released_at = by.label, clock.now()
        version.save()
        code = version.rule_set.code
        audit.record(by, "rules.released", version)
        outbox.publish(
            RulesReleased(
                subject=code,
                rule_set=code,
                version=version.number,
                digest=version.digest,
                effective_from=effective_from.isoformat(),
            )
        )
    released.forget(code)
    return version


def save_draft(
    *, by: Actor, version_id: int, dmn_xml: str, cases: Sequence[Mapping[str, Any]]
) -> RuleSetVersion:
    """Change a draft; only its author may, so whoever releases it has not written any of it."""
    policies.require_maintainer(by)
    _require_usable(dmn_xml)
    with unit.work():
        version = (
            RuleSetVersion.objects.select_for_update(of=("self",))
            .select_related("rule_set")
            .filter(pk=version_id)
            .first()
        )
        if version is None:
            raise VersionUnknown
        if version.state != VersionState.DRAFT:
            raise NotADraft
        policies.require_author(by, version)
        version.dmn_xml, version.digest = dmn_xml, canonical.sm3(dmn_xml.encode()).hex()
        version.cases = list(cases)
        version.save()
        audit.record(by, "rules.redrafted", version)
    return version


def _require_passed(by: Actor, checks: Checks) -> None:
    if checks.errors:
        told = "；".join(f"{problem.place}：{problem.words}" for problem in checks.errors[:5])
        raise ProofFails(problems=told)
    failed = [result.name for result in checks.cases if not result.passed]
    if failed:
        raise CasesFail(count=len(failed), names="、".join(failed))
    if not checks.cases and by.kind != "system":
        raise NoUnitCases


def set_kill_switch(*, by: Actor, rule_set: str, on: bool, reason: str) -> RuleSet:
    """Stop (on) or resume automatic decisions of a rule set; every process follows within five seconds."""
    policies.require_maintainer(by)
    if not reason.strip():
        raise ReasonMissing
    with unit.work():
        found = RuleSet.objects.select_for_update().filter(code=rule_set).first()
        if found is None:
            raise RuleSetUnknown(rule_set=rule_set)
        found.switched_off = on
        found.save()
        audit.record(by, "rules.switched_off" if on else "rules.switched_on", found, reason=reason)
        outbox.publish(KillSwitchSet(subject=rule_set, rule_set=rule_set, on=on, reason=reason))
    released.forget(rule_set)
    return found


def _require_usable(dmn_xml: str) -> None:
    try:
        model = compile_model(dmn_xml)
    except RuleError as error:
        raise BadRules(problem=told(error)) from error
    table = model.tables.get(TABLE)
    if table is None or table.policy != "COLLECT":
        raise BadRules(problem=f"缺少名为 {TABLE}、命中策略为 COLLECT 的决策表")
    names = {output.name for output in table.outputs}
    if not {"on_fail", "field", "message", "basis"} <= names:
        raise BadRules(problem="决策表应有 on_fail、field、message、basis 四个输出")
