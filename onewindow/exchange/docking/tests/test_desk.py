"""The desk of running: monitor, deliveries and replay, feeds."""

from datetime import timedelta

import pytest
from django.test import Client

from onewindow.exchange.feeds.models import Feed
from onewindow.exchange.feeds.tests.conftest import MAP, REST
from onewindow.exchange.gate.models import Delivery
from onewindow.exchange.gate.tests.conftest import caller, planted, world  # noqa: F401  fixtures
from onewindow.exchange.gate.tests.test_settle import APPLY
from onewindow.exchange.tallies import count_up
from onewindow.identity.public import Account
from onewindow.identity.tests.factories import agency, official
from onewindow.kernel.public import clock


@pytest.fixture
def desk(caller) -> Client:  # noqa: F811
    client = Client()
    client.force_login(official("keeper9", agency("示例局"), roles=("data",)))
    return client


def test_watches_systems_and_causes(noon, desk, caller):  # noqa: F811
    caller.query()
    caller.query("health_penalty")
    with clock.at(noon + timedelta(minutes=1)):
        count_up()
        page = desk.get("/desk/exchange/").content.decode()
    assert "系统nn-health" in page
    assert "no_grant" in page
    with clock.at(noon + timedelta(days=2)):
        desk.logout()
        desk.force_login(Account.objects.get(username="keeper9"))
        assert "一天没有成功交换" in desk.get("/desk/exchange/").content.decode()


def test_puts_returned_deliveries_back(desk, caller):  # noqa: F811
    caller.push("apply", APPLY, "apply-0001")
    caller.push("apply", {}, "apply-0002")
    Delivery.objects.filter(key="apply-0001").update(
        state="rejected", cause="sink_failed", detail="接收方处理失败"
    )
    page = desk.get("/desk/exchange/deliveries/?state=rejected&system=nn-health").content.decode()
    assert page.count('name="id"') == 1
    ids = [str(key) for key in Delivery.objects.values_list("pk", flat=True)]
    done = desk.post("/desk/exchange/deliveries/?state=rejected", {"id": ids}, follow=True)
    assert "已放回 1 件" in done.content.decode()
    assert dict(Delivery.objects.values_list("key", "state")) == {
        "apply-0001": "pending",
        "apply-0002": "rejected",
    }


def test_declares_and_switches_a_feed(desk):
    wrong = desk.post("/desk/exchange/feeds/", {"text": "code: [", "secret": ""})
    assert wrong.status_code == 422
    text = REST.replace("http://127.0.0.1:%d", "http://10.0.0.1") + MAP
    done = desk.post("/desk/exchange/feeds/", {"text": text, "secret": "geheim"}, follow=True)
    assert "受理数据采集" in done.content.decode()
    assert "geheim" not in done.content.decode()
    assert "nn-accept" in desk.get("/desk/exchange/feeds/").content.decode()
    desk.post("/desk/exchange/feeds/nn-accept/", {"do": "off"})
    assert Feed.objects.get().on is False


def test_is_closed_to_others(desk, weixiaolan):
    stranger = Client()
    stranger.force_login(weixiaolan)
    for path in ("", "deliveries/", "feeds/"):
        assert stranger.get(f"/desk/exchange/{path}").status_code == 403
