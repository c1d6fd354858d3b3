"""The desk and the applicant's page of a case under review: what may be done is offered, and only that."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.cases import public as cases
from onewindow.cases.board import lights_of
from onewindow.cases.services.review import take_back_opinion
from onewindow.cases.states import Status
from onewindow.cases.tests.flow.conftest import MONDAY
from onewindow.identity import public as identity
from onewindow.kernel.public import clock
from onewindow.workflow import public as workflow


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(identity.Account.objects.get(username=username))
    return client


def offered(client: Client, number: str) -> list[str]:
    return re.findall(r'id="act-([a-z-]+)"', client.get(f"/desk/cases/{number}/").content.decode())


def test_each_sees_what_each_may_do(hands, case) -> None:
    url = f"/desk/cases/{hands.number}/"
    first, approver, chief = signed_in("lufang"), signed_in("liangjianguo"), signed_in("weimeiling")
    assert offered(first, hands.number)[:4] == ["step", "claim-step", "delegate-step", "ask-opinions"]
    assert "step" not in offered(chief, hands.number)
    assert "作出决定</h2>" not in approver.get(url).content.decode()
    page = first.get(url).content.decode()
    for words in ("初审</b>：广西壮族自治区市场监督管理局 审查岗", "还没有人签收", "3月4日前办好", "<svg"):
        assert words in page
    wrong = first.post(f"{url}step/", {"step-task": hands.step("first"), "step-outcome": "通过"})
    assert wrong.status_code == 422
    assert 'href="#step-opinion"' in wrong.content.decode()
    done = first.post(
        f"{url}step/", {"step-task": hands.step("first"), "step-outcome": "通过", "step-opinion": "齐全。"}
    )
    assert done.status_code == 302
    assert "take-back-step" in offered(first, hands.number)
    back = first.post(f"{url}take-back-step/", {"take-back-step-task": hands.step("first", state="done")})
    assert back.status_code == 302
    assert "release-step" in offered(first, hands.number)
    assert "陆芳" in approver.get(url).content.decode()
    assert case().status == Status.REVIEWING


def test_who_asked_one_that_never_answers_goes_on_without(hands) -> None:
    url, first = f"/desk/cases/{hands.number}/", signed_in("lufang")
    assert "take-back-opinion" not in offered(first, hands.number)
    ask = {"task": hands.step("first"), "to": hands.chief.label, "note": "能通过吗？"}
    first.post(f"{url}ask-opinions/", {f"ask-opinions-{name}": value for name, value in ask.items()})
    (asked,) = workflow.open_tasks(hands.chief, hands.number)
    assert "take-back-opinion" in offered(first, hands.number)
    for other in (hands.second, hands.chief):
        with pytest.raises(workflow.NotYourTask):
            take_back_opinion(by=other, number=hands.number, task=asked.pk)
    given = {"take-back-opinion-task": str(asked.pk)}
    assert first.post(f"{url}take-back-opinion/", given).status_code == 302
    with pytest.raises(workflow.TaskGone):
        take_back_opinion(by=hands.first, number=hands.number, task=asked.pk)
    hands.do(hands.first, "first", "通过")


@pytest.mark.parametrize("key", ["step", "opinion", "return-step", "delegate-step", "ask-opinions"])
def test_odd_input_breaks_nothing(hands, key: str) -> None:
    first, url = signed_in("lufang"), f"/desk/cases/{hands.number}/{key}/"
    for task in ("", "x", "00000000-0000-0000-0000-000000000000", str(hands.step("first"))):
        odd = {f"{key}-{n}": "\0" + "９" * 3000 for n in ("outcome", "opinion", "to", "note", "way")}
        assert first.post(url, odd | {f"{key}-task": task}).status_code in {404, 409, 422}


def test_the_applicant_sees_the_body_and_the_days_but_no_name_and_no_opinion(hands) -> None:
    hands.do(hands.first, "first", "通过", "内部意见：厂房图纸要细看。")
    page = signed_in("zhuangxiangwei").get(f"/cases/{hands.number}/").content.decode()
    assert "现场核查</b>：广西壮族自治区市场监督管理局 审查岗，3月2日起，3月9日前办好" in page
    assert "<svg" in page
    for hidden in ("内部意见", "陆芳", "农小明"):
        assert hidden not in page


def test_the_board_shows_lights_hands_and_the_oldest_to_the_head_only(hands) -> None:
    cases.claim_step(by=hands.first, number=hands.number, task=hands.step("first"))
    page = signed_in("weimeiling").get("/desk/board/").content.decode()
    for words in ("超期 0", "正常 1", "停钟 0", "陆芳", "保健食品生产许可（新办）"):
        assert words in page
    assert signed_in("lufang").get("/desk/board/").status_code == 403
    with clock.at(MONDAY + timedelta(days=60)):
        page = signed_in("lufang").get("/desk/cases/?light=late").content.decode()
        assert "超期 1" in page
        assert hands.number in page
        assert hands.number not in signed_in("lufang").get("/desk/cases/?light=near").content.decode()
        assert connection_count(hands) == 1


def connection_count(hands) -> int:
    with CaptureQueriesContext(connection) as captured:
        lights_of(hands.first)
    return len(captured)


def test_number_and_code_show_who_holds_it_until_when(hands, case) -> None:
    found = Client().post("/cases/", {"number": hands.number, "code": case().query_code}).content.decode()
    assert "初审</b>：广西壮族自治区市场监督管理局 审查岗" in found
    assert "3月4日前办好" in found
