"""Asking for correction: everything at once, once, and nothing beyond the guide."""

from datetime import date

import pytest

from onewindow.cases.errors import AlreadyCorrected, CaseNotYours, FlowInvalid, WrongState
from onewindow.cases.models import Correction
from onewindow.cases.public import Ask, accept_case, answer_item, ask_for_correction, supply_correction
from onewindow.cases.states import Status
from onewindow.cases.tests.flow.conftest import events
from onewindow.catalogue import public as catalogue
from onewindow.documents import public as documents

ASKS = [Ask("护士执业证书", "照片看不清，请重新拍照。"), Ask("聘用证明", "没有单位盖章。")]


def test_tells_everything_at_once_and_stops_the_receipt_clock(people, case) -> None:
    ask_for_correction(by=people.officer, number=people.number, asks=ASKS, days=10, note="可以拍照上传。")
    now = case()
    assert (now.status, now.next_due, now.correction_due) == (Status.CORRECTING, None, date(2026, 3, 16))
    made = Correction.objects.get(case=now)
    assert [(i.seq, i.name) for i in made.items.order_by("seq")] == [(3, "护士执业证书"), (5, "聘用证明")]
    paper = next(d for d in documents.notices_of(people.number) if d.kind == "correction")
    assert (paper.number, paper.title) == (made.document, "申请材料补正告知书")
    record = bytes(paper.record).decode()
    assert "1. 护士执业证书：照片看不清，请重新拍照。" in record
    assert "2. 聘用证明：没有单位盖章。" in record
    assert "2026年3月16日前" in record
    told = [(e.clock, e.action) for e in now.clock_entries.order_by("id")]
    assert told == [("receipt", "start"), ("receipt", "stop"), ("correction", "start")]
    assert events("CorrectionAsked")[-1].payload["items"] == 2


def test_a_material_outside_the_guide_is_refused_and_the_attempt_is_kept(people, case) -> None:
    with pytest.raises(catalogue.NotInGuide):
        ask_for_correction(
            by=people.officer, number=people.number, asks=[*ASKS, Ask("无犯罪记录证明", "请提交。")]
        )
    assert case().status == Status.RECEIVED
    (attempt,) = events("AskedBeyondGuide")
    assert (attempt.payload["asked"], attempt.payload["case"]) == ("无犯罪记录证明", people.number)


@pytest.mark.parametrize(
    ("asks", "days", "field"),
    [
        ([], 10, "materials"),
        ([Ask("护士执业证书", " ")], 10, "materials"),
        ([Ask("护士执业证书", "一"), Ask("护士执业证书 ", "二")], 10, "materials"),
        ([Ask("护士执业证书", "长" * 501)], 10, "materials"),
        (ASKS, 4, "days"),
        (ASKS, 61, "days"),
    ],
)
def test_what_is_missing_is_told_at_its_field(people, case, asks, days, field) -> None:
    with pytest.raises(FlowInvalid) as refused:
        ask_for_correction(by=people.officer, number=people.number, asks=asks, days=days)
    assert list(refused.value.errors) == [field]
    assert case().status == Status.RECEIVED


def test_only_the_body_asks_and_only_before_acceptance(people, case) -> None:
    for other in people.outsiders:
        with pytest.raises(CaseNotYours):
            ask_for_correction(by=other, number=people.number, asks=[Ask("无犯罪记录证明", "x")])
    assert events("AskedBeyondGuide") == []
    accept_case(by=people.officer, number=people.number)
    with pytest.raises(WrongState):
        ask_for_correction(by=people.officer, number=people.number, asks=ASKS)


def test_only_once(people, case) -> None:
    ask_for_correction(by=people.officer, number=people.number, asks=ASKS[:1])
    with pytest.raises(WrongState):
        ask_for_correction(by=people.officer, number=people.number, asks=ASKS)
    answer_item(by=people.applicant, number=people.number, seq=3, statement="证书已经换发，请按新证核对。")
    supply_correction(by=people.applicant, number=people.number)
    with pytest.raises(AlreadyCorrected):
        ask_for_correction(by=people.officer, number=people.number, asks=ASKS)
    assert case().status == Status.RECEIVED
