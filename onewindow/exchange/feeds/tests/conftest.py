"""A joined system, a REST source on a real socket, a folder of files."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from onewindow.exchange.docking.models import OutsideSystem
from onewindow.exchange.gate.tests.conftest import joined

MAP = """
map:
  case_number: row.bh
  accepted: row.zt
  accept_time: row.sj
  handler: if row.ry = "" then null else row.ry
  promise_day: "null"
codes: {}
"""
REST = """
code: nn-accept
name: 受理数据采集
system: nn-health
kind: accept
every: 5
batch: 2
source: {type: rest, url: "http://127.0.0.1:%d/rows", header: X-Key}
"""


class Source(http.server.ThreadingHTTPServer):
    """An outside REST service with rows, a key and a fault."""

    rows: list[dict[str, object]]
    fault = ""


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Source

    def do_GET(self) -> None:
        if self.server.fault or self.headers["X-Key"] != "secret":
            self.send_response(503 if self.server.fault else 401)
            self.end_headers()
            return
        asked = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        after, limit = asked["after"][0], int(asked["limit"][0])
        found = [row for row in self.server.rows if str(row["n"]) > after][:limit]
        told = {"rows": found, "next": str(found[-1]["n"]) if found else after}
        data = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def row(n: int, **changed: object) -> dict[str, object]:
    told = {"n": n, "bh": f"B{n}", "zt": True, "sj": "2026-03-02T09:00:00+08:00", "ry": ""}
    return told | changed


@pytest.fixture
def source(settings: object) -> Iterator[Source]:
    server = Source(("127.0.0.1", 0), _Handler)
    server.rows = [row(n) for n in range(1, 6)]
    settings.EXCHANGE_HOSTS = f"127.0.0.1:{server.server_port}"
    beside = threading.Thread(target=server.serve_forever, daemon=True)
    beside.start()
    yield server
    server.shutdown()
    server.server_close()
    beside.join()


@pytest.fixture
def system(db: None, noon: object) -> OutsideSystem:
    return joined()


@pytest.fixture
def folder(settings: object, tmp_path: Path) -> Path:
    settings.EXCHANGE_FOLDERS = str(tmp_path)
    (tmp_path / "nn").mkdir()
    return tmp_path / "nn"
