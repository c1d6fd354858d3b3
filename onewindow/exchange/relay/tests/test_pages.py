"""What crossed the gap is seen at the desk: sent, acknowledged, waiting, received, refused and why."""

import pytest
from django.test import Client

from onewindow.exchange.gate.models import Delivery
from onewindow.exchange.gate.tests.conftest import caller, planted, world  # noqa: F401  fixtures
from onewindow.exchange.relay import carrying
from onewindow.exchange.relay.carrying import learn, open_link, send, take_in
from onewindow.exchange.relay.errors import LinkInvalid
from onewindow.exchange.relay.models import Arrival, ArrivedDay, Link
from onewindow.exchange.relay.papers import PURPOSE
from onewindow.exchange.relay.tests.test_relay import forget_what_was_sent, gap  # noqa: F401  fixtures
from onewindow.identity.public import RoleMissing, actor_for
from onewindow.identity.tests.factories import agency, official
from onewindow.kernel.public import SYSTEM, keys, sm2

PAGE = "/desk/exchange/relay/"


def browser(*roles: str) -> Client:
    client = Client()
    client.force_login(official(f"relay{''.join(roles)}", agency("示例局"), roles=roles))
    return client


@pytest.fixture
def two(gap, monkeypatch):  # noqa: F811
    """Send two bundles of one row each; what was sent is forgotten, as on the other side."""
    monkeypatch.setattr(carrying, "ROWS", 1)
    send("inner", gap)
    forget_what_was_sent()
    return gap


def test_what_waits_for_one_before_is_taken_later(two):
    (two / "inner-0000000001.bundle").rename(two / "late")
    take_in("inner", two)
    take_in("inner", two)
    row = Arrival.objects.get()
    assert (row.file, row.state, row.times, row.reason) == (
        "inner-0000000002.bundle", "early", 2, "前面缺少第1个数据包",
    )  # fmt: skip
    (two / "late").rename(two / "inner-0000000001.bundle")
    take_in("inner", two)
    assert list(Arrival.objects.order_by("seq").values_list("seq", "state", "rows", "fresh", "reason")) == [
        (1, "taken", 1, 1, ""), (2, "taken", 1, 1, ""),
    ]  # fmt: skip
    assert sum(ArrivedDay.objects.values_list("rows", flat=True)) == Delivery.objects.count() == 2
    take_in("inner", two)
    assert set(Arrival.objects.values_list("times", flat=True)) == {2, 3}


def test_a_row_that_is_here_already_is_not_new(gap, monkeypatch):  # noqa: F811
    send("inner", gap)
    take_in("inner", gap)
    assert list(Arrival.objects.values_list("rows", "fresh")) == [(2, 0)]
    assert not ArrivedDay.objects.exists()


def test_shows_every_number_and_every_file(two):
    (two / "inner-0000000009.bundle").write_bytes(b"MZ")
    take_in("inner", two)
    learn("inner", two)
    (two / "inner-0000000007.ack").write_bytes(b"{}")
    learn("inner", two)
    desk = browser("audit")
    row = desk.get(PAGE).context["rows"][0]
    assert (row.sent, row.acknowledged, row.waiting, row.received, row.early, row.refused) == (
        2,
        2,
        0,
        2,
        0,
        2,
    )
    sent = desk.get(f"{PAGE}inner/").content.decode()
    assert "inner-0000000001.bundle" in sent
    refused = desk.get(f"{PAGE}inner/?show=refused").content.decode()
    assert "inner-0000000009.bundle" in refused
    assert "inner-0000000007.ack" in refused
    assert "不是数据包" in refused
    assert "inner-0000000001.bundle" not in refused
    arrived = desk.get(f"{PAGE}inner/?show=arrived").content.decode()
    assert "inner-0000000002.ack" in arrived
    assert "没有等回执的数据包" in desk.get(f"{PAGE}inner/?show=waiting").content.decode()


def test_a_bundle_without_acknowledgement_waits(two):
    desk = browser("data")
    waiting = desk.get(f"{PAGE}inner/?show=waiting").content.decode()
    assert waiting.count("等回执") > 2
    assert "inner-0000000002.bundle" in waiting
    first = desk.get(f"{PAGE}inner/?after=2").content.decode()
    assert "inner-0000000001.bundle" in first
    assert "inner-0000000002.bundle" not in first


def test_an_acknowledgement_of_nothing_is_refused(two):
    take_in("inner", two)
    Link.objects.get(code="inner").bundles.filter(seq=2).update(digest="0" * 64)
    assert learn("inner", two) == 1
    assert Arrival.objects.get(state="refused").reason == "没有发出过这样的数据包"


def test_opens_a_link_in_the_browser(world):  # noqa: F811
    desk = browser("data")
    assert "没有摆渡通道" in desk.get(PAGE).content.decode()
    key = keys.public_key(sm2.sign(PURPOSE, b"key").kid).hex()
    assert key in desk.get(PAGE).content.decode()
    wrong = desk.post(PAGE, {"code": "I", "name": "", "peer_key": "zz"})
    assert (wrong.status_code, set(wrong.context["errors"])) == (422, {"code", "name", "peer_key", "kinds"})
    sent = {"code": "inner", "name": "内网", "peer_key": key, "kinds": ["apply", "accept"]}
    assert desk.post(PAGE, sent).status_code == 302
    assert Link.objects.get().kinds == ["accept", "apply"]
    assert desk.post(PAGE, sent | {"kinds": ["apply"]}).status_code == 302
    assert Link.objects.get().kinds == ["apply"]
    assert browser("audit").post(PAGE, sent).status_code == 403


def test_only_keepers_open_links_and_only_viewers_see_them(world, weixiaolan):  # noqa: F811
    key = keys.public_key(sm2.sign(PURPOSE, b"key").kid)
    with pytest.raises(RoleMissing):
        open_link(by=actor_for(weixiaolan), code="inner", name="内网", peer_key=key, kinds=["apply"])
    with pytest.raises(LinkInvalid):
        open_link(by=SYSTEM, code="inner", name="内网", peer_key=b"\x04", kinds=["apply"])
    stranger = Client()
    stranger.force_login(weixiaolan)
    assert stranger.get(PAGE).status_code == 403
    assert browser("data").get(f"{PAGE}none/").status_code == 404
