"""The lane: set with a reason by who handles the case, shown, taken away again."""

import pytest

from onewindow.cases.errors import CaseAlreadyClosed, CaseNotYours, FlowInvalid
from onewindow.cases.public import withdraw_case
from onewindow.cases.services.lane import set_lane
from onewindow.kernel.public import audit


def test_a_case_goes_first_for_a_reason(people, case) -> None:
    set_lane(by=people.officer, number=people.number, lane="cepa", reason="香港投资者，核验了身份证件")
    assert case().lane == "cepa"
    assert case().events.order_by("-id")[0].title == "进入绿色通道（CEPA 港澳投资者）"
    set_lane(by=people.officer, number=people.number, lane="", reason="核验有误")
    assert case().lane == ""
    assert audit.verify().ok


@pytest.mark.parametrize(("lane", "reason"), [("cepa", " "), ("fast", "急")])
def test_it_needs_a_reason_and_a_known_lane(people, lane: str, reason: str) -> None:
    with pytest.raises(FlowInvalid):
        set_lane(by=people.officer, number=people.number, lane=lane, reason=reason)


def test_nobody_else_and_nothing_closed(people) -> None:
    for other in people.outsiders:
        with pytest.raises(CaseNotYours):
            set_lane(by=other, number=people.number, lane="cepa", reason="急")
    withdraw_case(by=people.applicant, number=people.number)
    with pytest.raises(CaseAlreadyClosed):
        set_lane(by=people.officer, number=people.number, lane="cepa", reason="急")
