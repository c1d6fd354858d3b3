"""Transferring: another body gets the case with its history and clocks, and takes it over on record."""

import pytest

from onewindow.cases.errors import CaseNotYours, FlowInvalid, NothingToAnswer, WrongState
from onewindow.cases.models import Transfer
from onewindow.cases.public import (
    Outcome,
    accept_case,
    case_for,
    decide_case,
    desk_queue,
    suspend_case,
    take_over_case,
    transfer_case,
)
from onewindow.cases.tests.flow.conftest import events
from onewindow.kernel.public import audit

MARKET = "广西壮族自治区市场监督管理局"


def test_goes_with_its_history_and_its_limits(people, case) -> None:
    accept_case(by=people.officer, number=people.number)
    due, steps = case().promised_due, case().events.count()
    transfer_case(by=people.officer, number=people.number, agency=MARKET, reason="职权已划转。")
    now = case()
    assert (now.agency.name, now.promised_due, now.status) == (MARKET, due, "reviewing")
    assert now.events.count() == steps + 1
    with pytest.raises(CaseNotYours):
        case_for(people.officer, people.number)
    assert [c.number for c in desk_queue(people.elsewhere).cases] == [people.number]
    take_over_case(by=people.elsewhere, number=people.number)
    made = Transfer.objects.get()
    assert made.taken_by == people.elsewhere.label
    with pytest.raises(NothingToAnswer):
        take_over_case(by=people.elsewhere, number=people.number)
    decide_case(by=people.elsewhere, number=people.number, outcome=Outcome.GRANTED, opinion="已核实。")
    assert events("CaseTransferred")[-1].payload["to_agency"] == now.agency_id
    assert audit.verify().ok


@pytest.mark.parametrize(
    ("agency", "reason", "field"), [("没有的机关", "x", "agency"), (MARKET, "", "reason")]
)
def test_what_is_missing_is_told_at_its_field(people, agency: str, reason: str, field: str) -> None:
    with pytest.raises(FlowInvalid) as refused:
        transfer_case(by=people.officer, number=people.number, agency=agency, reason=reason)
    assert list(refused.value.errors) == [field]


def test_who_and_when(people, case) -> None:
    for other in people.outsiders:
        with pytest.raises(CaseNotYours):
            transfer_case(by=other, number=people.number, agency=MARKET, reason="x")
    with pytest.raises(FlowInvalid):
        transfer_case(by=people.officer, number=people.number, agency=case().agency.name, reason="x")
    accept_case(by=people.officer, number=people.number)
    suspend_case(by=people.officer, number=people.number, reason="hearing", days=20, note="听证")
    with pytest.raises(WrongState):
        transfer_case(by=people.officer, number=people.number, agency=MARKET, reason="x")
