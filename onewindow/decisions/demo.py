"""Demonstration: decisions made of the shipped unit cases, a draw among them, a review asked and answered."""

from __future__ import annotations

import json
from collections.abc import Sequence

from onewindow.catalogue.public import ItemVersion, pilots
from onewindow.decisions.judgement import judge
from onewindow.decisions.models import DecisionRecord, RuleSet, RuleSetVersion, VersionState
from onewindow.decisions.released import stored
from onewindow.decisions.reviews.models import Kind, Review
from onewindow.decisions.reviews.sampling import draw_sample
from onewindow.decisions.reviews.services import answer_review, ask_review, open_to
from onewindow.decisions.reviews.subjects import Subject
from onewindow.decisions.services import record_decision
from onewindow.decisions.unit_cases import completed, merged
from onewindow.identity.public import Account, actor_for
from onewindow.kernel.public import SYSTEM, Actor, canonical, unit

MARK = "DEMO-"
HOLDERS = {
    "nurse-renewal": "weixiaolan",
    "packaged-food": "zhuangxiangwei",
    "senior-allowance": "huangguifang",
    "doctor-change": "weiqimin",
    "constructor-change": "lijianfang",
    "safety-officer-renewal": "lijianfang",
    "qualification-change": "guijian",
    "pharmacist-registration": "suyating",
    "ride-driver": "luzhifang",
}
SAID = "（演示）我的户籍上个月已经迁到别的县，请工作人员再核对一次。"
ANSWER = "（演示）核对了户籍登记，申请时尚未迁出，自动决定正确。"


def plant() -> str:
    """Record, draw, ask and answer once; the numbers say that they are a demonstration."""
    if DecisionRecord.objects.filter(case_number__startswith=MARK).exists():
        return "demonstration decisions as before"
    made = sum(_decided(rules) for rules in RuleSet.objects.filter(code__in=HOLDERS).order_by("code"))
    with unit.work():
        ask_review(by=_actor("huangguifang"), case_number=f"{MARK}senior-allowance-1", said=SAID)
        officer = _actor("menglihua")
        drawn = open_to(officer).filter(kind=Kind.SAMPLE).first()
        if drawn is not None:
            answer_review(by=officer, review_id=drawn.pk, result="ok", answer=ANSWER)
    return f"demonstration decisions {made}, reviews {Review.objects.count()}"


def subjects(numbers: Sequence[str]) -> dict[str, Subject]:
    """Tell whose the demonstration's numbers are."""
    wanted = {number: number[len(MARK) :].rpartition("-")[0] for number in numbers if number.startswith(MARK)}
    if not wanted:
        return {}
    accounts = {one.username: one for one in Account.objects.filter(username__in=HOLDERS.values())}
    versions = {version.rule_set: version for version in pilots()}
    found = {
        number: _subject(versions.get(key), accounts.get(HOLDERS.get(key, "")))
        for number, key in wanted.items()
    }
    return {number: one for number, one in found.items() if one is not None}


def _subject(version: ItemVersion | None, holder: Account | None) -> Subject | None:
    if version is None or holder is None or version.item.agency_id is None:
        return None
    return Subject(
        version.code, version.name, version.item.agency_id, holder.person_id, holder.organisation_id, "4500"
    )


def _decided(rules: RuleSet) -> int:
    version = RuleSetVersion.objects.filter(rule_set=rules, state=VersionState.RELEASED).last()
    if version is None:
        return 0
    draw_sample(rules.code)
    built: dict[str, dict[str, object]] = {}
    for number, case in enumerate(version.cases, 1):
        inputs = merged(built.get(case.get("like", ""), {}), case.get("given", {}))
        built[case["name"]] = inputs
        plain = json.loads(canonical.canonical_json(completed(inputs)))
        decision = judge(stored(version), plain, rule_set=rules.code)
        record_decision(by=SYSTEM, decision=decision, case_number=f"{MARK}{rules.code}-{number}", city="4500")
    draw_sample(rules.code, grace_minutes=0)
    return len(version.cases)


def _actor(username: str) -> Actor:
    return actor_for(Account.objects.get(username=username))
