"""A grant's rate holds over all processes of the gateway: two desks here stand for two processes."""

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.exchange.gate import rates, receipts, register
from onewindow.exchange.gate.app import Gateway
from onewindow.exchange.gate.models import Call, Nonce, Used
from onewindow.exchange.gate.rates import Rates, Slot
from onewindow.exchange.gate.refusals import Refused
from onewindow.exchange.gate.register import Right
from onewindow.exchange.gate.tests.conftest import Asked, entry, granted, in_place
from onewindow.exchange.gate.writing import Entry, write
from onewindow.exchange.sharing.models import Grant
from onewindow.kernel.public import ANONYMOUS, clock, keys, sm2

ASKED = {"keys": {"uscc": "91459900MA0DEM0134"}}


@pytest.fixture
def both(caller):
    granted("enterprise", "name", rate="3")
    return caller, replace(caller, gateway=Gateway(run=in_place))


def test_two_processes_together_keep_the_rate(both):
    one, two = both
    codes = [who.query("enterprise", **ASKED).status_code for who in (one, two, two, one, two)]
    assert codes == [200, 200, 200, 429, 429]
    assert sorted(Used.objects.values_list("calls", flat=True)) == [2, 2]
    # the first of the two was asked for and refused when it was logged, the second was not asked for
    late = list(Call.objects.filter(cause="rate_exceeded").order_by("id"))
    assert [(row.status, row.fields, row.response_digest) for row in late] == [("refused", 0, None)] * 2
    assert [row.asked_digest is None for row in late] == [False, True]


def test_says_when_it_may_be_tried_again_and_lets_it_then(both, noon):
    one, two = both
    for who in (one, one, one):
        who.query("enterprise", **ASKED)
    late = two.query("enterprise", **ASKED)
    assert (late.json()["code"], int(late.headers["retry-after"])) == ("rate_exceeded", 60 - noon.second)
    assert "value" not in late.json()
    with clock.at(noon + timedelta(minutes=1)):
        assert two.query("enterprise", **ASKED).status_code == 200


def test_counts_by_grant_and_minute_and_city(both, noon):
    one, _two = both
    one.query("enterprise", **ASKED)
    one.query()
    assert list(Used.objects.order_by("grant_id").values_list("grant__resource__code", "calls", "city")) == [
        ("nurse_registration", 1, "4500"),
        ("enterprise", 1, "4500"),
    ]
    assert set(Used.objects.values_list("minute", flat=True)) == {int(noon.timestamp()) // 60}


def test_a_call_refused_before_it_was_admitted_is_not_counted(both):
    one, _two = both
    assert one.query("enterprise", item="x", **ASKED).status_code == 403
    assert not Used.objects.exists()


def test_within_a_batch_the_first_ones_are_answered(both, noon):
    one, _two = both
    grant = Grant.objects.get(resource__code="enterprise")
    right = Right(frozenset(), frozenset(), 2, noon, grant.pk)
    mine, others = Rates(), Rates()
    request = one.gateway.desk
    entries = []
    for who in (mine, others):
        for _ in range(2):
            call = request.new_call(Asked(), None, "query", "enterprise")
            call.request_digest = b"\0" * 32
            entries.append((who, Entry(call, ANONYMOUS, slot=who.admit(right, noon))))
    write([entry for who, entry in entries if who is others])
    write([entry for who, entry in entries if who is mine])
    assert [entry.refused is None for _who, entry in entries] == [False, False, True, True]
    assert [entry.slot.used for _who, entry in entries] == [4, 4, 2, 2]


def test_a_rate_changed_within_a_batch_holds_for_each_call_as_it_was_admitted(both, noon):
    one, _two = both
    key = Grant.objects.get(resource__code="enterprise").pk
    mine, entries = Rates(), []
    for rate in (9, 9, 3, 9):
        call = one.gateway.desk.new_call(Asked(), None, "query", "enterprise")
        call.request_digest = b"\0" * 32
        right = Right(frozenset(), frozenset(), rate, noon, key)
        entries.append(Entry(call, ANONYMOUS, slot=mine.admit(right, noon)))
    write(entries[:2])
    write(entries[2:])
    assert [entry.refused is None for entry in entries] == [True] * 4
    late = Entry(one.gateway.desk.new_call(Asked(), None, "query", "enterprise"), ANONYMOUS)
    late.call.request_digest, late.slot = b"\0" * 32, replace(entries[2].slot)
    write([late])
    assert late.refused.code == "rate_exceeded"
    assert Used.objects.get().calls == 5
    assert Call.objects.filter(status="ok").count() == 4


def test_forgets_minutes_long_past(both, noon):
    one, _two = both
    one.query("enterprise", **ASKED)
    assert rates.forget() == 0
    with clock.at(noon + timedelta(minutes=62)):
        assert rates.forget() == 1


def test_a_replay_in_a_batch_is_refused_alone_and_nothing_is_written_twice(world):
    system = register.read().systems["nn-health"]

    def asked(nonce):
        made = entry(system, nonce)
        made.subject, made.what = ("organisation", "91459900MA0DEM0134"), "信息"
        return made

    write([asked("first0000000000a")])
    batch = [asked(nonce) for nonce in ("first0000000000a", "second000000000b", "second000000000b")]
    write(batch)
    assert [entry.refused.code if entry.refused else "" for entry in batch] == [
        "replayed_request",
        "",
        "replayed_request",
    ]
    assert list(Call.objects.order_by("id").values_list("status", "cause")) == [
        ("ok", ""),
        ("refused", "replayed_request"),
        ("ok", ""),
        ("refused", "replayed_request"),
    ]
    assert Nonce.objects.count() == 2
    assert all(receipts.is_genuine(orjson.loads(_receipt(entry)), _key()) for entry in batch)


def _receipt(entry):
    return orjson.dumps(receipts.receipt_of(entry.call, entry.stated))


def _key():
    return keys.public_key(sm2.sign("exchange", b"key").kid)


@given(st.lists(st.integers(0, 130), max_size=60), st.integers(1, 5))
def test_one_process_admits_no_more_than_the_rate_in_a_minute(seconds, rate):
    """Whatever the order of moments, calls under way count until they are settled."""
    held, begin = Rates(), clock.now().replace(second=0, microsecond=0)
    right = Right(frozenset(), frozenset(), rate, begin, 1)
    admitted: dict[int, int] = {}
    for second in seconds:
        try:
            slot = held.admit(right, begin + timedelta(seconds=second))
        except Refused:
            continue
        admitted[slot.minute] = admitted.get(slot.minute, 0) + 1
        slot.used = admitted[slot.minute]
        held.settle(slot)
    assert all(number <= rate for number in admitted.values())


def test_a_call_given_up_makes_room_again():
    held, at = Rates(), clock.now()
    right = Right(frozenset(), frozenset(), 1, at, 1)
    slot = held.admit(right, at)
    with pytest.raises(Refused):
        held.admit(right, at)
    held.settle(slot)
    assert isinstance(held.admit(right, at), Slot)
