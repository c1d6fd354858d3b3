"""Pre-review: passed, it is received; returned as often as needed; declined by two persons."""

from datetime import date

import pytest

from onewindow.cases.errors import CaseNotYours, WrongState
from onewindow.cases.models import ClockEntry, Correction
from onewindow.cases.public import (
    Ask,
    answer_item,
    decline_acceptance,
    receive_case,
    return_filing,
    return_pre_review,
    supply_correction,
)
from onewindow.cases.services.submit import is_pre_reviewed
from onewindow.cases.states import Status
from onewindow.cases.tests.factories import submitted
from onewindow.cases.tests.flow.conftest import at, events
from onewindow.catalogue import public as catalogue
from onewindow.exchange.tests.factories import answering
from onewindow.identity import public as identity
from onewindow.kernel.public import clock


@pytest.mark.parametrize(
    ("depth", "pre"), [("", False), ("3", True), ("123", True), ("134", False), ("35", False)]
)
def test_the_item_says_whether_it_is_looked_at_beforehand(depth: str, pre: bool) -> None:
    assert is_pre_reviewed(catalogue.ItemVersion(online_depth=depth)) is pre


@pytest.fixture
def mine(people, case):
    """Submit to an item that this process has read as one with pre-review."""
    version = catalogue.item_version(case().item_version_id)
    before, version.online_depth = version.online_depth, "123"
    account = identity.Account.objects.get(username="qinzhiyuan")
    with answering():
        found = submitted(account, "nurse-renewal", certificate_number="202345000456")
    yield found
    version.online_depth = before


def test_passes_and_is_received(people, mine) -> None:
    assert (mine.status, mine.received_at, mine.next_due) == (Status.PRE_REVIEW, None, date(2026, 3, 4))
    assert not ClockEntry.objects.filter(case=mine).exists()
    with clock.at(at(1)):
        receive_case(by=people.officer, number=mine.number)
    mine.refresh_from_db()
    assert (mine.status, mine.received_at, mine.receipt_due) == (Status.RECEIVED, at(1), date(2026, 3, 10))
    assert len(events("CaseReceived")) == 1
    with pytest.raises(WrongState):
        receive_case(by=people.officer, number=mine.number)
    with pytest.raises(CaseNotYours):
        receive_case(by=people.elsewhere, number=mine.number)


def test_is_returned_and_comes_again(people, mine) -> None:
    for round_ in (1, 2):
        return_pre_review(by=people.officer, number=mine.number, asks=[Ask("聘用证明", "没有盖章")])
        mine.refresh_from_db()
        assert (mine.status, mine.next_due) == (Status.PRE_RETURNED, None)
        answer_item(by=people.applicant, number=mine.number, seq=5, statement="已补盖。")
        supply_correction(by=people.applicant, number=mine.number)
        mine.refresh_from_db()
        assert mine.status == Status.PRE_REVIEW
        assert Correction.objects.filter(case=mine, kind="pre_review").count() == round_


def test_is_not_declined_by_one_alone(people, mine) -> None:
    decline_acceptance(by=people.officer, number=mine.number, cause="not_needed", reason="不需要许可。")
    mine.refresh_from_db()
    assert mine.status == Status.DECLINING
    return_filing(by=people.chief, number=mine.number, answer="应当受理。")
    mine.refresh_from_db()
    assert mine.status == Status.PRE_REVIEW
