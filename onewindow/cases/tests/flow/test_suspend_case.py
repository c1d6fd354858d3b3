"""Suspending and resuming: only for what the law does not count, with a paper; both due days move on."""

from datetime import date

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from onewindow.cases.errors import CaseNotYours, FlowInvalid, WrongState
from onewindow.cases.models import ClockEntry
from onewindow.cases.public import accept_case, desk_queue, resume_case, suspend_case
from onewindow.cases.states import Status
from onewindow.cases.tests.flow.conftest import at, events
from onewindow.documents import public as documents
from onewindow.kernel.public import audit, clock


@pytest.fixture(autouse=True)
def accepted(people) -> None:
    accept_case(by=people.officer, number=people.number)


def suspend(people, **changes) -> None:
    asked = {"reason": "experts", "days": 10, "note": "专家评审委员会"} | changes
    suspend_case(by=asked.pop("by", people.officer), number=people.number, **asked)


def test_the_days_of_the_procedure_do_not_count(people, case) -> None:
    assert (case().promised_due, case().statutory_due) == (date(2026, 3, 3), date(2026, 3, 30))
    suspend(people)
    now = case()
    assert (now.status, now.paused_for, now.next_due) == (Status.SUSPENDED, "experts", None)
    entry = ClockEntry.objects.get(case=now, action="pause")
    (paper,) = (d for d in documents.notices_of(people.number) if d.kind == "special")
    assert (entry.document, entry.days, entry.reason) == (paper.number, 10, "experts")
    assert "所需时间为10个工作日" in bytes(paper.record).decode()
    assert [c.number for c in desk_queue(people.officer, tab="waiting").cases] == [people.number]
    with clock.at(at(9)):  # Wednesday of the next week: 7 working days out
        resume_case(by=people.officer, number=people.number, result="评审通过。")
    now = case()
    assert (now.status, now.paused_for) == (Status.REVIEWING, "")
    assert (now.promised_due, now.statutory_due) == (date(2026, 3, 12), date(2026, 4, 9))
    assert now.next_due == date(2026, 3, 12)
    assert events("CaseResumed")[-1].payload["due"] == "2026-03-12"
    assert audit.verify().ok


def test_a_second_pause_has_its_own_paper(people) -> None:
    for _ in range(2):
        suspend(people)
        resume_case(by=people.officer, number=people.number, result="完成。")
    numbers = list(ClockEntry.objects.filter(action="pause").values_list("document", flat=True))
    assert len(set(numbers)) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "leave"}, "reason"),
        ({"reason": ""}, "reason"),
        ({"days": None}, "days"),
        ({"days": 0}, "days"),
        ({"note": ""}, "note"),
    ],
)
def test_an_unlawful_pause_is_refused(people, case, changes, field: str) -> None:
    with pytest.raises(FlowInvalid) as refused:
        suspend(people, **changes)
    assert list(refused.value.errors) == [field]
    assert case().status == Status.REVIEWING


def test_who_and_when(people, case) -> None:
    for other in people.outsiders:
        with pytest.raises(CaseNotYours):
            suspend(people, by=other)
    with pytest.raises(WrongState):
        resume_case(by=people.officer, number=people.number, result="x")
    suspend(people)
    with pytest.raises(WrongState):
        suspend(people)
    with pytest.raises(CaseNotYours):
        resume_case(by=people.elsewhere, number=people.number, result="x")
    assert case().status == Status.SUSPENDED


def test_the_database_holds_the_clock_to_reason_paper_and_growth(people, case) -> None:
    suspend(people)
    with pytest.raises(IntegrityError, match="clock_pause"), transaction.atomic():
        entry = ClockEntry.objects.get(action="pause")
        entry.pk, entry.document = None, ""
        entry.save(force_insert=True)
    with pytest.raises((ProgrammingError, InternalError), match="append-only"), transaction.atomic():
        ClockEntry.objects.all().delete()
    with pytest.raises(IntegrityError, match="does not go from suspended to decided"), transaction.atomic():
        type(case()).objects.filter(number=people.number).update(status="decided", outcome="granted")
