"""Withdrawing: by the applicant, from any state before the decision; every clock stops."""

import pytest

from onewindow.cases.clocks import run_of
from onewindow.cases.errors import CaseAlreadyClosed, CaseNotYours
from onewindow.cases.models import ClockEntry, NegativeFiling
from onewindow.cases.public import (
    Ask,
    Outcome,
    Status,
    accept_case,
    ask_for_correction,
    decide_case,
    suspend_case,
    withdraw_case,
)


def _correcting(people) -> None:
    ask_for_correction(by=people.officer, number=people.number, asks=[Ask("聘用证明", "没有盖章")])


def _suspended(people) -> None:
    accept_case(by=people.officer, number=people.number)
    suspend_case(by=people.officer, number=people.number, reason="hearing", days=20, note="听证")


def _refusing(people) -> None:
    decide_case(
        by=people.officer, number=people.number, outcome=Outcome.REFUSED, opinion="不行。", legal_basis="某法"
    )


@pytest.mark.parametrize("before", [lambda people: None, _correcting, _suspended, _refusing])
def test_from_any_state_and_all_clocks_stop(people, case, before) -> None:
    before(people)
    for other in (people.officer, people.chief, people.stranger):
        with pytest.raises(CaseNotYours):
            withdraw_case(by=other, number=people.number)
    withdraw_case(by=people.applicant, number=people.number)
    now = case()
    assert (now.status, now.outcome, now.paused_for) == (Status.CLOSED, Outcome.WITHDRAWN, "")
    entries = list(ClockEntry.objects.filter(case=now).order_by("id"))
    runs = [run_of(e for e in entries if e.clock == name) for name in {e.clock for e in entries}]
    assert all(run is not None and run.stopped for run in runs)
    assert not NegativeFiling.objects.filter(state="filed").exists()
    with pytest.raises(CaseAlreadyClosed):
        withdraw_case(by=people.applicant, number=people.number)
