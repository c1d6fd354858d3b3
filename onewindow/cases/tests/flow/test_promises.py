"""Promises: made by submitting, kept by supplying, broken by the day or by a finding, made good again."""

from datetime import timedelta

import pytest

from onewindow.cases.errors import (
    CaseNotYours,
    FlowInvalid,
    MaterialNotAwaited,
    PromiseBarred,
    PromiseNotFound,
    PromiseOpen,
    PromiseSettled,
    WrongState,
)
from onewindow.cases.models import Breach, Case, Promise, PromiseKind, PromiseState
from onewindow.cases.public import (
    Ask,
    Delivery,
    Outcome,
    Status,
    accept_case,
    answer_item,
    archive_case,
    ask_for_correction,
    check_promise,
    decide_case,
    deliver_case,
    repair_breach,
    supply_correction,
    supply_material,
    withdraw_case,
    withhold_result,
)
from onewindow.cases.services.nightly import break_overdue_promises
from onewindow.cases.tests.factories import submitted
from onewindow.cases.tests.flow.conftest import at, events, paper
from onewindow.documents import public as documents
from onewindow.exchange.tests.factories import answering
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import audit, clock

EXAM = 6


def promise() -> Promise:
    return Promise.objects.get(kind=PromiseKind.DEFICIENCY)


def grant(people, delivery: Delivery = Delivery.COUNTER) -> None:
    decide_case(
        by=people.officer,
        number=people.number,
        outcome=Outcome.GRANTED,
        opinion="已核实。",
        delivery=delivery,
    )


def test_submitting_without_it_promises_it_in_words_with_a_day(people) -> None:
    made = promise()
    assert (made.seq, made.material, made.state) == (EXAM, "6 个月内健康体检证明", PromiseState.OPEN)
    assert made.due_on == Case.objects.get(number=people.number).promised_due
    assert made.text.startswith("本人（本单位）承诺在2026年3月3日前补交“6 个月内健康体检证明”")
    assert audit.verify().ok


def test_supplying_keeps_it(people) -> None:
    supply_material(by=people.applicant, number=people.number, seq=EXAM, file=paper("体检.png"))
    assert (promise().state, promise().finding) == (PromiseState.KEPT, "材料已补交")
    with clock.at(at(30)):
        assert break_overdue_promises() == 0
    assert audit.verify().ok


def test_an_open_case_ends_on_the_day_after_the_last(people, case) -> None:
    accept_case(by=people.officer, number=people.number)
    with clock.at(at(1)):
        assert break_overdue_promises() == 0
    with clock.at(at(2)):
        assert break_overdue_promises() == 1
        assert break_overdue_promises() == 0
    now = case()
    assert (now.status, now.outcome) == (Status.CLOSED, Outcome.LAPSED)
    assert promise().state == PromiseState.BROKEN
    assert events("CaseLapsed")[-1].subject == people.number  # whoever waits for its end is told of it
    assert Breach.objects.get().person_id == people.applicant.person_id
    assert (events("PromiseBroken")[-1].payload["granted"], events("PromiseBroken")[-1].external) == (
        False,
        True,
    )
    assert audit.verify().ok


def test_a_granted_one_is_told_to_who_may_revoke_it(people, case) -> None:
    grant(people)
    with clock.at(at(2)):
        break_overdue_promises()
    assert (case().status, case().outcome) == (Status.DECIDED, Outcome.GRANTED)
    assert events("PromiseBroken")[-1].payload["granted"] is True


def test_it_is_archived_after_the_promise_and_then_nothing_is_added(people, case) -> None:
    grant(people)
    Case.objects.filter(number=people.number).update(
        status="closed", next_due=None, closed_at=at(0), decided_at=at(0)
    )
    with clock.at(at(1)), pytest.raises(PromiseOpen):
        archive_case(by=people.officer, number=people.number)
    with clock.at(at(2)):
        break_overdue_promises()
        archive_case(by=people.officer, number=people.number)
        with pytest.raises(MaterialNotAwaited):
            supply_material(by=people.applicant, number=people.number, seq=EXAM, file=paper("体检.png"))


def test_what_ended_otherwise_breaks_nothing(people) -> None:
    withdraw_case(by=people.applicant, number=people.number)
    with clock.at(at(2)):
        break_overdue_promises()
    assert promise().state == PromiseState.VOID
    assert not Breach.objects.exists()


def test_who_broke_one_is_offered_no_other_until_it_is_made_good(people) -> None:
    accept_case(by=people.officer, number=people.number)
    with clock.at(at(2)):
        break_overdue_promises()
        account = identity.Account.objects.get(username="qinzhiyuan")
        with answering(), pytest.raises(PromiseBarred) as refused:
            submitted(account, "nurse-renewal", certificate_number="202345000456")
        assert list(refused.value.errors) == ["exam_file"]
        assert "失信记录" in refused.value.message
        for other in people.outsiders:
            with pytest.raises(CaseNotYours):
                repair_breach(by=other, number=people.number, seq=EXAM, how="已补交")
        repair_breach(by=people.officer, number=people.number, seq=EXAM, how="已补交体检证明，核对原件")
        with pytest.raises(PromiseNotFound):
            repair_breach(by=people.officer, number=people.number, seq=EXAM, how="再来")
        with answering():
            assert submitted(account, "nurse-renewal", certificate_number="202345000456").is_open()
    assert audit.verify().ok


def test_a_check_settles_it_once(people) -> None:
    for other in people.outsiders:
        with pytest.raises(CaseNotYours):
            check_promise(by=other, number=people.number, seq=EXAM, kept=True, finding="看过")
    with pytest.raises(FlowInvalid):
        check_promise(by=people.officer, number=people.number, seq=EXAM, kept=True, finding=" ")
    check_promise(by=people.officer, number=people.number, seq=EXAM, kept=True, finding="已电话核实")
    with pytest.raises(PromiseSettled):
        check_promise(by=people.officer, number=people.number, seq=EXAM, kept=False, finding="又查")
    with pytest.raises(PromiseNotFound):
        check_promise(by=people.officer, number=people.number, seq=99, kept=True, finding="无")


def test_a_false_one_is_a_breach(people) -> None:
    check_promise(by=people.officer, number=people.number, seq=EXAM, kept=False, finding="医院没有记录")
    assert Breach.objects.get().cause == "医院没有记录"
    assert events("PromiseBroken")[-1].payload["kind"] == "later"


@pytest.fixture
def uploaded(people):
    asks = [Ask("护士执业证书", "看不清")]
    ask_for_correction(by=people.officer, number=people.number, asks=asks)
    answer_item(by=people.applicant, number=people.number, seq=3, file=paper())
    supply_correction(by=people.applicant, number=people.number)
    grant(people)


def test_an_original_that_differs_holds_the_result_back(people, case, uploaded) -> None:
    for other in people.outsiders:
        with pytest.raises(CaseNotYours):
            withhold_result(by=other, number=people.number, seq=3, finding="照片被改过")
    with pytest.raises(FlowInvalid):
        withhold_result(by=people.officer, number=people.number, seq=EXAM, finding="没有这份")
    withhold_result(by=people.officer, number=people.number, seq=3, finding="照片被改过")
    now = case()
    assert (now.status, now.outcome, now.reopened) == (Status.REVIEWING, "", 1)
    assert now.materials.get(seq=3).is_awaited
    (grant_notice,) = [one for one in documents.notices_of(people.number) if one.kind == "grant"]
    assert grant_notice.status == documents.Status.REVOKED
    assert Breach.objects.get().promise.kind == PromiseKind.ORIGINAL
    with pytest.raises(WrongState):
        withhold_result(by=people.officer, number=people.number, seq=3, finding="照片被改过")
    assert audit.verify().ok


def test_after_it_the_case_goes_on_and_can_be_granted_again(people, case, uploaded) -> None:
    withhold_result(by=people.officer, number=people.number, seq=3, finding="照片被改过")
    supply_material(by=people.applicant, number=people.number, seq=3, file=paper("真.png"))
    grant(people)
    deliver_case(by=people.officer, number=people.number, way=Delivery.COUNTER, checked=[3])
    assert (case().status, case().outcome) == (Status.CLOSED, Outcome.GRANTED)
    numbers = [one.number for one in documents.notices_of(people.number) if one.kind == "grant"]
    assert numbers[1] == numbers[0].removesuffix("号") + "-2号"
    assert audit.verify().ok


def test_a_proof_is_promised_instead(people) -> None:
    with answering():
        made = submitted(of_the_cast("zhuangxiangwei"), "packaged-food")
    row = Promise.objects.get(case=made)
    assert (row.kind, row.check_by, row.material) == (PromiseKind.PROOF, "site", "经营场所使用承诺")
    assert row.due_on > made.submitted_at.date() + timedelta(days=50)
