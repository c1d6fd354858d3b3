"""Attacks on the gateway: each refused, logged, harmless."""

import json
import time
from datetime import timedelta
from urllib.parse import quote

import pytest

from onewindow.exchange import offline
from onewindow.exchange.addresses import Forbidden, check
from onewindow.exchange.connectors import build
from onewindow.exchange.gate.credentials import sign_headers
from onewindow.exchange.gate.limits import limit
from onewindow.exchange.gate.models import Call, Delivery
from onewindow.exchange.gate.settling import settle_all
from onewindow.exchange.gate.tests.conftest import ASKED, PURPOSE, WEI, granted
from onewindow.exchange.gateways.wire import connect
from onewindow.exchange.sharing.grants import end_grant
from onewindow.exchange.sharing.models import Grant
from onewindow.identity.public import AccessRecord
from onewindow.kernel.public import SYSTEM, clock, sm2

PATH = "/exchange/query/nurse_registration"


def refused(answer, status, code):
    """Check a refusal, that it was logged with its cause, and that nothing was disclosed."""
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "value" not in answer.json()
    row = Call.objects.order_by("-id").first()
    assert (row.status, row.cause, row.receipt) == ("refused", code, answer.json()["receipt"])
    assert not AccessRecord.objects.exists()


def test_no_grant(caller):
    refused(caller.query("health_penalty"), 403, "no_grant")


def test_an_ended_grant(caller):
    caller.query()
    end_grant(by=SYSTEM, grant_id=Grant.objects.get().pk, reason="不再需要")
    caller.gateway.desk.read_at -= 2
    refused(caller.query(), 403, "no_grant")


def test_an_expired_grant(caller, noon):
    with clock.at(noon + timedelta(days=366)):
        refused(caller.query(), 403, "grant_expired")


def test_another_item(caller):
    refused(caller.query(item="11450000MB0000001X4000123001999"), 403, "item_not_granted")


def test_extra_fields(caller):
    refused(caller.query(fields=["status", "holder_name"]), 403, "field_not_granted")


def test_an_unknown_resource(caller):
    refused(caller.query("gossip"), 404, "unknown_resource")


@pytest.mark.parametrize("changed", [{"item": ""}, {"case": " "}, {"reason": "查"}, {"reason": "长" * 201}])
def test_no_purpose(caller, changed):
    refused(caller.query(**changed), 422, "bad_purpose")


def test_a_wrong_signature(caller):
    body = json.dumps(ASKED).encode()
    headers = sign_headers("nn-health", "POST", PATH, body, purpose=PURPOSE)
    refused(caller.send("POST", PATH, body + b" ", headers), 401, "wrong_signature")
    refused(caller.send("POST", PATH, body, headers | {"X-Signature": "zz"}), 401, "wrong_signature")
    refused(caller.send("POST", PATH, body, headers | {"X-System": "nobody"}), 401, "unknown_system")
    refused(caller.send("POST", PATH, body, headers | {"X-Time": "1"}), 401, "stale_request")
    refused(caller.send("POST", PATH, body, {}), 401, "no_credentials")


def test_an_old_request(caller, noon):
    body = json.dumps(ASKED).encode()
    headers = sign_headers("nn-health", "POST", PATH, body, purpose=PURPOSE)
    with clock.at(noon + timedelta(seconds=301)):
        refused(caller.send("POST", PATH, body, headers), 401, "stale_request")


@pytest.mark.parametrize("restarted", [False, True])
def test_a_replayed_request(caller, restarted):
    body = json.dumps(ASKED).encode()
    headers = sign_headers("nn-health", "POST", PATH, body, purpose=PURPOSE)
    assert caller.send("POST", PATH, body, headers).status_code == 200
    if restarted:  # another process, or this one after a restart: the database remembers
        caller.gateway.desk.nonces.clear()
    refused(caller.send("POST", PATH, body, headers), 409, "replayed_request")


@pytest.mark.parametrize("restarted", [False, True])
def test_a_replayed_read(caller, restarted):
    path = f"/exchange/receipts/{caller.query().json()['receipt']['statement']['number']}"
    headers = sign_headers("nn-health", "GET", path, b"", purpose=PURPOSE)
    assert caller.send("GET", path, b"", headers).status_code == 200
    assert Call.objects.count() == 1
    if restarted:
        caller.gateway.desk.nonces.clear()
    again = caller.send("GET", path, b"", headers)
    assert (again.status_code, again.json()["code"]) == (409, "replayed_request")
    assert "statement" not in again.json()
    assert Call.objects.latest("id").cause == "replayed_request"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", PATH, 405, "wrong_method"),
        ("POST", "/exchange/receipts/R260302ABCDEFGHJK", 405, "wrong_method"),
        ("GET", "/exchange/secrets/x", 404, "unknown_path"),
        ("GET", "/exchange/receipts/R260302ABCDEFGHJK", 404, "unknown_receipt"),
        ("GET", "/exchange/reconciliation/yesterday", 400, "bad_request"),
        ("GET", "/exchange/reconciliation/9999-12-31", 400, "bad_request"),
    ],
)
def test_what_a_known_system_may_not_read(caller, method, path, status, code):
    refused(caller.call(method, path), status, code)
    row = Call.objects.get()
    assert (row.way, row.system, row.fields) == ("read", "nn-health", 0)
    receipt = json.dumps(caller.call("GET", f"/exchange/receipts/{row.receipt}").json())
    assert offline.check(receipt.encode(), offline.own_keys()).verdict == "genuine"


def test_a_receipt_of_others(caller):
    number = caller.query().json()["receipt"]["statement"]["number"]
    Call.objects.update(system="nn-other")
    refused(caller.call("GET", f"/exchange/receipts/{number}"), 404, "unknown_receipt")


def test_a_replayed_push_has_no_second_effect(caller):
    row = {"operation": "i", "row": {"rating_number": "P1"}}
    body = json.dumps(row).encode()
    headers = sign_headers("nn-health", "POST", "/exchange/push/rating", body, purpose=PURPOSE)
    headers["Idempotency-Key"] = "rating-0001"
    caller.send("POST", "/exchange/push/rating", body, headers)
    caller.gateway.desk.nonces.clear()
    refused(caller.send("POST", "/exchange/push/rating", body, headers), 409, "replayed_request")
    assert Delivery.objects.count() == 1


def test_an_oversized_body(caller):
    refused(caller.call("POST", PATH, b"x" * 1_048_577), 413, "oversized_body")


def test_an_oversized_file(caller, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    told = {"Content-Length": str(limit("file") + 1), "Idempotency-Key": "file-0001"}
    refused(caller.call("POST", "/exchange/files/batch", b"x", **told), 413, "oversized_body")
    assert not Delivery.objects.exists()
    assert list((tmp_path / "exchange").iterdir()) == []


def test_an_oversized_body_without_a_length(caller):
    async def pieces():
        for _ in range(20):
            yield b"x" * 65536

    refused(caller.send("POST", PATH, pieces(), {}), 413, "oversized_body")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"item":1}', json.dumps(ASKED | {"sql": "1"}).encode()])
def test_a_body_that_is_none(caller, body):
    assert caller.call("POST", PATH, body).json()["code"] in {"bad_request", "bad_purpose"}


@pytest.mark.parametrize(
    "number",
    ["' OR 1=1 --", "x'; DROP TABLE exchange_call; --", "459900199005120020' UNION SELECT 1", "%", "\\"],
)
def test_sql_in_parameters(caller, number):
    told = caller.query(keys={"resident_id": number}).json()
    assert (told["status"], told["value"]) == ("none", None)
    assert Call.objects.count() == 1


@pytest.mark.parametrize("text", ["' OR 1=1 --", "%", "x'); DELETE FROM exchange_call; --"])
def test_sql_in_what_is_read(caller, text):
    caller.query()
    codes = []
    for what in ("receipts/", "deliveries/", "reconciliation/"):
        signed = sign_headers(caller.code, "GET", f"/exchange/{what}{text}", b"", purpose=PURPOSE)
        answer = caller.send("GET", f"/exchange/{what}{quote(text, safe='')}", b"", signed)
        codes.append(answer.json()["code"])
    codes.append(caller.call("GET", f"/exchange/receipts/?after={quote(text)}").json()["code"])
    assert codes == ["unknown_receipt", "unknown_receipt", "bad_request", "unknown_receipt"]
    assert list(Call.objects.order_by("id").values_list("way", "resource", "key", "cause")) == [
        ("query", "nurse_registration", "", ""),
        ("read", "receipts", text, "unknown_receipt"),
        ("read", "deliveries", text, "unknown_receipt"),
        ("read", "reconciliation", text, "bad_request"),
        ("read", "receipts", "", "unknown_receipt"),
    ]


def test_sql_in_a_row_handed_in(caller):
    row = {
        "case_number": "x'); DELETE FROM exchange_delivery; --",
        "accepted": True,
        "accept_time": "2026-03-02T09:00:00+08:00",
        "handler": "' OR '1'='1",
        "promise_day": None,
    }
    assert caller.push("accept", row, "accept-0001").status_code == 200
    settle_all()
    kept = Delivery.objects.get()
    assert (kept.case, kept.cause) == (row["case_number"], "waits")


def test_wrong_keys(caller):
    refused(caller.query(keys={"resident_id": WEI, "name": "x"}), 422, "bad_keys")
    refused(caller.query(keys={"resident_id": {"$ne": ""}}), 422, "bad_keys")


def test_too_fast(caller):
    granted("enterprise", "name", rate="2")
    asked = {"keys": {"uscc": "91459900MA0DEM0134"}}
    assert [caller.query("enterprise", **asked).status_code for _ in range(2)] == [200, 200]
    late = caller.query("enterprise", **asked)
    refused(late, 429, "rate_exceeded")
    assert 0 < int(late.headers["retry-after"]) <= 60


def test_a_crowd_of_strangers_is_not_all_logged(caller):
    while time.monotonic() % 1 > 0.2:
        time.sleep(0.01)
    codes = [caller.send("POST", PATH, b"{}", {}).json()["code"] for _ in range(25)]
    assert codes[0] == "no_credentials"
    if "too_many_strangers" in codes:
        assert Call.objects.count() == codes.index("too_many_strangers")


def test_a_forged_receipt(caller):
    receipt = caller.query().json()["receipt"]
    for name, value in (("reason", "别的事由"), ("system", "nn-other"), ("response_sm3", "00" * 32)):
        forged = {**receipt, "statement": {**receipt["statement"], name: value}}
        assert offline.check(json.dumps(forged).encode(), offline.own_keys()).verdict == "altered"
    stranger = {**receipt, "path": [], "signature": sm2.sign("relay", b"root").value.hex()}
    for forged in (stranger, {**receipt, "path": ["L" + "00" * 32]}, {**receipt, "signature": "00" * 64}):
        assert offline.check(json.dumps(forged).encode(), offline.own_keys()).verdict == "altered"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "169.254.169.254", "0.0.0.0", "::1", "::ffff:127.0.0.1", "224.0.0.1"]
)
def test_a_connector_reaches_no_address_of_ours(host):
    with pytest.raises(Forbidden):
        check(host, 80)
    with pytest.raises(Forbidden):
        connect(("http", host, 80), 1)


def test_a_connector_to_this_machine_brings_no_data(caller, local_source):
    told = caller.query().json()
    assert (told["status"], told["receipt"]["statement"]["cause"]) == ("down", "address")


@pytest.fixture
def local_source(caller):
    from onewindow.exchange import gateways
    from onewindow.exchange.gateways.rest import RestGateway
    from onewindow.exchange.models import Resource
    from onewindow.exchange.queries import forget_resources

    row = Resource.objects.get(code="nurse_registration")
    row.connector = {**row.connector, "base": "http://169.254.169.254"}
    row.digest = b"local"
    row.save()
    forget_resources()
    before = gateways.current()
    gateways.use(RestGateway())
    yield
    gateways.use(before)
    forget_resources()


def test_a_path_of_a_declaration_stays_a_path():
    from onewindow.exchange.errors import BadDeclaration

    told = {"source": "x", "source_name": "x", "base": "http://10.0.0.1", "secret": "x",
            "limits": {"seconds": 1, "bytes": 1024}}  # fmt: skip
    for path in ("/a b", "/../x", "/x\r\nHost: y", "/?q=1"):
        with pytest.raises(BadDeclaration):
            build("x", "x", ["k"], {}, {**told, "path": path})
