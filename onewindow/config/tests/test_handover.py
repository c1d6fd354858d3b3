"""What comes to /exchange/ goes to the gateway, everything else stays."""

import http.server
import io
import json
import threading

import pytest

from onewindow.config.handover import handing_over


class _Gateway(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = {"path": self.path, "body": body.decode(), "system": self.headers["X-System"],
                "cookie": self.headers["Cookie"]}  # fmt: skip
        data = json.dumps(told).encode()
        self.send_response(429)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Retry-After", "7")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def call(path: str, body: bytes = b"", **extra: str) -> tuple[str, dict[str, str], bytes]:
    answered: list[tuple[str, dict[str, str]]] = []
    application = handing_over(lambda environ, start: [b"django"])
    environ = {"PATH_INFO": path, "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)),
               "wsgi.input": io.BytesIO(body), **extra}  # fmt: skip
    data = b"".join(application(environ, lambda status, headers: answered.append((status, dict(headers)))))
    status, headers = answered[0] if answered else ("", {})
    return status, headers, data


@pytest.fixture
def gateway(monkeypatch):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Gateway)
    beside = threading.Thread(target=server.serve_forever, daemon=True)
    beside.start()
    monkeypatch.setenv("ONEWINDOW_GATEWAY_PORT", str(server.server_port))
    yield server
    server.shutdown()
    server.server_close()
    beside.join()


def test_hands_over_with_what_proves_the_caller_and_nothing_else(gateway):
    status, headers, data = call(
        "/exchange/push/apply", b'{"a":1}', HTTP_X_SYSTEM="nn", HTTP_COOKIE="sessionid=1", QUERY_STRING="x=1"
    )
    assert status.startswith("429")
    assert headers["Retry-After"] == "7"
    assert json.loads(data) == {
        "path": "/exchange/push/apply?x=1",
        "body": '{"a":1}',
        "system": "nn",
        "cookie": None,
    }


def test_leaves_everything_else(gateway):
    assert call("/desk/exchange/")[2] == b"django"


def test_says_when_the_gateway_is_not_there(monkeypatch):
    monkeypatch.setenv("ONEWINDOW_GATEWAY_PORT", "9")
    status, _headers, data = call("/exchange/healthz")
    assert (status, json.loads(data)["code"]) == ("503 Service Unavailable", "gateway_down")


@pytest.mark.parametrize(
    ("path", "length", "code"),
    [("/exchange/a b", "0", "unknown_path"), ("/exchange/a\r\nHost: x", "0", "unknown_path"),
     ("/exchange/x", "999999999999", "oversized_body"), ("/exchange/x", "-1", "oversized_body")],
)  # fmt: skip
def test_refuses_what_is_no_request(gateway, path, length, code):
    assert json.loads(call(path, CONTENT_LENGTH=length)[2])["code"] == code
