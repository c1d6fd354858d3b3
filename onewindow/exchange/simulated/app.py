"""The WSGI application of the simulated department system; each of its worker processes loads it."""

import hmac
import os
import time
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onewindow.config.settings")
if not apps.ready:
    django.setup()

import orjson

from onewindow.exchange.simulated import faults, registers
from onewindow.kernel.public import keys

registers.read()
BODY_LIMIT = 65536
LONGEST = 60.0
StartResponse = Callable[[str, list[tuple[str, str]]], object]


def application(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
    """Answer `/healthz`, `/registers/<resource>` and, from this machine with the secret, `/control`."""
    path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
    if path == "/healthz":
        return _answer(start, "200 OK", {"status": "ok", "simulated": True})
    if method != "POST":
        return _answer(start, "405 Method Not Allowed", {"error": "POST"})
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > BODY_LIMIT:
        return _answer(start, "413 Content Too Large", {"error": "too large"})
    body: bytes = environ["wsgi.input"].read(int(length))
    if path == "/control":
        return _control(environ, start, body)
    resource = path.removeprefix("/registers/")
    if not registers.knows(resource):
        return _answer(start, "404 Not Found", {"error": "no such register"})
    if not registers.is_ours(resource, body, environ.get("HTTP_X_SIGNATURE", "")):
        return _answer(start, "401 Unauthorized", {"error": "signature"})
    return _register(start, resource, body)


def _register(start: StartResponse, resource: str, body: bytes) -> Iterable[bytes]:
    fault, seconds = faults.fault_of(resource)
    if fault == "slow":
        time.sleep(seconds)
    if fault == "down":
        return _answer(start, "503 Service Unavailable", {"error": "down"})
    try:
        answer, signature = registers.respond(resource, body, fault)
    except (ValueError, KeyError, TypeError, AttributeError):
        return _answer(start, "400 Bad Request", {"error": "request"})
    start("200 OK", [*_plain(answer), ("X-Source-Signature", signature)])
    return [answer]


def _control(environ: dict[str, Any], start: StartResponse, body: bytes) -> Iterable[bytes]:
    secret = environ.get("HTTP_X_CONTROL_SECRET", "")
    near = environ.get("REMOTE_ADDR", "") in {"127.0.0.1", "::1"}
    if not near or not hmac.compare_digest(
        secret.encode(), keys.secret(faults.CONTROL_SECRET).hex().encode()
    ):
        return _answer(start, "403 Forbidden", {"error": "control"})
    try:
        told = orjson.loads(body)
        resource, fault = told.get("resource", ""), told.get("fault", "")
        if fault == "reset":
            faults.reset_faults()
        elif registers.knows(resource) and fault in faults.FAULTS | {""}:
            faults.set_fault(resource, fault, min(max(float(told.get("seconds", 0)), 0.0), LONGEST))
        else:
            return _answer(start, "422 Unprocessable Content", {"error": "resource or fault"})
    except (ValueError, AttributeError, TypeError):
        return _answer(start, "400 Bad Request", {"error": "request"})
    return _answer(start, "200 OK", {"status": "ok"})


def _answer(start: StartResponse, status: str, told: dict[str, object]) -> Iterable[bytes]:
    body = orjson.dumps(told)
    start(status, _plain(body))
    return [body]


def _plain(body: bytes) -> list[tuple[str, str]]:
    return [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("X-Simulated", "1"),
    ]
