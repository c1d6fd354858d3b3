"""The lane: set with a reason by who handles the case, shown, taken away again."""

import pytest
from django.test import Client

from onewindow.cases.errors import CaseAlreadyClosed, CaseNotYours, FlowInvalid
from onewindow.cases.public import withdraw_case
from onewindow.cases.queries import desk_queue
from onewindow.cases.services.lane import set_lane
from onewindow.identity.public import Account
from onewindow.kernel.public import audit


def test_a_case_goes_first_for_a_reason(people, case) -> None:
    set_lane(by=people.officer, number=people.number, lane="cepa", reason="香港投资者，核验了身份证件")
    assert case().lane == "cepa"
    assert case().events.order_by("-id")[0].title == "进入绿色通道（CEPA 港澳投资者）"
    set_lane(by=people.officer, number=people.number, lane="", reason="核验有误")
    assert case().lane == ""
    assert audit.verify().ok


def test_the_queue_narrows_to_what_goes_first(people, client: Client) -> None:
    def shown(lane: str) -> bool:
        return bool(desk_queue(people.officer, lane=lane).cases)

    assert [shown(lane) for lane in ("", "first", "cepa")] == [True, False, False]
    set_lane(by=people.officer, number=people.number, lane="cepa", reason="香港投资者")
    assert [shown(lane) for lane in ("", "first", "cepa", "urgent")] == [True, True, True, False]
    client.force_login(Account.objects.get(username="menglihua"))
    page = client.get("/desk/cases/?lane=cepa").content.decode()
    assert ('value="cepa" selected' in page, f"{people.number}/?tab=open&amp;lane=cepa" in page) == (
        True,
        True,
    )
    assert client.get("/desk/cases/?lane=dance").status_code == 200


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
