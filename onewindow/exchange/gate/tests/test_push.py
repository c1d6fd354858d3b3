"""Handing rows and files in: once per key, with a state that can be asked for."""

import os
import time

import pytest

from onewindow.exchange.gate import files
from onewindow.exchange.gate.models import Call, Delivery

ROW = {"case_number": "B2026-1", "accepted": True, "accept_time": "2026-03-02T09:00:00+08:00",
       "handler": None, "promise_day": "2026-03-20"}  # fmt: skip


def test_takes_a_row_in(caller):
    answer = caller.push("accept", ROW, "accept-0001")
    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] == "pending"
    row = Delivery.objects.get()
    assert (row.system, row.kind, row.operation, row.state) == ("nn-health", "accept", "i", "pending")
    assert '"B2026-1"' in row.body
    assert caller.call("GET", "/exchange/deliveries/accept-0001").json()["state"] == "pending"


def test_the_same_key_twice_is_one_delivery(caller):
    first = caller.push("accept", ROW, "accept-0001").json()["receipt"]["statement"]["number"]
    again = caller.push("accept", ROW, "accept-0001").json()
    assert (again["earlier"], again["receipt"]["statement"]["cause"]) == (first, "duplicate")
    assert (Delivery.objects.count(), Call.objects.count()) == (1, 2)


def test_the_same_key_for_another_row_is_refused(caller):
    caller.push("accept", ROW, "accept-0001")
    other = caller.push("accept", ROW | {"accepted": False}, "accept-0001")
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert Delivery.objects.count() == 1


def test_a_row_that_does_not_fit_is_kept_as_returned(caller):
    answer = caller.push("accept", {"case_number": "B1", "accepted": "是", "x": 1}, "accept-0002")
    assert (answer.status_code, sorted(answer.json()["faults"])) == (422, ["accept_time", "accepted", "x"])
    row = Delivery.objects.get()
    assert (row.state, row.cause) == ("rejected", "bad_row")
    assert "是否受理" in row.detail


@pytest.mark.parametrize("key", ["", "short", "blanks in it", "x" * 81])
def test_needs_a_key(caller, key):
    body = {"operation": "i", "row": ROW}
    headers = {"Idempotency-Key": key} if key else {}
    answer = caller.call("POST", "/exchange/push/accept", body, **headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_key")


def test_an_unknown_kind_is_refused(caller):
    assert caller.push("gossip", ROW, "accept-0001").json()["code"] == "unknown_kind"


def test_tells_the_day_of_a_system(caller):
    caller.push("accept", ROW, "accept-0001")
    caller.push("accept", ROW, "accept-0001")
    caller.push("accept", {}, "accept-0002")
    told = caller.call("GET", "/exchange/reconciliation/2026-03-02").json()
    assert told["kinds"] == {"accept": {"sent": 2, "accepted": 0, "rejected": 1, "pending": 1}}


def test_takes_a_large_file_piece_by_piece(caller, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    data = b"0123456789abcdef" * 131_072
    answer = caller.call("POST", "/exchange/files/batch", data, **{"Idempotency-Key": "file-0001"})
    assert answer.status_code == 200, answer.text
    kept = list((tmp_path / "exchange").iterdir())
    assert [one.name for one in kept] == [answer.json()["sm3"]]
    assert kept[0].read_bytes() == data
    assert Delivery.objects.get().kind == "file:batch"


def test_a_signature_counts_whatever_else_a_file_brings(caller, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    told = {"Idempotency-Key": "file-0001", "Authorization": "Basic eDp5"}
    assert caller.call("POST", "/exchange/files/batch", b"x" * 1000, **told).status_code == 200


def test_keeps_nothing_of_a_stranger(caller, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    answer = caller.send("POST", "/exchange/files/batch", b"x" * 100_000, {})
    assert answer.json()["code"] == "no_credentials"
    for changed, code in (
        ({"Authorization": "Bearer nonsense"}, "bad_token"),
        ({"X-System": "nn-other"}, "unknown_system"),
        ({"X-Time": "1"}, "stale_request"),
        ({"X-Nonce": "short"}, "wrong_signature"),
    ):
        refused = caller.call("POST", "/exchange/files/batch", b"x" * 100_000, **changed)
        assert refused.json()["code"] == code
    assert not (tmp_path / "exchange").exists()  # of none of these a byte was written
    forged = caller.call("POST", "/exchange/files/batch", b"x" * 100_000, **{"X-Signature": "00" * 64})
    assert forged.json()["code"] == "wrong_signature"
    assert list((tmp_path / "exchange").iterdir()) == []


def test_forgets_files_whose_process_was_killed(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    for name, hours in ((".in-old", 2), (".in-new", 0), ("handed-in", 2)):
        one = files.folder() / name
        one.write_bytes(b"x")
        os.utime(one, (time.time() - hours * 3600,) * 2)
    assert files.forget() == 1
    assert sorted(one.name for one in files.folder().iterdir()) == [".in-new", "handed-in"]


def test_tells_the_contract_in_force(caller):
    told = caller.call("GET", "/exchange/contract/").json()
    assert told["version"] == "1"
    assert sorted(told["kinds"]) == [
        "accept", "apply", "finish", "item", "licence", "process", "rating", "special",
    ]  # fmt: skip


def test_takes_a_cloud_event_as_a_push(caller):
    event = {
        "specversion": "1.0",
        "type": "cn.example.accept",
        "source": "/nn",
        "id": "event-0001",
        "data": ROW,
    }
    assert caller.call("POST", "/exchange/events", event).json()["state"] == "pending"
    assert caller.call("POST", "/exchange/events", event).json()["earlier"]
    row = Delivery.objects.get()
    assert (row.kind, row.key, row.operation) == ("accept", "event-0001", "i")


@pytest.mark.parametrize("changed", [{"specversion": "0.3"}, {"id": ""}, {"type": 7}, {"data": "text"}])
def test_refuses_what_is_no_cloud_event(caller, changed):
    event = {
        "specversion": "1.0",
        "type": "cn.example.accept",
        "source": "/nn",
        "id": "event-0001",
        "data": ROW,
    }
    answer = caller.call("POST", "/exchange/events", event | changed)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert not Delivery.objects.exists()


DEEP = b"[" * 300 + b"]" * 300


@pytest.mark.parametrize(
    ("operation", "row"), [(b"[]", b"{}"), (b'"i"', b'{"a": ' + DEEP + b"}")], ids=["odd", "deep"]
)
def test_nonsense_is_refused_and_logged(caller, operation, row):
    row_told = b'{"operation": %s, "row": %s}' % (operation, row)
    event = (
        b'{"specversion": "1.0", "type": "accept", "id": "event-0001", "source": "s",'
        b' "operation": %s, "data": %s}'
    )
    headers = {"Idempotency-Key": "accept-0001"}
    answers = [
        caller.call("POST", "/exchange/push/accept", row_told, **headers),
        caller.call("POST", "/exchange/events", event % (operation, row)),
    ]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(400, "bad_request")] * 2
    assert list(Call.objects.values_list("status", "cause")) == [("refused", "bad_request")] * 2
