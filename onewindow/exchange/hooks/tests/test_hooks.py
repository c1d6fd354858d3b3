"""Events reach an outside system signed, in order, and again until it took them; nothing else is reached."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.exchange.docking.models import OutsideSystem
from onewindow.exchange.docking.systems import change_state
from onewindow.exchange.errors import BadDeclaration
from onewindow.exchange.gate.credentials import to_be_signed
from onewindow.exchange.gate.limits import limit
from onewindow.exchange.hooks.declaring import CALLED, declare_hook, put_back, switch_hook
from onewindow.exchange.hooks.models import Hook, Posting
from onewindow.exchange.hooks.sending import forget_sent, send_due, send_hook
from onewindow.exchange.hooks.tests.conftest import HOOK, Listener
from onewindow.identity.public import RoleMissing, actor_for
from onewindow.identity.tests.factories import official
from onewindow.kernel.public import SYSTEM, audit, canonical, clock, jobs, keys, sm2

Happen = Callable[..., None]


@pytest.fixture
def hook(system: OutsideSystem, listener: Listener) -> Hook:
    return declare_hook(by=SYSTEM, text=HOOK % listener.server_port, secret="secret")


def numbers(listener: Listener) -> list[int]:
    return [json.loads(body)["data"]["number"] for _path, _headers, body in listener.heard]


def test_an_event_comes_as_a_signed_cloud_event(hook: Hook, listener: Listener, happen: Happen) -> None:
    happen(7)
    assert send_due() == 1
    ((path, headers, body),) = listener.heard
    told = json.loads(body)
    assert (told["specversion"], told["type"], told["subject"]) == ("1.0", "cn.onewindow.TableLaid", "T7")
    assert told["data"] == {"subject": "T7", "city": "4500", "number": 7, "inner": "x"}
    assert told["time"] == "2026-03-02T04:00:00+00:00"
    assert headers["Content-Type"] == "application/cloudevents+json; charset=utf-8"
    assert headers["X-Key"] == "secret"
    signed = to_be_signed("POST", path, headers["X-Time"], headers["X-Nonce"], canonical.sm3(body))
    key = keys.public_key(headers["X-Key-Id"])
    assert sm2.verify(key, signed, bytes.fromhex(headers["X-Signature"]))
    one = Posting.objects.get()
    assert (one.state, one.tries, one.status, bytes(one.digest)) == ("sent", 1, 204, canonical.sm3(body))
    assert send_due() == 0  # once


def test_the_worker_is_called_at_once_and_sends_until_nothing_waits(
    hook: Hook, listener: Listener, happen: Happen
) -> None:
    with CaptureQueriesContext(connection) as queries:
        happen(*range(limit("hook_batch") + 1))
    called = [query for query in queries if "pg_notify" in query["sql"] and CALLED in query["sql"]]
    assert len(called) == limit("hook_batch") + 1
    jobs.on_call[CALLED]()
    assert len(listener.heard) == limit("hook_batch") + 1
    assert not Posting.objects.filter(state="waiting").exists()


def test_only_what_is_declared_costs_a_delivery(system: OutsideSystem, happen: Happen) -> None:
    happen(1)
    deliveries = apps.get_model("kernel", "Delivery")._default_manager
    assert not deliveries.filter(handler="exchange.hooks").exists()


def test_a_condition_and_chosen_values(system: OutsideSystem, listener: Listener, happen: Happen) -> None:
    text = HOOK % listener.server_port + "where: row.number > 1\ndata: {n: row.number, of: row.type}\n"
    declare_hook(by=SYSTEM, text=text)
    happen(1, 2, inner="secret")
    assert send_due() == 1
    ((_path, headers, body),) = listener.heard
    assert json.loads(body)["data"] == {"n": 2, "of": "TableLaid"}
    assert "X-Key" not in headers


def test_an_outage_keeps_the_order_and_waits_longer(
    hook: Hook, listener: Listener, happen: Happen, noon: datetime
) -> None:
    listener.answers = [(204, {}), (503, {})]
    happen(1, 2, 3)
    assert send_due() == 1
    now = Hook.objects.get()
    assert (now.failures, now.cause, now.next_at - noon) == (1, "状态码503", timedelta(minutes=1))
    assert send_due() == 0  # not yet
    with clock.at(noon + timedelta(minutes=2)):
        listener.answers = [(429, {"Retry-After": "90"})]
        assert send_due() == 0
        assert Hook.objects.get().next_at - clock.now() == timedelta(seconds=90)
    with clock.at(noon + timedelta(minutes=5)):
        assert send_due() == 2
    assert numbers(listener) == [1, 2, 2, 2, 3]
    ids = [json.loads(body)["id"] for _path, _headers, body in listener.heard]
    assert len(set(ids)) == 3
    assert Hook.objects.get().failures == 0


def test_what_a_system_will_not_take_does_not_hold_up_the_rest(
    hook: Hook, listener: Listener, happen: Happen, noon: datetime
) -> None:
    listener.answers = [(422, {})] * 5
    happen(1, 2)
    for hour in range(5):
        with clock.at(noon + timedelta(hours=2 * hour)):
            send_due()
    assert numbers(listener) == [1, 1, 1, 1, 1, 2]
    assert list(Posting.objects.order_by("event").values_list("state", "status")) == [
        ("aside", 422), ("sent", 204),
    ]  # fmt: skip
    with clock.at(noon + timedelta(hours=12)):
        assert put_back(by=SYSTEM, code="nn-told") == 1
        assert (send_due(), put_back(by=SYSTEM, code="nn-told")) == (1, 0)


def test_gone_ends_it(hook: Hook, listener: Listener, happen: Happen) -> None:
    listener.answers = [(410, {})]
    happen(1)
    assert send_due() == 0
    assert (Hook.objects.get().on, Hook.objects.get().cause) == (False, "状态码410")
    assert switch_hook(by=SYSTEM, code="nn-told", on=True).on
    assert send_due() == 1
    assert [one for one in audit.verify().problems if "hook" in one.place] == []


def test_a_dead_worker_leaves_it_for_a_while(hook: Hook, listener: Listener, happen: Happen) -> None:
    happen(1)
    Hook.objects.update(next_at=clock.now() + timedelta(minutes=10))  # as a worker leaves it
    assert send_hook("nn-told") == 0
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert send_hook("nn-told") == 1


def test_a_system_that_is_interrupted_gets_it_later(hook: Hook, listener: Listener, happen: Happen) -> None:
    change_state(by=SYSTEM, code="nn-health", state="interrupted", reason="对方检修")
    happen(1)
    assert (send_due(), Posting.objects.get().state) == (0, "waiting")
    change_state(by=SYSTEM, code="nn-health", state="joined", reason="检修完毕")
    assert send_due() == 1


def test_addresses_of_this_machine_are_not_reached(
    hook: Hook, listener: Listener, happen: Happen, settings: object
) -> None:
    settings.EXCHANGE_HOSTS = ""
    happen(1)
    assert send_due() == 0
    assert Hook.objects.get().cause.startswith("Forbidden")
    assert listener.heard == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("TableLaid", "CaseWritten"), ("http://127.0.0.1", "ftp://127.0.0.1"),
        ("http://127.0.0.1", "http://a:b@127.0.0.1"), ("header: X-Key", "where: 1 +"),
        ("header: X-Key", "more: x"), ("code: nn-told", "code: NN"), ("events: [TableLaid]", "events: []"),
        ("name: 告知示例系统", "name: ["),
    ],
)  # fmt: skip
def test_a_wrong_declaration_is_refused(system: OutsideSystem, old: str, new: str) -> None:
    with pytest.raises(BadDeclaration):
        declare_hook(by=SYSTEM, text=(HOOK % 9).replace(old, new))
    assert not Hook.objects.exists()


def test_the_same_again_is_nothing_and_a_change_the_next_version(hook: Hook, listener: Listener) -> None:
    text = HOOK % listener.server_port
    assert declare_hook(by=SYSTEM, text=text).version == 1
    assert declare_hook(by=SYSTEM, text=text + "where: row.number > 1\n").version == 2
    assert Hook.objects.get().secret == "secret"


def test_only_keepers_declare_switch_and_put_back(hook: Hook, weixiaolan: object) -> None:
    by = actor_for(weixiaolan)
    with pytest.raises(RoleMissing):
        declare_hook(by=by, text=HOOK % 9)
    with pytest.raises(RoleMissing):
        switch_hook(by=by, code="nn-told", on=False)
    with pytest.raises(RoleMissing):
        put_back(by=by, code="nn-told")


def test_what_was_taken_is_forgotten_in_time(hook: Hook, listener: Listener, happen: Happen) -> None:
    happen(1)
    send_due()
    assert forget_sent() == 0
    with clock.at(clock.now() + timedelta(days=91)):
        assert forget_sent() == 1


def test_the_pages(system: OutsideSystem, listener: Listener, happen: Happen) -> None:
    desk = Client()
    desk.force_login(official("hooks", system.agency, roles=("data",)))
    assert "没有推送任务" in desk.get("/desk/exchange/hooks/").content.decode()
    assert desk.post("/desk/exchange/hooks/", {"text": "code: x"}).status_code == 422
    sent = {"text": HOOK % listener.server_port, "secret": "secret"}
    assert desk.post("/desk/exchange/hooks/", sent).status_code == 302
    listener.answers = [(422, {})]
    happen(1)
    send_due()
    Posting.objects.update(state="aside")
    page = desk.get("/desk/exchange/hooks/nn-told/").content.decode()
    assert "TableLaid" in page
    assert "状态码422" in page
    assert "secret" not in page
    assert desk.post("/desk/exchange/hooks/nn-told/", {"do": "back"}).status_code == 302
    assert Posting.objects.get().state == "waiting"
    assert desk.post("/desk/exchange/hooks/nn-told/", {"do": "off"}).status_code == 302
    assert "已停用" in desk.get("/desk/exchange/hooks/").content.decode()
    assert desk.get("/desk/exchange/hooks/none/").status_code == 404
