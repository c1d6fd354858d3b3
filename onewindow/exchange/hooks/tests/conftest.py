"""A joined system that listens on a real socket, and an event of our own to tell it."""

import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from onewindow.exchange.docking.models import OutsideSystem
from onewindow.exchange.gate.tests.conftest import joined
from onewindow.exchange.hooks import declaring
from onewindow.kernel.public import Event, outbox, unit

HOOK = """
code: nn-told
name: 告知示例系统
system: nn-health
url: "http://127.0.0.1:%d/told"
events: [TableLaid]
header: X-Key
"""


@dataclass(frozen=True, kw_only=True)
class TableLaid(Event):
    """Something happened."""

    external = True
    number: int
    inner: str = "x"


class Listener(http.server.ThreadingHTTPServer):
    """An outside system that keeps what it is told, and answers as it is set."""

    heard: list[tuple[str, dict[str, str], bytes]]
    answers: list[tuple[int, dict[str, str]]]


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, dict(self.headers.items()), body))
        status, headers = self.server.answers.pop(0) if self.server.answers else (204, {})
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def listener(settings: object) -> Iterator[Listener]:
    server = Listener(("127.0.0.1", 0), _Handler)
    server.heard, server.answers = [], []
    settings.EXCHANGE_HOSTS = f"127.0.0.1:{server.server_port}"
    beside = threading.Thread(target=server.serve_forever, daemon=True)
    beside.start()
    yield server
    server.shutdown()
    server.server_close()
    beside.join()


@pytest.fixture
def system(db: None, noon: object) -> Iterator[OutsideSystem]:
    declaring.forget()
    yield joined()
    declaring.forget()


@pytest.fixture
def happen() -> Callable[..., None]:
    """Let events happen and reach what waits for the hooks."""

    def happened(*numbers: int, inner: str = "x") -> None:
        with unit.work():
            outbox.publish(*(TableLaid(subject=f"T{n}", number=n, inner=inner) for n in numbers))
        outbox.drain()

    return happened
