"""decide: approve, human or correct; never on missing data, never a refusal."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.decisions import public as decisions
from onewindow.decisions.tests.conftest import PILOTS, Answer, Decide, good
from onewindow.kernel.public import SYSTEM


@pytest.mark.parametrize("rule_set", PILOTS)
def test_approves_when_all_is_in_order(decide: Decide, rule_set: str) -> None:
    decision = decide(rule_set)
    assert (decision.outcome, decision.reasons, decision.version) == ("approve", (), 1)
    assert len(decision.digest) == 64


def test_tells_every_failed_condition_at_once(decide: Decide) -> None:
    decision = decide("nurse-renewal", answers={"certificate_number": "1", "declaration": False})
    assert decision.outcome == "correct"
    assert [(r.field, r.rule) for r in decision.reasons] == [("certificate_number", 5), ("declaration", 16)]
    assert decision.reasons[0].text == "填写的护士执业证书编号与注册登记的不一致，请对照证书改正。"
    assert decision.reasons[0].basis == "《中华人民共和国行政许可法》第三十一条"


def test_a_reason_for_an_officer_outweighs_a_correction(decide: Decide) -> None:
    decision = decide(
        "senior-allowance",
        answers={"declaration": False},
        facts={"civil_death": Answer("ok", {"deceased": True})},
    )
    assert (decision.outcome, [r.rule for r in decision.reasons]) == ("human", [6, 9])


@pytest.mark.parametrize("status", ["down", "none"])
@pytest.mark.parametrize("rule_set", PILOTS)
def test_a_source_without_an_answer_means_a_human(decide: Decide, rule_set: str, status: str) -> None:
    name = next(iter(good(rule_set)["facts"]))
    decision = decide(rule_set, facts={name: Answer(status, None)})
    assert decision.outcome == "human"
    assert [(r.cause, r.source) for r in decision.reasons] == [("source", name)]


def test_says_which_source_did_not_answer(decide: Decide) -> None:
    down = decide("nurse-renewal", facts={"employment": Answer("down", None)})
    none = decide("nurse-renewal", facts={"employment": Answer("none", None)})
    assert (
        down.reasons[0].text
        == "执业机构聘用确认暂时查不到（数据来源没有应答），不能自动核对，已转工作人员核对。"
    )
    assert none.reasons[0].text == "在执业机构聘用确认里没有查到记录，不能自动核对，已转工作人员核对。"


def test_a_source_that_was_not_asked_means_a_human(planted: None) -> None:
    given = good("senior-allowance")
    del given["facts"]["bank_account"]
    decision = decisions.decide(**given)
    assert decision.outcome == "human"
    assert decision.reasons[0].text == "没有取得银行账户核验，不能自动核对，已转工作人员核对。"


def test_an_answer_without_its_fields_means_a_human(decide: Decide) -> None:
    decision = decide("senior-allowance", facts={"population": Answer("ok", {"name": "黄桂芳"})})
    assert decision.outcome == "human"
    assert "unknown" in {r.cause for r in decision.reasons}


def test_the_age_is_told(decide: Decide) -> None:
    population = {
        "name": "黄桂芳",
        "birth_date": "1947-09-15",
        "alive": True,
        "household_region": "450102001004",
    }
    decision = decide("senior-allowance", facts={"population": Answer("ok", population)})
    assert decision.outcome == "human"
    assert decision.reasons[0].text.startswith("按人口库登记的出生日期，申请当日为 78 周岁，未满 80 周岁")


def test_the_kill_switch_means_a_human_at_once(decide: Decide) -> None:
    decide("nurse-renewal")
    decisions.set_kill_switch(by=SYSTEM, rule_set="nurse-renewal", on=True, reason="抽查发现数据异常")
    stopped = decide("nurse-renewal")
    assert (stopped.outcome, [r.cause for r in stopped.reasons]) == ("human", ["switch"])
    decisions.set_kill_switch(by=SYSTEM, rule_set="nurse-renewal", on=False, reason="数据已恢复")
    assert decide("nurse-renewal").outcome == "approve"


def test_an_unknown_rule_set_means_a_human(db: None) -> None:
    decision = decisions.decide(**{**good("nurse-renewal"), "rule_set": "nothing"})
    assert (decision.outcome, decision.version, [r.cause for r in decision.reasons]) == (
        "human",
        0,
        ["release"],
    )


def test_costs_no_sql_when_known(decide: Decide) -> None:
    decide("nurse-renewal")
    with CaptureQueriesContext(connection) as queries:
        decide("nurse-renewal")
    assert len(queries) == 0
