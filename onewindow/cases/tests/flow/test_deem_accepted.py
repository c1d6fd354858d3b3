"""Deemed acceptance: five working days without a word, as of the day of receipt."""

from datetime import date

import pytest

from onewindow.cases.errors import WrongState
from onewindow.cases.models import NegativeFiling
from onewindow.cases.public import Ask, accept_case, ask_for_correction, decline_acceptance, deem_accepted
from onewindow.cases.queries import late_cases, numbers_to_deem
from onewindow.cases.services.nightly import deem_overdue
from onewindow.cases.states import Status
from onewindow.cases.tests.flow.conftest import MONDAY, at, events
from onewindow.kernel.public import clock


def test_nobody_answered_in_five_working_days(people, case) -> None:
    with clock.at(at(7)):  # the Monday after: the fifth working day
        assert case().receipt_due == date(2026, 3, 9) == clock.today()
        assert deem_overdue() == 0
    with clock.at(at(8)):
        assert [c.number for c in late_cases(clock.today())] == [people.number]
        assert deem_overdue() == 1
        assert deem_overdue() == 0
    now = case()
    assert (now.status, now.accepted_how, now.accepted_at) == (Status.REVIEWING, "deemed", MONDAY)
    assert (now.promised_due, now.statutory_due) == (date(2026, 3, 3), date(2026, 3, 30))
    assert events("CaseAccepted")[-1].payload["how"] == "deemed"
    assert now.events.order_by("-id")[0].title == "逾期未告知，视为受理"


def test_what_was_answered_in_time_is_left(people, case) -> None:
    accept_case(by=people.officer, number=people.number)
    with clock.at(at(30)):
        assert numbers_to_deem(clock.today()) == []
        with pytest.raises(WrongState):
            deem_accepted(number=people.number)


def test_a_correction_in_time_stops_the_clock(people, case) -> None:
    ask_for_correction(by=people.officer, number=people.number, asks=[Ask("护士执业证书", "看不清")])
    with clock.at(at(8)):
        assert deem_overdue() == 0
    assert case().status == Status.CORRECTING


def test_a_filing_not_released_in_time_falls(people, case) -> None:
    decline_acceptance(by=people.officer, number=people.number, cause="not_needed", reason="不需要许可。")
    with clock.at(at(8)):
        assert deem_overdue() == 1
    assert case().status == Status.REVIEWING
    assert NegativeFiling.objects.get().state == "void"
