"""Supplying: item by item, handed in as a whole; the five days begin afresh. Lapsing when it never comes."""

from datetime import date

import pytest

from onewindow.cases.errors import (
    CaseNotYours,
    CorrectionIncomplete,
    FlowInvalid,
    NothingToCorrect,
    WrongState,
)
from onewindow.cases.public import Ask, answer_item, ask_for_correction, lapse_correction, supply_correction
from onewindow.cases.readers import file_reading
from onewindow.cases.services.nightly import lapse_overdue
from onewindow.cases.states import Outcome, Status
from onewindow.cases.tests.flow.conftest import at, events, paper
from onewindow.documents import public as documents
from onewindow.kernel.public import audit, clock


@pytest.fixture(autouse=True)
def asked(people) -> None:
    asks = [Ask("护士执业证书", "看不清"), Ask("聘用证明", "没有盖章")]
    ask_for_correction(by=people.officer, number=people.number, asks=asks, days=10)


def test_hands_in_the_whole_and_begins_the_five_days_afresh(people, case) -> None:
    with clock.at(at(9)):
        answer_item(by=people.applicant, number=people.number, seq=3, file=paper("证书.png"))
        with pytest.raises(CorrectionIncomplete) as refused:
            supply_correction(by=people.applicant, number=people.number)
        assert refused.value.errors == {"item-5": ["这一项还没有补正。"]}
        answer_item(by=people.applicant, number=people.number, seq=5, statement="单位在线确认，无纸质证明。")
        supply_correction(by=people.applicant, number=people.number)
    now = case()
    assert (now.status, now.receipt_due) == (Status.RECEIVED, date(2026, 3, 18))
    rows = {m.seq: m for m in now.materials.all()}
    assert (rows[3].grade, rows[3].source, rows[5].grade) == ("C", "申请人补正", "D")
    assert file_reading(people.officer, documents.stored_file(rows[3].file_id)) is not None
    told = [(e.clock, e.action, e.on.day) for e in now.clock_entries.order_by("id")][2:]
    assert told == [("correction", "start", 2), ("correction", "stop", 11), ("receipt", "start", 11)]
    assert len([d for d in documents.notices_of(people.number) if d.kind == "receipt"]) == 2
    assert len(events("CorrectionSupplied")) == 1
    assert audit.verify().ok
    with pytest.raises(NothingToCorrect):
        supply_correction(by=people.applicant, number=people.number)


def test_only_the_applicant_and_only_what_was_asked(people) -> None:
    for other in (people.officer, people.stranger):
        with pytest.raises(CaseNotYours):
            answer_item(by=other, number=people.number, seq=3, statement="x")
        with pytest.raises(CaseNotYours):
            supply_correction(by=other, number=people.number)
    with pytest.raises(NothingToCorrect):
        answer_item(by=people.applicant, number=people.number, seq=1, statement="x")
    for wrong in ({}, {"statement": "长" * 1001}):
        with pytest.raises(FlowInvalid) as refused:
            answer_item(by=people.applicant, number=people.number, seq=3, **wrong)
        assert list(refused.value.errors) == ["item-3"]


def test_what_never_comes_ends_the_case(people, case) -> None:
    with clock.at(at(14)):  # the last day
        assert lapse_overdue() == 0
        with pytest.raises(WrongState):
            lapse_correction(number=people.number)
    with clock.at(at(15)):
        assert lapse_overdue() == 1
        assert lapse_overdue() == 0
    now = case()
    assert (now.status, now.outcome, now.next_due) == (Status.CLOSED, Outcome.LAPSED, None)
    assert [e.action for e in now.clock_entries.filter(clock="correction").order_by("id")] == [
        "start",
        "stop",
    ]
    assert len(events("CaseLapsed")) == 1
