"""release_rule_set: proof and unit cases block, a second person releases, released text never changes."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from onewindow.decisions import public as decisions
from onewindow.decisions.models import DecisionRecord, RuleSetVersion, WhatIf
from onewindow.decisions.tests.conftest import Decide, good
from onewindow.decisions.tests.test_record_decision import kept, without_guards
from onewindow.decisions.whatif import advance_what_ifs
from onewindow.kernel.public import SYSTEM, Actor, unit

AUTHOR = Actor(kind="official", account_id=7, name="谭静", roles=frozenset({"catalogue"}))
OTHER = Actor(kind="official", account_id=8, name="周海燕", roles=frozenset({"catalogue"}))
CODE, DAY = "senior-allowance", date(2026, 1, 1)


def in_force() -> RuleSetVersion:
    return RuleSetVersion.objects.get(rule_set__code=CODE, state="released")


def draft(old: str = "", new: str = "", by: Actor = AUTHOR) -> RuleSetVersion:
    now = in_force()
    xml = now.dmn_xml.replace(old, new) if old else now.dmn_xml
    return decisions.draft_rule_set(by=by, code=CODE, name="", dmn_xml=xml, cases=now.cases)


def test_another_person_releases_once(planted: None) -> None:
    version = draft("未满", "不到")
    with pytest.raises(decisions.SamePerson):
        decisions.release_rule_set(by=AUTHOR, version_id=version.pk, effective_from=DAY)
    done = decisions.release_rule_set(by=OTHER, version_id=version.pk, effective_from=DAY)
    assert (done.state, done.released_by, done.check_result["problems"]) == ("released", "official:8", [])
    with pytest.raises(decisions.NotADraft):
        decisions.release_rule_set(by=OTHER, version_id=version.pk, effective_from=DAY)


def test_others_and_unknown_are_refused(planted: None) -> None:
    clerk = Actor(kind="official", account_id=9, roles=frozenset({"window"}))
    with pytest.raises(decisions.CannotMaintainRules):
        decisions.release_rule_set(by=clerk, version_id=1, effective_from=DAY)
    with pytest.raises(decisions.VersionUnknown):
        decisions.release_rule_set(by=OTHER, version_id=987654, effective_from=DAY)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<text>facts.population.alive</text>", "<text>facts.population.allive</text>",
         "“allive”没有在数据类型里定义"),
        ("<text>&lt; parameters.minimum_age</text>", "<text>-</text>", "申请当日的周岁"),
        ("<text>&lt; parameters.minimum_age</text>", '<text>"八十"</text>', "conditions"),
    ],
)  # fmt: skip
def test_a_failing_proof_blocks(planted: None, old: str, new: str, told: str) -> None:
    version = draft(old, new)
    with pytest.raises(decisions.ProofFails) as refusal:
        decisions.release_rule_set(by=OTHER, version_id=version.pk, effective_from=DAY)
    assert told in refusal.value.message


def test_failing_or_missing_unit_cases_block(planted: None) -> None:
    version = draft("<text>80</text>", "<text>90</text>")
    with pytest.raises(decisions.CasesFail, match="全部符合"):
        decisions.release_rule_set(by=OTHER, version_id=version.pk, effective_from=DAY)
    decisions.save_draft(by=AUTHOR, version_id=version.pk, dmn_xml=version.dmn_xml, cases=[])
    with pytest.raises(decisions.NoUnitCases):
        decisions.release_rule_set(by=OTHER, version_id=version.pk, effective_from=DAY)


def test_a_later_version_waits_for_its_day(decide: Decide) -> None:
    version = draft("<text>80</text>", "<text>90</text>")
    decisions.save_draft(by=AUTHOR, version_id=version.pk, dmn_xml=version.dmn_xml, cases=version.cases[2:3])
    loose = [{**version.cases[0], "expect": {"outcome": "human"}}]
    decisions.save_draft(by=AUTHOR, version_id=version.pk, dmn_xml=version.dmn_xml, cases=loose)
    decisions.release_rule_set(by=OTHER, version_id=version.pk, effective_from=date(2026, 3, 3))
    assert decide(CODE).version == 1
    assert decide(CODE, on=date(2026, 3, 3)).version == version.number


def test_only_the_author_changes_a_draft(planted: None) -> None:
    version = draft()
    with pytest.raises(decisions.NotTheAuthor):
        decisions.save_draft(by=OTHER, version_id=version.pk, dmn_xml=version.dmn_xml, cases=[])
    now = in_force()
    with pytest.raises(decisions.NotADraft):
        decisions.save_draft(by=SYSTEM, version_id=now.pk, dmn_xml=now.dmn_xml, cases=[])


def test_the_database_holds_it_too(decide: Decide) -> None:
    kept(decide(CODE))
    mine = draft()
    for sql in (
        "UPDATE decisions_rulesetversion SET dmn_xml = 'x' WHERE state = 'released'",
        "DELETE FROM decisions_rulesetversion WHERE state = 'released'",
        "UPDATE decisions_rulesetversion SET state = 'released', released_by = drafted_by"
        f" WHERE id = {mine.pk}",
        "UPDATE decisions_decisionrecord SET outcome = 'human'",
        "DELETE FROM decisions_decisionrecord",
        "INSERT INTO decisions_decisionrecord SELECT gen_random_uuid(), case_number, draft_reference,"
        " rule_set, number, digest, inputs, inputs_digest, 'refuse', reasons, trace, engine, decided_at,"
        " city, version_id FROM decisions_decisionrecord",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def stored_thousand(decide: Decide) -> None:
    """Store 1,000 decisions: every 27th by someone of 85, the others by someone of 93."""
    one, other = (
        decide(CODE, facts={"population": type(good(CODE)["facts"]["population"])(
            "ok", {**good(CODE)["facts"]["population"].value, "birth_date": born})})
        for born in ("1941-01-08", "1933-01-08")
    )  # fmt: skip
    with unit.work():
        for n in range(1000):
            decisions.record_decision(
                by=SYSTEM, decision=other if n % 27 else one, case_number=f"N{n:04}", city="4500"
            )


def test_a_thousand_replay_the_same_and_what_if_lists_the_changed(decide: Decide) -> None:
    stored_thousand(decide)
    stricter = draft("<text>80</text>", "<text>90</text>")
    run = decisions.ask_what_if(by=OTHER, version_id=stricter.pk)
    assert (run.seen, run.total, run.finished_at) == (500, 1000, None)
    advance_what_ifs()
    run = WhatIf.objects.get(pk=run.pk)
    assert (run.seen, run.changed, run.finished_at is None) == (1000, 38, False)
    assert {c["number"] for c in run.changes} == {f"N{n:04}" for n in range(0, 1000, 27)}
    assert {(c["before"], c["after"]) for c in run.changes} == {("approve", "human")}
    loose = [{**stricter.cases[0], "expect": {"outcome": "human"}}]
    decisions.save_draft(by=AUTHOR, version_id=stricter.pk, dmn_xml=stricter.dmn_xml, cases=loose)
    decisions.release_rule_set(by=OTHER, version_id=stricter.pk, effective_from=DAY)
    assert sum(again.same for _, again in decisions.replay_all()) == 1000
    record = DecisionRecord.objects.get(case_number="N0500")
    without_guards()
    DecisionRecord.objects.filter(pk=record.pk).update(inputs=(record.inputs or "").replace("1933", "1934"))
    differing = [(r.case_number, a.differences) for r, a in decisions.replay_all() if not a.same]
    assert differing[0][0] == "N0500" and len(differing) == 1
    assert differing[0][1][0] == "保存的输入与当时的摘要不一致"
