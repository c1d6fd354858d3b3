"""Hands what comes to /exchange/ over to the gateway's own process, so that one address serves all."""

import http.client
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from onewindow.exchange.public import gateway_port

PREFIX = "/exchange/"
SECONDS = 15.0
LARGEST = 209_715_200
PASSED = (
    "HTTP_AUTHORIZATION",
    "HTTP_X_SYSTEM",
    "HTTP_X_TIME",
    "HTTP_X_NONCE",
    "HTTP_X_SIGNATURE",
    "HTTP_IDEMPOTENCY_KEY",
)
StartResponse = Callable[[str, list[tuple[str, str]]], object]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def handing_over(application: Application) -> Application:
    """Return the application with /exchange/ served by the gateway: one connection a call, no retries."""

    def answer(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(PREFIX):
            return application(environ, start)
        return _passed_on(environ, start)

    return answer


def _passed_on(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        return _problem(
            start, "413 Content Too Large", "oversized_body", "请求正文太大，请按接口说明的大小分开发送。"
        )
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
    query = environ.get("QUERY_STRING", "")
    if not path.isascii() or any(mark in path + query for mark in " \r\n"):
        return _problem(start, "404 Not Found", "unknown_path", "没有这个接口，请对照接口说明。")
    headers = {key[5:].replace("_", "-").title(): environ[key] for key in PASSED if key in environ}
    headers["Content-Length"] = length
    link = http.client.HTTPConnection("127.0.0.1", gateway_port(), timeout=SECONDS)
    try:
        body = _pieces(environ["wsgi.input"], int(length))
        link.request(environ["REQUEST_METHOD"], path + (f"?{query}" if query else ""), body, headers)
        told = link.getresponse()
        data = told.read()
    except (OSError, http.client.HTTPException):
        return _problem(start, "503 Service Unavailable", "gateway_down", "交换网关正在启动，请稍后重试。")
    finally:
        link.close()
    kept = [
        (name, value) for name, value in told.getheaders() if name.lower() in {"content-type", "retry-after"}
    ]
    start(
        f"{told.status} {told.reason}",
        [*kept, ("Cache-Control", "no-store"), ("Content-Length", str(len(data)))],
    )
    return [data]


def _pieces(source: Any, left: int) -> Iterator[bytes]:
    while left > 0:
        piece = source.read(min(left, 65536))
        if not piece:
            return
        left -= len(piece)
        yield piece


def _problem(start: StartResponse, status: str, code: str, detail: str) -> Iterable[bytes]:
    data = json.dumps(
        {"status": int(status[:3]), "code": code, "detail": detail}, ensure_ascii=False
    ).encode()
    start(status, [("Content-Type", "application/problem+json"), ("Content-Length", str(len(data)))])
    return [data]
