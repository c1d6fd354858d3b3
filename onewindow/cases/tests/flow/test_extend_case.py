"""Extending: asked by the officer, granted by the head of the body, once, at most ten working days."""

from datetime import date

import pytest

from onewindow.cases.errors import (
    AlreadyExtended,
    CaseNotYours,
    FlowInvalid,
    NothingToAnswer,
    SamePerson,
    WrongState,
)
from onewindow.cases.models import Extension
from onewindow.cases.public import (
    accept_case,
    ask_extension,
    decline_extension,
    grant_extension,
    take_back_extension,
    withdraw_case,
)
from onewindow.cases.tests.flow.conftest import events
from onewindow.documents import public as documents
from onewindow.kernel.public import audit


@pytest.fixture(autouse=True)
def accepted(people) -> None:
    accept_case(by=people.officer, number=people.number)


def ask(people, days: int | None = 10, by=None) -> None:
    ask_extension(by=by or people.officer, number=people.number, days=days, reason="需要实地核查。")


def test_the_head_grants_it_and_both_days_move(people, case) -> None:
    ask(people)
    assert case().promised_due == date(2026, 3, 3)
    grant_extension(by=people.chief, number=people.number)
    now = case()
    assert (now.promised_due, now.statutory_due) == (date(2026, 3, 17), date(2026, 4, 14))
    assert (now.extended_days, now.next_due) == (10, date(2026, 3, 17))
    (paper,) = (d for d in documents.notices_of(people.number) if d.kind == "extension")
    assert "理由：需要实地核查。" in bytes(paper.record).decode()
    assert events("CaseExtended")[-1].payload["days"] == 10
    assert audit.verify().ok
    with pytest.raises(AlreadyExtended):
        ask(people, 1)
    with pytest.raises(NothingToAnswer):
        grant_extension(by=people.chief, number=people.number)


@pytest.mark.parametrize("days", [None, 0, 11])
def test_no_more_than_the_law_allows(people, days: int | None) -> None:
    with pytest.raises(FlowInvalid) as refused:
        ask(people, days)
    assert refused.value.errors == {"days": ["最多可以延长 10 个工作日，请填 1 到 10。"]}


def test_only_the_head_answers_and_not_the_own_request(people, case) -> None:
    for other in people.outsiders:
        with pytest.raises(CaseNotYours):
            ask(people, by=other)
    ask(people, by=people.chief)
    with pytest.raises(AlreadyExtended):
        ask(people)
    with pytest.raises(SamePerson):
        grant_extension(by=people.chief, number=people.number)
    with pytest.raises(CaseNotYours):
        grant_extension(by=people.officer, number=people.number)
    assert case().extended_days is None


def test_declined_or_taken_back_it_may_be_asked_again(people, case) -> None:
    ask(people)
    decline_extension(by=people.chief, number=people.number, answer="抓紧办理。")
    ask(people, 5)
    with pytest.raises(NothingToAnswer):
        take_back_extension(by=people.chief, number=people.number)
    take_back_extension(by=people.officer, number=people.number)
    states = list(Extension.objects.order_by("id").values_list("state", flat=True))
    assert states == ["declined", "taken"]
    assert case().promised_due == date(2026, 3, 3)
    withdraw_case(by=people.applicant, number=people.number)
    with pytest.raises(WrongState):
        ask(people)
