"""听证: told, asked for in time, called with notice, led by a stranger to the review, recorded."""

import json
from datetime import date, timedelta

import pytest

from onewindow.cases import public as cases
from onewindow.cases.models import ClockEntry, Hearing
from onewindow.cases.states import Status
from onewindow.cases.tests.flow.conftest import MONDAY, events
from onewindow.documents import public as documents
from onewindow.kernel.public import audit, clock


def at(days: int):
    return clock.at(MONDAY + timedelta(days=days))


def call(hands, *, on: date | None = date(2026, 3, 12), host=None, by=None):
    return cases.call_hearing(
        by=by or hands.first, number=hands.number, on=on, hour="上午9:30", place="政务服务中心3楼",
        host=(host or hands.chief).label,
    )  # fmt: skip


@pytest.fixture
def told(hands):
    hands.reviewed("核查不合格")
    cases.tell_hearing_right(by=hands.first, number=hands.number, reason="场所不符合规定，拟不予许可。")
    return hands


def refuse(hands):
    return hands.do(
        hands.approver, "approve", "不予", "场所不符合规定。", legal_basis="食品安全法 第三十五条"
    )


def test_no_refusal_before_the_right_was_told_and_the_days_are_over(hands) -> None:
    hands.reviewed("核查不合格")
    with pytest.raises(cases.HearingRightUntold):
        refuse(hands)
    cases.tell_hearing_right(by=hands.first, number=hands.number, reason="拟不予许可。")
    for day in (0, 7):
        with at(day), pytest.raises(cases.HearingPending) as pending:
            refuse(hands)
    assert "3月9日前" in str(pending.value)
    with at(8):
        assert refuse(hands).outcome == "refused"
    assert {d.kind for d in documents.notices_of(hands.number)} >= {"hearing_right", "refusal"}
    assert [e.payload["until"] for e in events("HearingRightTold")] == ["2026-03-09"]


def test_the_whole_way_and_the_decision_rests_on_the_record(told, case) -> None:
    with at(1):
        cases.ask_hearing(by=told.applicant, number=told.number, note="我们已经整改。")
    assert Hearing.objects.get().hold_by == date(2026, 3, 31)
    call(told)
    now = case()
    assert (now.status, now.paused_for) == (Status.SUSPENDED, "hearing")
    assert ClockEntry.objects.filter(case=now, action="pause", reason="hearing").count() == 1
    with pytest.raises(cases.FlowInvalid):
        cases.resume_case(by=told.first, number=told.number, result="好了")
    with at(9), pytest.raises(cases.HearingClosed):
        cases.record_hearing(by=told.chief, number=told.number, record="……", signed_by="双方")
    with at(10):
        with pytest.raises(cases.CaseNotYours):
            cases.record_hearing(by=told.first, number=told.number, record="……", signed_by="双方")
        held = cases.record_hearing(
            by=told.chief,
            number=told.number,
            record="申请人：已整改。审查人员：未见证据。",
            signed_by="陆小燕、陆芳",
        )
        assert (held.state, len(bytes(held.digest))) == ("held", 32)
        assert case().status == Status.REVIEWING
        (paper,) = [d for d in documents.notices_of(told.number) if d.kind == "hearing_record"]
        record = json.loads(bytes(paper.record))
        assert record["template"] == "record/1" and "市监听笔〔2026〕" in paper.number
        assert record["text"][1] == "申请人：已整改。审查人员：未见证据。"
        assert record["facts"][-2:] == [["核对笔录", "陆小燕"], ["核对笔录", "陆芳"]]
        refused = refuse(told)
    assert refused.opinion.endswith("本决定根据2026年3月12日上午9:30，政务服务中心3楼举行的听证的笔录作出。")
    titles = [e.title for e in refused.events.filter(kind="hearing").order_by("id")]
    assert titles == ["告知听证权利", "要求听证", "通知举行听证", "听证已举行，笔录已签名"]
    assert audit.verify().ok


def test_what_is_called_is_announced_without_a_name_until_it_is_held(told, client, case) -> None:
    def shown() -> str:
        return client.get("/hearings/").content.decode()

    with at(1):
        cases.ask_hearing(by=told.applicant, number=told.number, note="我们已经整改。")
        assert "近期没有听证" in shown()
        call(told)
        page = shown()
        for words in (case().item_name, "2026年3月12日 上午9:30", "政务服务中心3楼", "市场监督管理局"):
            assert words in page
        assert case().applicant_name not in page
        assert case().item_name in client.get("/hearings/?after=20260312.x").content.decode()
        assert (
            "近期没有听证"
            in client.get(f"/hearings/?after=20260312.{Hearing.objects.get().pk}").content.decode()
        )
    with at(11):
        assert "近期没有听证" in shown()


def test_only_in_time_only_once_only_by_the_applicant(told) -> None:
    n = told.number
    with pytest.raises(cases.HearingClosed):
        cases.tell_hearing_right(by=told.first, number=n, reason="再告知")
    for other in (told.first, told.elsewhere):
        with pytest.raises(cases.CaseNotYours):
            cases.ask_hearing(by=other, number=n)
        with pytest.raises(cases.CaseNotYours):
            cases.waive_hearing(by=other, number=n)
    cases.waive_hearing(by=told.applicant, number=n)
    with pytest.raises(cases.HearingClosed):
        cases.waive_hearing(by=told.applicant, number=n)
    with at(8), pytest.raises(cases.HearingClosed) as late:
        cases.ask_hearing(by=told.applicant, number=n)
    assert "3月9日" in str(late.value)
    cases.ask_hearing(by=told.applicant, number=n)
    with pytest.raises(cases.HearingClosed):
        cases.ask_hearing(by=told.applicant, number=n)


def test_an_officer_registers_what_an_interested_person_asks_for(told) -> None:
    one = cases.ask_hearing(by=told.first, number=told.number, note="怕吵。", interested="邻近居民代表")
    assert (one.state, one.interested) == ("asked", "邻近居民代表")


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (None, "请填写举行的日期"),
        (date(2026, 3, 10), "最早可以在3月11日举行"),
        (date(2026, 4, 1), "要在3月30日前举行"),
        (date(2026, 3, 14), "请选择工作日"),
    ],
)
def test_seven_days_notice_and_twenty_days_in_all(told, on: date | None, words: str) -> None:
    cases.ask_hearing(by=told.applicant, number=told.number)
    with pytest.raises(cases.FlowInvalid) as wrong:
        call(told, on=on)
    assert words in wrong.value.errors["on"][0]


def test_the_host_did_not_review_and_does_not_review_after(told) -> None:
    cases.ask_hearing(by=told.applicant, number=told.number)
    for reviewer in (told.first, told.second):
        with pytest.raises(cases.HostIsReviewer):
            call(told, host=reviewer)
    with pytest.raises(cases.FlowInvalid):
        call(told, host=told.elsewhere)
    call(told, host=told.approver)
    with at(10):
        cases.record_hearing(by=told.approver, number=told.number, record="……", signed_by="双方")
        with pytest.raises(cases.HostIsReviewer):
            refuse(told)


def test_a_host_who_withdraws_is_replaced(told, case) -> None:
    n = told.number
    cases.ask_hearing(by=told.applicant, number=n)
    call(told, host=told.approver)
    with pytest.raises(cases.CaseNotYours):
        cases.ask_recusal(by=told.first, number=n, reason="亲戚")
    cases.ask_recusal(by=told.applicant, number=n, reason="与竞争对手有亲属关系。")
    with at(10), pytest.raises(cases.HearingClosed):
        cases.record_hearing(by=told.approver, number=n, record="……", signed_by="双方")
    with pytest.raises(cases.CaseNotYours):
        cases.answer_recusal(by=told.first, number=n, granted=True, answer="同意")
    cases.answer_recusal(by=told.chief, number=n, granted=True, answer="情况属实。")
    with pytest.raises(cases.NothingToAnswer):
        cases.answer_recusal(by=told.chief, number=n, granted=True, answer="再答")
    with pytest.raises(cases.FlowInvalid):
        call(told, host=told.approver)
    again = call(told, on=date(2026, 3, 16))
    assert (again.calls, again.host_name, again.recusal_state) == (2, "韦美玲", "")
    assert case().status == Status.SUSPENDED
    assert len({d.number for d in documents.notices_of(n)}) == len(documents.notices_of(n))


def test_withdrawing_ends_it(told, case) -> None:
    cases.ask_hearing(by=told.applicant, number=told.number)
    call(told)
    cases.withdraw_case(by=told.applicant, number=told.number)
    with pytest.raises(cases.HearingClosed):
        call(told)
    assert case().outcome == "withdrawn"
