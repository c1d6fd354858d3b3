"""Pages of supervision and of the watched: what is shown, what is done, who is turned away."""

import re
from typing import Any

import pytest
from django.test import Client

from onewindow.cases import public as cases
from onewindow.identity.public import Account
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import clock, outbox
from onewindow.supervision.models import Signal
from onewindow.supervision.services.watching import check_due
from onewindow.supervision.tests.factories import People, at


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(Account.objects.filter(username=name).first() or of_the_cast(name))
    return client


@pytest.fixture
def red(people: People) -> str:
    with clock.at(at(8)):
        check_due()
    return Signal.objects.get(rule="T02").number


def text(answer: Any) -> str:
    return re.sub(r"<[^>]+>", "", answer.content.decode())


def test_a_card_goes_from_explanation_to_revocation_by_its_pages(people: People, red: str) -> None:
    watched, supervisor = signed_in("menglihua"), signed_in("weizhengping")
    page = f"/supervision/signals/{red}/"
    with clock.at(at(8)):
        assert red in watched.get("/supervision/watched/").content.decode()
        assert "提交说明" in text(watched.get(page))
        empty = watched.post(f"{page}explain/", {"words": " "})
        assert (empty.status_code, "请写明情况" in text(empty)) == (422, True)
        assert watched.post(f"{page}explain/", {"words": "当天停电。"}).status_code == 302
        shown = text(supervisor.get(page))
        assert "当天停电。" in shown and "核实" not in shown
        assert supervisor.post(f"{page}revoke/", {"words": "属实。"}).status_code == 302
        assert "已撤销" in text(watched.get(page))
        assert watched.post(f"{page}explain/", {"words": "再说。"}, follow=True).status_code == 200


def test_a_yellow_card_is_explained_and_revoked_by_its_pages(people: People) -> None:
    cases.accept_case(by=people.officer, number=people.number)
    outbox.drain()
    with clock.at(at(2)):
        check_due()
        yellow = Signal.objects.get(rule="T04")
        assert (yellow.level, str(yellow.explain_by)) == ("yellow", "2026-03-09")
        watched, supervisor = signed_in("menglihua"), signed_in("weizhengping")
        page = f"/supervision/signals/{yellow.number}/"
        early = supervisor.post(f"{page}confirm/", {"words": "逾期。"}, follow=True)
        assert "还没有说明，现在不能认定" in text(early)
        watched.post(f"{page}explain/", {"words": "申请人要求改天领取。"})
        assert yellow.number in supervisor.get("/supervision/signals/?state=explained").content.decode()
        supervisor.post(f"{page}revoke/", {"words": "情况属实。"})
        assert "已撤销" in text(watched.get(page))
    yellow.refresh_from_db()
    assert (yellow.state, yellow.settled_by) == ("revoked", people.first.label)


def test_filters_narrow_the_list(people: People, red: str) -> None:
    supervisor = signed_in("weizhengping")
    with clock.at(at(8)):
        for query, seen in (
            ("", True), ("?level=red&state=raised", True), ("?level=yellow", False), (f"?q={red}", True),
            ("?rule=T05", False), ("?from=2026-03-10&to=2026-03-10", True), ("?from=2026-99-99", True),
            ("?q=%00", True), ("?after=nonsense", True),
        ):  # fmt: skip
            answer = supervisor.get(f"/supervision/signals/{query}")
            assert (answer.status_code, red in answer.content.decode()) == (200, seen), query


def test_strangers_are_turned_away(people: People, red: str) -> None:
    elsewhere, citizen = signed_in("liangjianguo"), signed_in("weixiaolan")
    with clock.at(at(8)):
        assert elsewhere.get(f"/supervision/signals/{red}/").status_code == 404
        assert citizen.get(f"/supervision/signals/{red}/").status_code == 404
        for address in ("/supervision/signals/", "/supervision/rules/", "/supervision/accountabilities/"):
            assert elsewhere.get(address).status_code == 403
        assert citizen.get("/supervision/watched/").status_code == 403


def test_responsibility_and_letters_by_their_pages(people: People, red: str) -> None:
    first, second, chief = signed_in("weizhengping"), signed_in("tanqiuyue"), signed_in("nongzhiping")
    page = f"/supervision/signals/{red}/"
    with clock.at(at(10)):
        first.post(f"{page}confirm/", {"words": "逾期。"})
        assert "提起责任追究" in text(first.get(page))
        first.post(f"{page}hold/", {"measure": "remind", "fact": "逾期没有告知。", "basis": "第七十二条"})
        number = Signal.objects.get(number=red).accountability.number
        held = f"/supervision/accountabilities/{number}/"
        assert "不能和前一步是同一人" in text(
            first.post(f"{held}decide/", {"signal": red, "words": "同意。"}, follow=True)
        )
        second.post(f"{held}decide/", {"signal": red, "words": "同意。"})
        assert "申诉" in text(chief.get(page))
        assert number in first.get("/supervision/accountabilities/").content.decode()
        first.post(
            "/supervision/recommendations/new/",
            {"agency_id": people.officer.agency, "title": "收件", "text": "请核对。", "signals": red},
        )
        assert red in first.get("/supervision/recommendations/").content.decode()
        assert "请核对。" in text(chief.get("/supervision/watched/"))
        unfit = first.post("/supervision/recommendations/new/", {"agency_id": "", "title": "", "text": ""})
        assert unfit.status_code == 422


def test_rules_are_drafted_and_tried_by_their_pages(people: People) -> None:
    first = signed_in("weizhengping")
    assert "收件后逾期没有告知" in text(first.get("/supervision/rules/"))
    given = {"level": "yellow", "n_days": "3", "since": "2026-03-09", "source": "试行办法"}
    first.post("/supervision/rules/T02/draft/", given)
    first.post("/supervision/rules/T02/trial/", {"first": "2026-03-01", "last": "2026-03-31"})
    shown = text(first.get("/supervision/rules/T02/"))
    assert "拟定中的第 2 版" in shown and "正在试算" in shown
    assert first.post("/supervision/rules/T02/draft/", {**given, "since": ""}).status_code == 422
    assert "不能和前一步是同一人" in text(first.post("/supervision/rules/T02/release/", follow=True))
    assert first.get("/supervision/rules/T99/").status_code == 404
