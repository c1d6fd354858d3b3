"""The simulated department system at its edge: who may ask, who may break it, and nothing crashes it."""

import io
from datetime import date

import orjson
import pytest

from onewindow.exchange.signing import answer_mac, request_mac
from onewindow.exchange.simulated import faults
from onewindow.exchange.simulated.app import application
from onewindow.exchange.simulated.registers import look_up
from onewindow.kernel.public import canonical, keys

SECRET, SOURCE = "exchange-simulated", "public-security"
QUESTION = {
    "resource": "population",
    "keys": {"resident_id": "459900199005120020"},
    "nonce": "n",
    "at": "2026-03-02T04:00:00+00:00",
}


@pytest.fixture(autouse=True)
def well():
    faults.reset_faults()
    yield
    faults.reset_faults()


def call(path: str, body: bytes = b"", method: str = "POST", **headers: str) -> tuple[int, dict, dict]:
    told: dict[str, object] = {}

    def start(status: str, given: list[tuple[str, str]]) -> None:
        told["status"], told["headers"] = int(status[:3]), dict(given)

    environ = {
        "PATH_INFO": path,
        "REQUEST_METHOD": method,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "REMOTE_ADDR": "127.0.0.1",
    }
    answer = b"".join(application(environ | headers, start))
    assert told["headers"]["Content-Length"] == str(len(answer))
    return told["status"], told["headers"], orjson.loads(answer)


def ask(told: object, path: str = "/registers/population") -> tuple[int, dict, dict]:
    body = canonical.canonical_json(told)
    return call(path, body, HTTP_X_SIGNATURE=request_mac(SECRET, SOURCE, body))


def control(told: object, **headers: str) -> int:
    secret = {"HTTP_X_CONTROL_SECRET": keys.secret(faults.CONTROL_SECRET).hex()}
    return call("/control", orjson.dumps(told), **(secret | headers))[0]


def test_answers_a_signed_question_with_a_signed_answer():
    status, headers, told = ask(QUESTION)

    assert (status, told["status"], told["value"]["name"]) == (200, "ok", "韦晓兰")
    assert (told["simulated"], told["notice"]) == (True, "模拟数据：人物、企业、机构均为虚构")
    assert headers["X-Source-Signature"] == answer_mac(SECRET, SOURCE, "n", orjson.dumps(told))


@pytest.mark.parametrize("signature", ["", "hmac-sm3=00", "hmac-sm3=é", "sm2=00"])
def test_refuses_a_question_nobody_signed(signature):
    status, _, told = call(
        "/registers/population", canonical.canonical_json(QUESTION), HTTP_X_SIGNATURE=signature
    )

    assert (status, told) == (401, {"error": "signature"})


@pytest.mark.parametrize(
    "told",
    [
        None,
        1,
        [],
        {},
        "x",
        {**QUESTION, "keys": 1},
        {**QUESTION, "at": "now"},
        {**QUESTION, "keys": {"resident_id": 1}},
    ],
)
def test_a_signed_question_without_sense_is_a_bad_request(told):
    assert ask(told)[0] == 400


def test_knows_its_ways_only():
    assert call("/healthz", method="GET")[2] == {"status": "ok", "simulated": True}
    assert call("/registers/population", method="GET")[0] == 405
    assert ask(QUESTION, "/registers/gossip")[0] == 404
    assert ask(QUESTION, "/")[0] == 404
    assert call("/registers/population", b"x" * 65537)[0] == 413
    assert call("/registers/population", CONTENT_LENGTH="-1")[0] == 413


def test_control_needs_the_secret_and_this_machine():
    fault = {"resource": "population", "fault": "down"}

    assert call("/control", orjson.dumps(fault))[0] == 403
    assert control(fault, HTTP_X_CONTROL_SECRET="é") == 403
    assert control(fault, REMOTE_ADDR="192.0.2.1") == 403
    assert ask(QUESTION)[0] == 200


def test_control_breaks_one_register_and_heals_it():
    assert control({"resource": "population", "fault": "down"}) == 200
    assert ask(QUESTION)[0] == 503
    assert control({"resource": "population", "fault": ""}) == 200
    assert ask(QUESTION)[0] == 200

    assert control({"resource": "population", "fault": "none"}) == 200
    assert ask(QUESTION)[2]["status"] == "none"
    assert control({"fault": "reset"}) == 200
    assert ask(QUESTION)[2]["status"] == "ok"


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"resource": "gossip", "fault": "down"}, 422),
        ({"resource": "population", "fault": "explode"}, 422),
        ({"resource": ["population"], "fault": "down"}, 400),
        ({"resource": "population", "fault": "slow", "seconds": "long"}, 400),
        ([], 400),
        (None, 400),
    ],
)
def test_control_refuses_nonsense(told, status):
    assert control(told) == status
    assert ask(QUESTION)[0] == 200


@pytest.mark.parametrize(("asked", "kept"), [(1e308, 60.0), (-5, 0.0), (1.5, 1.5)])
def test_control_keeps_slowness_within_a_minute(asked, kept):
    assert control({"resource": "population", "fault": "slow", "seconds": asked}) == 200
    assert faults.fault_of("population") == ("slow", kept)


@pytest.mark.parametrize(
    ("today", "valid_to"),
    [(date(2026, 3, 2), "2026-05-01"), (date(2028, 2, 29), "2028-04-29"), (date(2027, 12, 31), "2028-02-29")],
)
def test_dates_follow_the_day_of_the_question(today, valid_to):
    row = look_up("nurse_registration", {"resident_id": "459900199005120020"}, today)

    assert row is not None
    assert row["valid_to"] == valid_to
