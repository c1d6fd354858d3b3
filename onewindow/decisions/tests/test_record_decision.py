"""record_decision: one row with exact, encrypted inputs; replay makes the same of it."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.decisions import public as decisions
from onewindow.decisions.models import DecisionRecord, RuleSetVersion
from onewindow.decisions.tests.conftest import PILOTS, Answer, Decide
from onewindow.kernel.public import SYSTEM, unit


def kept(decision: decisions.Decision, number: str = "N1") -> decisions.DecisionRecord:
    with unit.work():
        return decisions.record_decision(by=SYSTEM, decision=decision, case_number=number, city="4500")


def without_guards() -> None:
    """Act as someone with the database's highest rights, who can go around its guards."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")


@pytest.mark.parametrize("rule_set", PILOTS)
def test_replays_to_the_same(decide: Decide, rule_set: str) -> None:
    kept(decide(rule_set))
    assert decisions.replay("N1") == decisions.Replay(True, [])


def test_keeps_every_cell(decide: Decide) -> None:
    record = kept(decide("senior-allowance"))
    assert len(record.trace["rows"]) == 9
    assert {len(row) for row in record.trace["rows"]} == {9}
    assert record.trace["matched"] == "f" * 9


def test_costs_one_statement_with_its_audit_entry(decide: Decide) -> None:
    decision = decide("nurse-renewal")
    with CaptureQueriesContext(connection) as queries:
        kept(decision)
    (sql,) = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert sql.count("INSERT INTO") == 2


def test_the_database_never_sees_a_personal_number(decide: Decide) -> None:
    kept(decide("nurse-renewal"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT inputs, reasons::text, trace::text FROM decisions_decisionrecord")
        inputs, reasons, trace = cursor.fetchone()
    for stored in (bytes(inputs), reasons.encode(), trace.encode()):
        assert b"459900199005120020" not in stored
        assert "韦晓兰".encode() not in stored


def test_a_changed_input_is_detected(decide: Decide) -> None:
    record = kept(decide("nurse-renewal"))
    inputs = json.loads(record.inputs or "")
    inputs["facts"]["health_penalty"]["value"]["active"] = True
    without_guards()
    DecisionRecord.objects.filter(pk=record.pk).update(inputs=json.dumps(inputs))
    replayed = decisions.replay("N1")
    assert replayed.differences == [
        "保存的输入与当时的摘要不一致",
        "结果：当时为 approve，现为 human",
        "理由与当时不同",
        "第 13 条规则：当时各格为 tttttttttttfttt，现为 ttttttttttttttt",
    ]


def test_a_changed_rule_file_is_detected(decide: Decide) -> None:
    kept(decide("senior-allowance"))
    version = RuleSetVersion.objects.get(rule_set__code="senior-allowance")
    version.dmn_xml = version.dmn_xml.replace("<text>80</text>", "<text>90</text>")
    without_guards()
    version.save()
    replayed = decisions.replay("N1")
    assert not replayed.same
    assert replayed.differences[0] == "保存的规则文件与当时的摘要不一致"


def test_an_old_decision_replays_by_its_own_version(decide: Decide) -> None:
    kept(decide("senior-allowance"))
    old = RuleSetVersion.objects.get(rule_set__code="senior-allowance")
    newer = decisions.draft_rule_set(
        by=SYSTEM, code="senior-allowance", name="高龄津贴申领", cases=[],
        dmn_xml=old.dmn_xml.replace("<text>80</text>", "<text>90</text>"),
    )  # fmt: skip
    decisions.release_rule_set(by=SYSTEM, version_id=newer.pk, effective_from=old.effective_from)
    assert decide("senior-allowance").outcome == "human"
    assert decisions.replay("N1").same


def test_an_unknown_case_is_not_found(db: None) -> None:
    with pytest.raises(decisions.RecordUnknown):
        decisions.replay("N0")


def test_explains_conditions_sources_and_notes(decide: Decide) -> None:
    kept(
        decide(
            "nurse-renewal", facts={"employment": Answer("down", None)}, answers={"exam_date": "2025-01-02"}
        )
    )
    told = decisions.explanation_of("N1")
    assert told is not None
    assert (told.outcome_label, told.version, len(told.rules), told.met) == ("转人工核对", 1, 16, 14)
    assert [(r.number, r.result) for r in told.failed] == [(12, "unknown"), (15, "failed")]
    assert told.rules[14].cells[0].label == "体检日期在有效期以内"
    assert told.rules[14].message == "体检日期 2025-01-02 距今已超过 6 个月，请填写最近一次体检的日期。"
    assert "韦*兰" in dict(told.sources[0].fields).values()
    assert told.notes == ["执业机构聘用确认暂时查不到（数据来源没有应答），不能自动核对，已转工作人员核对。"]
