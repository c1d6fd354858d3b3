"""Over the gap as files: in order, once in effect, acknowledged; nothing else passes."""

import json
from pathlib import Path

import pytest

from onewindow.exchange.gate.models import Delivery
from onewindow.exchange.gate.settling import settle_all
from onewindow.exchange.gate.tests.conftest import caller, planted, world  # noqa: F401  fixtures
from onewindow.exchange.gate.tests.test_settle import ACCEPT, APPLY
from onewindow.exchange.relay import carrying
from onewindow.exchange.relay.carrying import learn, open_link, send, take_in
from onewindow.exchange.relay.models import Bundle, Carried, Link
from onewindow.exchange.relay.papers import PURPOSE, sealed
from onewindow.kernel.public import SYSTEM, keys, sm2


@pytest.fixture
def gap(caller, tmp_path) -> Path:  # noqa: F811
    caller.push("apply", APPLY, "apply-0001")
    caller.push("accept", ACCEPT, "accept-0001")
    settle_all()
    key = keys.public_key(sm2.sign(PURPOSE, b"key").kid)
    open_link(by=SYSTEM, code="inner", name="内网", peer_key=key, kinds=["apply", "accept"])
    return tmp_path


def forget_what_was_sent() -> None:
    """Stand for the other side, where nothing of this has been."""
    Carried.objects.all().delete()
    Delivery.objects.all().delete()


def test_carries_in_order_once_and_learns_of_it(gap, monkeypatch):
    monkeypatch.setattr(carrying, "ROWS", 1)
    assert send("inner", gap) == 2
    assert [one.name for one in sorted(gap.glob("*.bundle"))] == [
        "inner-0000000001.bundle",
        "inner-0000000002.bundle",
    ]
    assert send("inner", gap) == 2
    told = {one.key: (one.system, one.body, one.receipt) for one in Delivery.objects.all()}
    assert learn("inner", gap) == 0
    forget_what_was_sent()
    assert take_in("inner", gap) == []
    assert {one.key: (one.system, one.body, one.receipt) for one in Delivery.objects.all()} == told
    assert take_in("inner", gap) == []
    assert Delivery.objects.count() == 2
    assert settle_all() == 2
    assert learn("inner", gap) == 2
    assert not Bundle.objects.filter(acked_at=None).exists()


def test_takes_nothing_after_a_gap_in_the_order(gap, monkeypatch):
    monkeypatch.setattr(carrying, "ROWS", 1)
    send("inner", gap)
    (gap / "inner-0000000001.bundle").rename(gap / "late")
    forget_what_was_sent()
    assert take_in("inner", gap) == [("inner-0000000002.bundle", "前面缺少第1个数据包")]
    assert not Delivery.objects.exists()
    (gap / "late").rename(gap / "inner-0000000001.bundle")
    assert take_in("inner", gap) == []
    assert Delivery.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda data: data.replace(b"B2026-1", b"B2026-9"), "签名不对"),
        (lambda data: b"MZ\x90\x00", "不是数据包"),
        (lambda data: sealed({**json.loads(data)["paper"], "link": "other"}), "不是这个通道的"),
        (lambda data: sealed({"kind": "onewindow-relay-ack-1", "link": "inner", "seq": 1}), "不是这个通道的"),
    ],
)
def test_nothing_else_passes(gap, change, why):
    send("inner", gap)
    file = gap / "inner-0000000001.bundle"
    file.write_bytes(change(file.read_bytes()))
    forget_what_was_sent()
    assert take_in("inner", gap) == [(file.name, why)]
    assert not Delivery.objects.exists()


def test_only_the_named_data_sets_pass(gap):
    send("inner", gap)
    Link.objects.update(kinds=["rating"])
    forget_what_was_sent()
    assert take_in("inner", gap) == [("inner-0000000001.bundle", "含有通道以外的数据集")]


def test_a_stranger_signs_in_vain(gap):
    send("inner", gap)
    other = keys.public_key(sm2.sign("somebody-else", b"key").kid)
    Link.objects.update(peer_key=other)
    assert take_in("inner", gap) == [("inner-0000000001.bundle", "签名不对")]
