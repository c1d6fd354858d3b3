"""Handing over: tried again with growing waits, given up, refused for good, never twice at once."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from onewindow.identity.public import Applicant, applicant_of
from onewindow.identity.tests.factories import person_account
from onewindow.kernel.public import clock
from onewindow.messages import gateways
from onewindow.messages.errors import AddressRefused, GatewayDown
from onewindow.messages.gateways.fake import FakeGateway
from onewindow.messages.gateways.http import HttpGateway
from onewindow.messages.models import Sending
from onewindow.messages.services import _claimed, send_due, tell

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
GIVEN = {"item": "护士执业注册（延续）", "number": "N1"}


@pytest.fixture
def gateway() -> Iterator[FakeGateway]:
    fake = FakeGateway()
    gateways.use("sms", fake)
    yield fake
    gateways.use("sms", None)


@pytest.fixture
def waiting(db: None) -> Iterator[Sending]:
    citizen: Applicant = applicant_of(person_account(mobile="19900001234"))
    with clock.at(NOON):
        tell(citizen, "case-accepted", GIVEN, origin="event:1")
        yield Sending.objects.get()


def test_what_is_due_is_handed_over_once(waiting: Sending, gateway: FakeGateway) -> None:
    assert send_due() == 1
    assert gateway.taken == {f"ow-{waiting.pk}": ("19900001234", "“护士执业注册（延续）”的申请已受理。")}
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reference, waiting.tries) == ("sent", f"fake-ow-{waiting.pk}", 1)
    assert send_due() == 0
    assert gateway.tries == 1


def test_a_gateway_that_is_down_is_tried_with_growing_waits_and_then_given_up(
    waiting: Sending, gateway: FakeGateway
) -> None:
    gateway.down = True
    waits, now = [], NOON
    for _try in range(6):
        with clock.at(now):
            assert send_due() == 0
        waiting.refresh_from_db()
        waits.append((waiting.due_at - now) // timedelta(minutes=1))
        now = waiting.due_at
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert (waiting.state, waiting.tries, waiting.error) == ("given_up", 6, "down")
    with clock.at(NOON + timedelta(days=9)):
        assert send_due() == 0
    assert gateway.tries == 6


def test_a_refused_number_is_not_tried_again(waiting: Sending, gateway: FakeGateway) -> None:
    gateway.refuses = True
    assert send_due() == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == ("refused", "no such number")


def test_what_a_dead_worker_took_is_taken_again_later(waiting: Sending, gateway: FakeGateway) -> None:
    assert _claimed() == [waiting.pk]  # and then the worker dies
    assert send_due() == 0
    with clock.at(NOON + timedelta(minutes=6)):
        assert send_due() == 1


class _Taker(BaseHTTPRequestHandler):
    status: ClassVar[int] = 200
    seen: ClassVar[list[tuple[dict[str, str], dict[str, str]]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append((dict(self.headers), body))
        answer = b'{"reference": "R-1"}'
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def served() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Taker)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _Taker.seen.clear()
    yield f"http://secret@127.0.0.1:{server.server_port}/sms"
    server.shutdown()
    server.server_close()


def test_a_gateway_over_http(served: str) -> None:
    gateway = HttpGateway(served)
    _Taker.status = 200
    assert gateway.send("ow-1", "19900001234", "您好") == "R-1"
    headers, body = _Taker.seen[0]
    assert body == {"id": "ow-1", "to": "19900001234", "text": "您好"}
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer secret", "ow-1")
    for status, refusal in (
        (400, AddressRefused),
        (429, GatewayDown),
        (503, GatewayDown),
        (302, GatewayDown),
    ):
        _Taker.status = status
        with pytest.raises(refusal):
            gateway.send("ow-1", "19900001234", "您好")
    with pytest.raises(GatewayDown):
        HttpGateway("http://127.0.0.1:9/sms").send("ow-1", "1", "x")
    with pytest.raises(GatewayDown):
        HttpGateway("file:///etc/passwd").send("ow-1", "1", "x")


def test_codes_of_identity_go_the_same_way(gateway: FakeGateway) -> None:
    gateways.send_code("19900001234", "123456")
    ((address, text),) = gateway.taken.values()
    assert (address, "123456" in text) == ("19900001234", True)
    gateway.refuses = True
    with pytest.raises(OSError):
        gateways.send_code("19900001234", "123456")
