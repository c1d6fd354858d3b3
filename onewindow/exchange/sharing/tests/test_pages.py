"""The desk pages walk from the catalogue to a grant and a doubt; the public page tells figures."""

import re

import pytest
from django.test import Client

from onewindow.exchange.sharing.models import Demand, Doubt, Grant
from onewindow.exchange.sharing.tests.conftest import GIVEN
from onewindow.identity.public import Account


def browser(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


@pytest.fixture
def desk(asker, provider, operating) -> Client:
    return browser("asker1")


def test_walks_from_the_catalogue_to_a_grant(desk):
    assert "护士执业注册信息" in desk.get("/desk/exchange/resources/?class=2&q=护士").content.decode()
    assert "202001/000001" in desk.get("/desk/exchange/resources/nurse_registration/").content.decode()
    wrong = desk.post("/desk/exchange/resources/nurse_registration/demand/", {"system": "nn-health"})
    assert (wrong.status_code, Demand.objects.count()) == (422, 0)
    sent = {**GIVEN, "system": "nn-health", "fields": ["status", "valid_to"]}
    page = desk.post("/desk/exchange/resources/nurse_registration/demand/", sent, follow=True)
    number = Demand.objects.get().number
    assert number in page.content.decode()
    assert "同意授权" not in page.content.decode()
    theirs = browser("provider1")
    assert number in theirs.get("/desk/exchange/demands/?state=asked").content.decode()
    done = theirs.post(f"/desk/exchange/demands/{number}/", {"do": "grant", "note": "够用"}, follow=True)
    assert "已授权" in done.content.decode()
    key = Grant.objects.get().pk
    assert "护士系统" in theirs.get("/desk/exchange/grants/").content.decode()
    ended = theirs.post(f"/desk/exchange/grants/{key}/", {"reason": "系统已经停用"}, follow=True)
    assert "系统已经停用" in ended.content.decode()


def test_offers_the_systems_of_ones_own_body_and_says_why_no_other(desk, stranger):
    address, theirs = "/desk/exchange/resources/nurse_registration/demand/", browser("stranger1")
    assert "护士系统" in desk.get(address).content.decode()
    assert "护士系统" in browser("operator1").get(address).content.decode()
    assert "还没有登记您单位的业务系统" in theirs.get(address).content.decode()
    for system, said in (
        ("nn-health", "只有示例卫生局和数据共享管理部门可以为它申请"),
        ("", "没有登记这个业务系统"),
    ):
        answer = theirs.post(address, {**GIVEN, "system": system, "fields": ["status"]})
        assert (answer.status_code, Demand.objects.count()) == (422, 0)
        assert said in answer.content.decode()
    fresh = desk.get(address).content.decode()
    assert re.search(r'<textarea[^>]*name="items"[^>]*></textarea>', fresh)
    wrong = desk.post(address, {**GIVEN, "system": "gone", "fields": ["status"]}).content.decode()
    assert wrong.count("没有登记这个业务系统") == 2  # in the summary and at its own field


def test_walks_through_refusal_and_mediation(desk):
    sent = {**GIVEN, "system": "nn-health", "fields": ["status"]}
    desk.post("/desk/exchange/resources/nurse_registration/demand/", sent)
    address = f"/desk/exchange/demands/{Demand.objects.get().number}/"
    theirs = browser("provider1")
    assert theirs.post(address, {"do": "refuse", "reason": ""}).status_code == 422
    theirs.post(address, {"do": "refuse", "reason": "用途不明确"})
    assert "提请协调" in desk.get(address).content.decode()
    desk.post(address, {"do": "object", "objection": "用途已经写明"})
    done = browser("operator1").post(
        address, {"do": "settle", "settle": "grant", "opinion": "应当共享"}, follow=True
    )
    assert "已授权" in done.content.decode()


def test_reports_and_answers_a_doubt(desk):
    address = "/desk/exchange/resources/nurse_registration/doubt/"
    assert desk.post(address, {}).status_code == 422
    sent = {"receipt": "R260302ABC", "field": "valid_to", "said": "证书上的日期不同"}
    assert desk.post(address, sent, follow=True).status_code == 200
    number = Doubt.objects.get().number
    theirs = browser("provider1")
    assert number in theirs.get("/desk/exchange/doubts/").content.decode()
    done = theirs.post(
        f"/desk/exchange/doubts/{number}/", {"state": "right", "answer": "核对无误"}, follow=True
    )
    assert "数据无误" in done.content.decode()


def test_lists_and_registers_systems(desk, keeper):
    assert "护士系统" in desk.get("/desk/exchange/systems/?q=护士").content.decode()
    theirs = browser("keeper1")
    assert theirs.post("/desk/exchange/systems/new/", {}).status_code == 422
    sent = {
        "code": "nn-new",
        "name": "新系统",
        "agency": "示例卫生局",
        "contact": "示例处",
        "zone": "external",
    }
    assert "新系统" in theirs.post("/desk/exchange/systems/new/", sent, follow=True).content.decode()
    wrong = theirs.post("/desk/exchange/systems/nn-new/", {"state": "joined", "reason": "直接接入"})
    assert wrong.status_code == 422
    moved = theirs.post(
        "/desk/exchange/systems/nn-new/", {"state": "testing", "reason": "联调开始"}, follow=True
    )
    assert "联调中" in moved.content.decode()


@pytest.fixture
def keeper(system):
    from onewindow.exchange.sharing.tests.conftest import actor

    return actor("keeper1", "示例卫生局", "admin")


def test_the_public_page_needs_no_sign_in(system):
    page = Client().get("/sharing/").content.decode()
    assert "人口基本信息" in page
    assert "已接入" in page


def test_the_desk_is_closed_to_citizens(system, weixiaolan):
    assert browser("weixiaolan").get("/desk/exchange/resources/").status_code == 403
