"""The steps of a review: by whom, in which order, decided only at the end, on record."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.cases import public as cases
from onewindow.cases.checkpoints import points_of
from onewindow.cases.models import NegativeFiling, StepCheck
from onewindow.cases.states import Outcome, Status
from onewindow.cases.tests.flow.conftest import MONDAY, events
from onewindow.documents import public as documents
from onewindow.kernel.public import audit, clock
from onewindow.workflow import public as workflow


def open_steps(number: str) -> list[str]:
    waiting = workflow.Task.objects.filter(subject=number, state="open", kind="task").order_by("id")
    return [f"{one.name}:{one.due:%m%d}" if one.due else one.name for one in waiting]


def test_the_process_leads_to_the_decision_and_nothing_else_does(hands, case) -> None:
    assert (case().process, open_steps(hands.number)) == ("licence-with-inspection", ["初审:0304"])
    with pytest.raises(cases.ProcessDecides):
        cases.decide_case(by=hands.approver, number=hands.number, outcome=Outcome.GRANTED, opinion="好。")
    hands.do(hands.first, "first", "通过")
    assert open_steps(hands.number) == ["现场核查:0309", "现场核查:0309"]
    hands.do(hands.first, "site", "核查合格")
    assert case().status == Status.REVIEWING
    hands.do(hands.second, "site", "核查合格")
    assert open_steps(hands.number) == ["审批:0305"]
    decided = hands.do(hands.approver, "approve", "准予", "符合条件。")
    assert (decided.status, decided.outcome, decided.opinion) == (Status.CLOSED, "granted", "符合条件。")
    assert {d.kind for d in documents.notices_of(hands.number)} == {
        "receipt", "acceptance", "grant", "delivery",
    }  # fmt: skip
    told = [e.title for e in decided.events.order_by("id")][-4:]
    assert told == ["初审：已办", "现场核查：已办", "现场核查：已办", "人工决定：准予"]
    assert audit.verify().ok


def test_two_go_to_the_site_and_neither_approves(hands) -> None:
    hands.do(hands.first, "first", "通过")
    hands.do(hands.approver, "site", "核查合格")
    with pytest.raises(workflow.NotYourTask):
        hands.do(hands.chief, "site", "核查合格")
    hands.do(hands.second, "site", "核查合格")
    with pytest.raises(workflow.SameHand) as refused:
        hands.do(hands.approver, "approve", "准予")
    assert "现场核查" in str(refused.value)


def test_the_same_person_does_not_check_twice_for_two(hands) -> None:
    hands.do(hands.first, "first", "通过")
    hands.do(hands.first, "site", "核查合格")
    with pytest.raises(workflow.SameHand):
        hands.do(hands.first, "site", "核查合格")


def test_a_refusal_names_who_proposed_and_who_approved(hands, case) -> None:
    hands.reviewed("核查不合格")
    with pytest.raises(cases.OpinionMissing) as missing:
        hands.do(hands.approver, "approve", "不予", "场所不符合规定。")
    assert list(missing.value.errors) == ["legal_basis"]
    cases.tell_hearing_right(by=hands.first, number=hands.number, reason="拟不予许可。")
    cases.waive_hearing(by=hands.applicant, number=hands.number)
    refused = hands.do(
        hands.approver, "approve", "不予", "场所不符合规定。", legal_basis="食品安全法 第三十五条"
    )
    assert (refused.status, refused.outcome) == (Status.CLOSED, "refused")
    filing = NegativeFiling.objects.get(case=case())
    assert (filing.state, filing.answered_by) == ("released", hands.approver.label)
    assert filing.filed_by in {hands.first.label, hands.second.label}
    (notice,) = (d for d in documents.notices_of(hands.number) if d.kind == "refusal")
    assert "场所不符合规定。" in bytes(notice.record).decode()


def test_outsiders_and_empty_words(hands) -> None:
    for other in (hands.applicant, hands.elsewhere):
        with pytest.raises(cases.CaseNotYours):
            hands.do(other, "first", "通过")
    with pytest.raises(cases.FlowInvalid):
        hands.do(hands.first, "first", "通过", " ")
    with pytest.raises(cases.FlowInvalid):
        hands.do(hands.first, "first", "通过", "长" * 1001)
    with pytest.raises(workflow.TaskInvalid):
        hands.do(hands.first, "first", "准予")
    wrong = workflow.start_process(
        by=hands.first, key="two-hands", subject="ANOTHER", city="4500", region_code="450000000000",
        agency=hands.first.agency,
    )  # fmt: skip
    with pytest.raises(workflow.UnknownTask):
        cases.do_step(
            by=hands.first, number=hands.number, task=wrong.opened[0].pk, outcome="建议准予", opinion="好。"
        )


def test_take_back_return_delegate_and_opinions_at_the_desk(hands) -> None:
    n = hands.number
    hands.do(hands.first, "first", "不通过")
    cases.take_back_step(by=hands.first, number=n, task=hands.step("first", state="done"))
    cases.delegate_step(
        by=hands.first, number=n, task=hands.step("first"), to=hands.second.label, reason="出差。"
    )
    with pytest.raises(workflow.TaskInvalid):
        cases.delegate_step(
            by=hands.second, number=n, task=hands.step("first"), to=hands.chief.label, reason="转。"
        )
    cases.ask_opinions(
        by=hands.second, number=n, task=hands.step("first"), of=[hands.chief.label], question="能通过吗？"
    )
    with pytest.raises(workflow.WaitsForOpinions):
        hands.do(hands.second, "first", "通过")
    (asked,) = workflow.open_tasks(hands.chief, n)
    cases.do_step(by=hands.chief, number=n, task=asked.pk, outcome="同意", opinion="可以。")
    hands.do(hands.second, "first", "不通过")
    cases.claim_step(by=hands.approver, number=n, task=hands.step("approve"))
    with pytest.raises(workflow.CannotTakeBack):
        cases.take_back_step(by=hands.second, number=n, task=hands.step("first", state="done"))
    cases.release_step(by=hands.approver, number=n, task=hands.step("approve"))
    cases.return_step(by=hands.approver, number=n, task=hands.step("approve"), to="first", reason="再核。")
    back = workflow.Task.objects.get(pk=hands.step("first"))
    assert back.holder == hands.second.label
    told = [e.title for e in cases.case_for(hands.first, n).events.all()][-4:]
    assert told == ["初审：已办", "初审：撤回重办", "初审：已办", "审批：退回初审"]
    assert audit.verify().ok


def test_the_process_stands_still_and_moves_with_the_case(hands, case) -> None:
    n = hands.number
    cases.suspend_case(by=hands.first, number=n, reason="testing", days=5, note="检测机构")
    with pytest.raises(cases.WrongState):
        hands.do(hands.first, "first", "通过")
    with clock.at(MONDAY + timedelta(days=7)):
        cases.resume_case(by=hands.first, number=n, result="合格")
        assert workflow.Task.objects.get(pk=hands.step("first")).due == date(2026, 3, 11)
    cases.transfer_case(by=hands.approver, number=n, agency=hands_body(hands.elsewhere), reason="职责调整")
    with pytest.raises(cases.CaseNotYours):
        hands.do(hands.first, "first", "通过")
    cases.take_over_case(by=hands.elsewhere, number=n)
    hands.do(hands.elsewhere, "first", "不通过")
    cases.withdraw_case(by=hands.applicant, number=n)
    assert open_steps(n) == []
    assert case().outcome == "withdrawn"
    assert len(events("CaseTransferred")) == 1


def hands_body(of) -> str:
    from onewindow.government import public as government

    return government.Agency.objects.get(pk=of.agency).name


def test_what_a_step_costs(hands) -> None:
    """Case, version 0; task; the four of a step of the process; its points; case with timeline; audit."""
    task = hands.step("first")
    with CaptureQueriesContext(connection) as captured:
        cases.do_step(by=hands.first, number=hands.number, task=task, outcome="通过", opinion="好。")
    said = [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(said) == 10, said


def test_which_points_a_reviewer_ticked_is_kept(hands, case) -> None:
    points = points_of(case())
    assert len(points) >= 2
    hands.do(hands.first, "first", "通过", ticked={1, 99})
    kept = StepCheck.objects.filter(case=case()).order_by("seq")
    assert [(one.seq, one.ticked, one.by) for one in kept] == [
        (seq, seq == 1, hands.first.label) for seq in range(1, len(points) + 1)
    ]
    assert kept[0].point == points[0][:300]
    hands.do(hands.first, "site", "核查合格")
    hands.do(hands.second, "site", "核查合格")
    hands.do(hands.approver, "approve", "准予", "符合条件。")
    assert StepCheck.objects.filter(case=case()).count() == 3 * len(points)  # an approval has none
