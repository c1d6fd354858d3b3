"""Handing over: by the body that has it, before it is accepted, with a reason; every clock stops."""

import pytest

from onewindow.cases.clocks import run_of
from onewindow.cases.errors import CaseAlreadyClosed, CaseNotYours, FlowInvalid, WrongState
from onewindow.cases.models import ClockEntry
from onewindow.cases.public import Ask, Outcome, Status, accept_case, ask_for_correction, hand_over_case

TOLD = {"to": "某省平台", "reason": "愿意在那里办理。", "basis": "国办发〔2020〕35号", "document": "450000-1"}


def test_it_ends_here_and_says_why(people, case) -> None:
    for other in (people.applicant, people.stranger):
        with pytest.raises(CaseNotYours):
            hand_over_case(by=other, number=people.number, **TOLD)
    for reason in ("", "长" * 501):
        with pytest.raises(FlowInvalid) as refused:
            hand_over_case(by=people.officer, number=people.number, **{**TOLD, "reason": reason})
        assert list(refused.value.errors) == ["reason"]
    hand_over_case(by=people.officer, number=people.number, **TOLD)
    now = case()
    assert (now.status, now.outcome, now.next_due) == (Status.CLOSED, Outcome.HANDED_OVER, None)
    assert (now.opinion, now.legal_basis) == ("愿意在那里办理。", "国办发〔2020〕35号")
    run = run_of(ClockEntry.objects.filter(case=now).order_by("id"))
    assert run is not None and run.stopped
    last = now.events.order_by("id").last()
    assert last is not None
    assert (last.kind, last.title, last.detail) == (
        "handover", "移送某省平台", "愿意在那里办理。\n移交文件 450000-1",
    )  # fmt: skip
    with pytest.raises(CaseAlreadyClosed):
        hand_over_case(by=people.officer, number=people.number, **TOLD)


@pytest.mark.parametrize(
    "before",
    [
        lambda people: accept_case(by=people.officer, number=people.number),
        lambda people: ask_for_correction(
            by=people.officer, number=people.number, asks=[Ask("聘用证明", "没有盖章")]
        ),
    ],
)
def test_what_was_accepted_or_waits_for_a_correction_stays(people, before) -> None:
    before(people)
    with pytest.raises(WrongState):
        hand_over_case(by=people.officer, number=people.number, **TOLD)
