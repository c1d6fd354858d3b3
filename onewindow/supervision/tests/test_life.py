"""The life of a card: explained, confirmed or revoked, appealed, corrected; red leads to responsibility."""

import pytest
from django.db import DatabaseError, connection, transaction

from onewindow.kernel.public import clock, outbox
from onewindow.supervision import public as supervision
from onewindow.supervision.errors import (
    AccountabilityState,
    AppealedOnce,
    NotSupervisor,
    NotWatched,
    OnlyRed,
    SameHand,
    TooEarly,
    TooLate,
    WordsMissing,
)
from onewindow.supervision.errors import SignalState as WrongState
from onewindow.supervision.models import Signal, SignalStep
from onewindow.supervision.services.watching import check_due
from onewindow.supervision.tests.factories import People, at


@pytest.fixture
def red(people: People) -> str:
    """A red card: five days without a word; raised on Tuesday the 10th."""
    with clock.at(at(8)):
        check_due()
    return Signal.objects.get(rule="T02").number


def confirmed(people: People, red: str) -> str:
    with clock.at(at(8)):
        supervision.explain_signal(by=people.officer, number=red, words="当天系统停电。")
        supervision.confirm_signal(by=people.first, number=red, words="没有提供停电的证明。")
    return red


def test_explained_and_revoked(people: People, red: str) -> None:
    with clock.at(at(8)):
        supervision.explain_signal(by=people.officer, number=red, words="申请人当面撤回，没有登记。")
        one = supervision.revoke_signal(by=people.first, number=red, words="情况属实。")
    assert (one.state, one.closed_at is not None) == ("revoked", True)
    kinds = list(SignalStep.objects.filter(signal=one).order_by("id").values_list("kind", flat=True))
    assert kinds == ["raised", "explain", "revoke"]
    told = outbox.last(supervision.CardSettled)
    assert told is not None and (told.number, told.confirmed) == (red, False)


def test_confirmed_only_after_an_explanation_or_its_day(people: People, red: str) -> None:
    with clock.at(at(8)), pytest.raises(TooEarly):
        supervision.confirm_signal(by=people.first, number=red, words="逾期。")
    with clock.at(at(10)):
        one = supervision.confirm_signal(by=people.first, number=red, words="逾期没有说明。")
    assert (one.state, str(one.appeal_by), str(one.correct_by)) == ("confirmed", "2026-03-17", "2026-03-26")


def test_appealed_once_and_answered_by_another(people: People, red: str) -> None:
    confirmed(people, red)
    with clock.at(at(9)):
        supervision.appeal_signal(by=people.chief, number=red, words="附停电通知。")
        with pytest.raises(SameHand):
            supervision.answer_appeal(by=people.first, number=red, uphold=True, words="维持。")
        one = supervision.answer_appeal(by=people.second, number=red, uphold=True, words="维持。")
        assert one.state == "confirmed"
        with pytest.raises(AppealedOnce):
            supervision.appeal_signal(by=people.chief, number=red, words="再申诉。")


def test_an_appeal_comes_too_late(people: People, red: str) -> None:
    confirmed(people, red)
    with clock.at(at(30)), pytest.raises(TooLate):
        supervision.appeal_signal(by=people.chief, number=red, words="附停电通知。")


def test_corrected_sent_back_and_closed(people: People, red: str) -> None:
    confirmed(people, red)
    with clock.at(at(9)):
        for enough, state in ((False, "confirmed"), (True, "closed")):
            supervision.correct_signal(by=people.officer, number=red, words="已经补发受理通知书。")
            one = supervision.close_signal(by=people.first, number=red, enough=enough, words="已核实。")
            assert one.state == state


def test_responsibility_takes_three_hands_and_hears_the_body(people: People, red: str) -> None:
    confirmed(people, red)
    given = {"measure": "admonish", "fact": "五个工作日没有告知。", "basis": "行政许可法第七十二条"}
    with clock.at(at(9)):
        held = supervision.propose_accountability(by=people.first, number=red, **given)
        with pytest.raises(OnlyRed):
            supervision.propose_accountability(by=people.first, number=red, **given)
        with pytest.raises(SameHand):
            supervision.decide_accountability(by=people.first, number=held.number, agree=True, words="同意。")
        supervision.decide_accountability(by=people.second, number=held.number, agree=True, words="同意。")
        with pytest.raises(TooLate):
            supervision.carry_out_accountability(by=people.first, number=held.number)
        with pytest.raises(NotWatched):
            supervision.appeal_accountability(by=people.elsewhere, number=held.number, words="不服。")
        supervision.appeal_accountability(by=people.chief, number=held.number, words="责任在系统。")
        with pytest.raises(SameHand):
            supervision.answer_accountability_appeal(
                by=people.second, number=held.number, uphold=True, words="维持。"
            )
        supervision.answer_accountability_appeal(
            by=people.third, number=held.number, uphold=True, words="维持。"
        )
        one = supervision.carry_out_accountability(by=people.first, number=held.number)
        assert one.state == "done"
        with pytest.raises(AccountabilityState):
            supervision.carry_out_accountability(by=people.first, number=held.number)


def test_who_may_do_what(people: People, red: str) -> None:
    with clock.at(at(8)):
        for stranger in (people.applicant, people.elsewhere, people.first):
            with pytest.raises(NotWatched):
                supervision.explain_signal(by=stranger, number=red, words="说明。")
        for stranger in (people.applicant, people.officer, people.chief):
            with pytest.raises(NotSupervisor):
                supervision.revoke_signal(by=stranger, number=red, words="撤销。")
        with pytest.raises(WordsMissing):
            supervision.explain_signal(by=people.officer, number=red, words="  ")
        supervision.revoke_signal(by=people.first, number=red, words="撤销。")
        with pytest.raises(WrongState):
            supervision.revoke_signal(by=people.first, number=red, words="撤销。")
    assert list(supervision.signals_for(people.elsewhere)) == []
    assert {one.number for one in supervision.signals_for(people.officer)} >= {red}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM supervision_signal",
        "UPDATE supervision_signal SET level = 'yellow'",
        "UPDATE supervision_signal SET evidence = '{}'",
        "DELETE FROM supervision_signalstep",
        "UPDATE supervision_signalstep SET words = ''",
    ],
)
def test_the_database_keeps_what_was_found(people: People, red: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"never|append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_letter_is_answered_by_the_head_and_closed(people: People, red: str) -> None:
    agency = int(people.officer.agency)
    with clock.at(at(8)):
        letter = supervision.recommend(
            by=people.first, agency_id=agency, title="收件告知", text="请每天核对收件。", signals=[red, "J0"]
        )
        assert (letter.signals, str(letter.due_on)) == ([red], "2026-03-31")
        with pytest.raises(NotWatched):
            supervision.answer_recommendation(by=people.officer, number=letter.number, words="好。")
        supervision.answer_recommendation(by=people.chief, number=letter.number, words="已经安排专人。")
        with pytest.raises(supervision.SupervisionRefusal):
            supervision.answer_recommendation(by=people.chief, number=letter.number, words="再答。")
        assert supervision.close_recommendation(by=people.first, number=letter.number).state == "closed"
