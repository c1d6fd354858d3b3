"""Delivering and archiving: originals are seen before the paper is handed over; the manifest holds all."""

from datetime import date

import pytest

from onewindow.cases.errors import CaseAlreadyClosed, CaseNotYours, OriginalsUnchecked, WrongState
from onewindow.cases.models import Archive, CaseMaterial
from onewindow.cases.public import (
    Ask,
    Delivery,
    Outcome,
    Status,
    answer_item,
    archive_case,
    ask_for_correction,
    decide_case,
    deliver_case,
    supply_correction,
    withdraw_case,
)
from onewindow.cases.services.nightly import archive_rested
from onewindow.cases.tests.flow.conftest import at, events, paper
from onewindow.kernel.public import audit, canonical, clock


def grant(people, delivery: Delivery = Delivery.ELECTRONIC) -> None:
    decide_case(
        by=people.officer,
        number=people.number,
        outcome=Outcome.GRANTED,
        opinion="已核实。",
        delivery=delivery,
    )


def test_at_the_counter_it_waits_to_be_fetched(people, case) -> None:
    grant(people, Delivery.COUNTER)
    now = case()
    assert (now.status, now.outcome, now.next_due) == (Status.DECIDED, Outcome.GRANTED, date(2026, 3, 16))
    with pytest.raises(WrongState):
        withdraw_case(by=people.applicant, number=people.number)
    for other in people.outsiders:
        with pytest.raises(CaseNotYours):
            deliver_case(by=other, number=people.number, way=Delivery.COUNTER)
    with clock.at(at(2)):
        deliver_case(by=people.officer, number=people.number, way=Delivery.COUNTER, note="本人领取")
    now = case()
    assert (now.status, now.delivered_at, now.closed_at) == (Status.CLOSED, at(2), at(2))
    assert events("CaseDelivered")[-1].payload["way"] == "counter"
    assert audit.verify().ok
    with pytest.raises(CaseAlreadyClosed):
        deliver_case(by=people.officer, number=people.number, way=Delivery.COUNTER)


def test_uploaded_materials_are_compared_with_their_originals_first(people, case) -> None:
    asks = [Ask("护士执业证书", "看不清")]
    ask_for_correction(by=people.officer, number=people.number, asks=asks)
    answer_item(by=people.applicant, number=people.number, seq=3, file=paper())
    supply_correction(by=people.applicant, number=people.number)
    grant(people)
    assert case().status == Status.DECIDED  # even electronically it waits for the originals
    with pytest.raises(OriginalsUnchecked) as refused:
        deliver_case(by=people.officer, number=people.number, way=Delivery.ELECTRONIC)
    assert refused.value.errors == {"checked": ["还没有核对原件：护士执业证书。"]}
    deliver_case(by=people.officer, number=people.number, way=Delivery.ELECTRONIC, checked=[3])
    row = CaseMaterial.objects.get(case=case(), seq=3)
    assert (row.grade, row.source) == ("B", "窗口核对原件")
    assert case().status == Status.CLOSED


def test_a_finished_case_is_archived_after_its_rest(people, case) -> None:
    with pytest.raises(WrongState):
        archive_case(by=people.officer, number=people.number)
    grant(people)
    with pytest.raises(CaseNotYours):
        archive_case(by=people.elsewhere, number=people.number)
    with clock.at(at(28)):
        assert archive_rested() == 0
    with clock.at(at(29)):
        assert archive_rested() == 1
        assert archive_rested() == 0
    assert (case().status, case().archived_at) == (Status.ARCHIVED, at(29))
    made = Archive.objects.get()
    assert bytes(made.digest) == canonical.sm3(canonical.canonical_json(made.manifest))
    assert [len(made.manifest[key]) for key in ("materials", "papers")] == [6, 3]
    assert len(made.manifest["timeline"]) == case().events.count()
    with pytest.raises(CaseAlreadyClosed):
        archive_case(by=people.officer, number=people.number)
