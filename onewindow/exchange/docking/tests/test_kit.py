"""The kit: all of it passes on our gateway, and a system that is not open fails it."""

import json

import pytest

from onewindow.exchange import sinks
from onewindow.exchange.docking import kit
from onewindow.exchange.docking.systems import change_state, connect_system, register_system
from onewindow.exchange.gate.app import Gateway
from onewindow.exchange.gate.models import Delivery
from onewindow.exchange.gate.settling import settle_all
from onewindow.exchange.gate.tests.conftest import Caller, in_place
from onewindow.identity.tests.factories import agency
from onewindow.kernel.public import SYSTEM, keys, sm2


class Within(kit.Kit):
    """A kit that reaches the gateway without sockets."""

    gateway: Caller

    def send(self, method: str, path: str, data: bytes, headers: dict[str, str]) -> kit.Answer:
        told = self.gateway.send(method, path, data, {k: v for k, v in headers.items() if v})
        return told.status_code, told.json()


@pytest.fixture
def within(db: None, monkeypatch: pytest.MonkeyPatch) -> Within:
    given = {"code": "vendor-a", "name": "厂商系统", "agency": agency("示例局").name, "contact": "示例处"}
    register_system(by=SYSTEM, given={**given, "zone": "external"})
    key = keys.public_key(sm2.sign("outside-vendor-a", b"key").kid).hex()
    connect_system(by=SYSTEM, code="vendor-a", public_key=key)
    change_state(by=SYSTEM, code="vendor-a", state="testing", reason="联调开始")
    made = Within("http://gate", "vendor-a")
    made.gateway = Caller(Gateway(run=in_place))
    return made


def test_every_check_but_the_outside_one_passes(within):
    told = kit.run(within)
    assert [name for name, good, _why in told if not good] == ["回执全部真实"]
    ring = {
        one["kid"]: bytes.fromhex(one["public_hex"])
        for one in within.call("GET", "/exchange/keys")[1]["keys"]
    }
    assert all(kit.receipts.is_genuine(one, ring[one["kid"]]) for one in within.receipts)


def test_what_is_handed_in_while_testing_reaches_no_other_context(within, monkeypatch):
    seen: list[object] = []
    monkeypatch.setattr(sinks, "_sinks", {"apply": {"test": seen.append}})
    kit.run(within)
    settle_all()
    assert seen == []
    assert Delivery.objects.filter(state="accepted").count() == 1


def test_a_closed_system_fails(within):
    change_state(by=SYSTEM, code="vendor-a", state="planned", reason="退回计划")
    told = {name: good for name, good, _why in kit.run(within)}
    assert told["报送一件申请"] is False


def test_prints_the_key_to_register(capsys):
    from argparse import Namespace

    told = Namespace(url="http://gate", system="vendor-b", public_key=True, json=False)
    assert kit.COMMAND.run(told) == 0
    assert json.dumps(capsys.readouterr().out.strip())[1:3] == "04"
