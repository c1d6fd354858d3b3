"""Refusing: filed by one, released by another, with reason, basis and remedy; not accepting likewise."""

import pytest
from django.db import IntegrityError, transaction

from onewindow.cases.errors import CaseNotYours, FlowInvalid, NothingToAnswer, SamePerson, WrongState
from onewindow.cases.models import NegativeFiling
from onewindow.cases.public import (
    accept_case,
    decide_case,
    decline_acceptance,
    release_filing,
    return_filing,
    take_back_filing,
)
from onewindow.cases.states import Outcome, Status
from onewindow.cases.tests.flow.conftest import events
from onewindow.documents import public as documents
from onewindow.kernel.public import audit


def refuse(people, by=None) -> None:
    decide_case(
        by=by or people.officer, number=people.number, outcome=Outcome.REFUSED, opinion="处于暂停期。",
        legal_basis="《护士条例》第三十一条",
    )  # fmt: skip


def papers(people) -> list[str]:
    return [d.kind for d in documents.notices_of(people.number)]


def test_a_refusal_takes_effect_when_another_releases_it(people, case) -> None:
    refuse(people)
    assert (case().status, case().outcome) == (Status.REFUSING, "")
    assert "refusal" not in papers(people)
    assert case().events.order_by("-id")[0].detail == ""  # the applicant is not told before it holds
    with pytest.raises(SamePerson):
        release_filing(by=people.officer, number=people.number)
    release_filing(by=people.chief, number=people.number)
    now = case()
    assert (now.status, now.outcome, now.delivery) == (Status.CLOSED, Outcome.REFUSED, "electronic")
    assert (now.opinion, now.legal_basis) == ("处于暂停期。", "《护士条例》第三十一条")
    assert papers(people).count("refusal") == 1
    filing = NegativeFiling.objects.get()
    assert (filing.state, filing.filed_by, filing.answered_by) == (
        "released", people.officer.label, people.chief.label,
    )  # fmt: skip
    assert "行政复议" in filing.remedy
    assert events("CaseDecided")[-1].payload["outcome"] == "refused"
    assert [e.action for e in now.clock_entries.filter(clock="delivery").order_by("id")] == ["start", "stop"]
    assert audit.verify().ok
    with pytest.raises(NothingToAnswer):
        release_filing(by=people.chief, number=people.number)


def test_not_ours_names_the_right_body(people, case) -> None:
    with pytest.raises(FlowInvalid) as refused:
        decline_acceptance(by=people.officer, number=people.number, cause="not_ours", reason="不归本机关。")
    assert list(refused.value.errors) == ["right_body"]
    decline_acceptance(
        by=people.officer, number=people.number, cause="not_ours", reason="不归本机关。",
        right_body="南宁市卫生健康委员会",
    )  # fmt: skip
    assert case().status == Status.DECLINING
    release_filing(by=people.chief, number=people.number)
    now = case()
    assert (now.status, now.outcome) == (Status.CLOSED, Outcome.NOT_ACCEPTED)
    (paper,) = (d for d in documents.notices_of(people.number) if d.kind == "decline")
    record = bytes(paper.record).decode()
    assert "请向南宁市卫生健康委员会申请。" in record
    assert "行政复议" in record
    assert events("CaseNotAccepted")[-1].payload["cause"] == "not_ours"


@pytest.mark.parametrize(("cause", "reason", "field"), [("", "x", "cause"), ("not_needed", " ", "reason")])
def test_what_is_missing_is_told_at_its_field(people, case, cause: str, reason: str, field: str) -> None:
    with pytest.raises(FlowInvalid) as refused:
        decline_acceptance(by=people.officer, number=people.number, cause=cause, reason=reason)
    assert list(refused.value.errors) == [field]
    assert case().status == Status.RECEIVED


def test_outsiders_neither_file_nor_release(people, case) -> None:
    for other in people.outsiders:
        with pytest.raises(CaseNotYours):
            decline_acceptance(by=other, number=people.number, cause="not_needed", reason="x")
    refuse(people)
    for other in people.outsiders:
        for verb in (release_filing, take_back_filing):
            with pytest.raises(CaseNotYours):
                verb(by=other, number=people.number)
    assert case().status == Status.REFUSING


def test_is_sent_back_or_taken_back_to_where_it_was(people, case) -> None:
    decline_acceptance(by=people.officer, number=people.number, cause="not_needed", reason="x")
    with pytest.raises(SamePerson):
        return_filing(by=people.officer, number=people.number, answer="x")
    return_filing(by=people.chief, number=people.number, answer="应当受理。")
    assert case().status == Status.RECEIVED
    accept_case(by=people.officer, number=people.number)
    refuse(people)
    with pytest.raises(NothingToAnswer):
        take_back_filing(by=people.chief, number=people.number)
    take_back_filing(by=people.officer, number=people.number)
    assert case().status == Status.REVIEWING
    states = list(NegativeFiling.objects.order_by("id").values_list("state", flat=True))
    assert states == ["returned", "taken"]
    with pytest.raises(NothingToAnswer):
        take_back_filing(by=people.officer, number=people.number)


def test_after_acceptance_it_is_too_late_to_decline(people) -> None:
    accept_case(by=people.officer, number=people.number)
    with pytest.raises(WrongState):
        decline_acceptance(by=people.officer, number=people.number, cause="not_needed", reason="x")


def test_the_database_holds_out_a_release_by_the_filer(people) -> None:
    refuse(people)
    with pytest.raises(IntegrityError, match="filing_released_by_another"), transaction.atomic():
        NegativeFiling.objects.update(state="released", answered_by=people.officer.label)
