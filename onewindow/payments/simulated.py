"""模拟收银台: a cashier as a process of its own, for demonstration and tests; no money moves."""

import hashlib
import html
import json
import threading
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.conf import settings

from onewindow.kernel.public import commands
from onewindow.payments.gateways.signing import HEADER, is_genuine, signature

BODY_LIMIT = 65536
StartResponse = Callable[[str, list[tuple[str, str]]], object]
_lock = threading.Lock()
_HEAD = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>模拟收银台</title>'
    "<style>body{font:18px/1.8 sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem;color:#1b2632}"
    "button,a.b{font-size:1.1rem;padding:.6rem 1.6rem;background:#1a5aa3;color:#fff;border:0}"
    "b.m{background:#fdf3dd;color:#7d4d00;padding:.1rem .6rem;border:1px solid}</style>"
)


def application(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
    """Answer signed questions at `/orders`, `/look`, `/refunds`; show `/pay/<order>` to people."""
    path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
    if path == "/healthz":
        return _signed(start, {"status": "ok", "simulated": True})
    if path.startswith("/pay/"):
        return _pay(start, path.removeprefix("/pay/"), paid=method == "POST")
    length = environ.get("CONTENT_LENGTH") or "0"
    body: bytes = environ["wsgi.input"].read(min(int(length) if length.isdigit() else 0, BODY_LIMIT))
    given = environ.get(f"HTTP_{HEADER.upper().replace('-', '_')}", "")
    if method != "POST" or not is_genuine("ask", body, given):
        return _signed(start, {"error": "signature"}, "401 Unauthorized")
    told = json.loads(body)
    with _lock:
        return _signed(start, _answered(path, told))


def _answered(path: str, told: dict[str, str]) -> dict[str, object]:
    orders = _read()
    if path == "/orders":
        orders.setdefault(told["order"], told | {"done": False})
        _write(orders)
        return {"pay": f"{settings.CASHIER_URL}/pay/{told['order']}"}
    if path == "/refunds":
        made = orders.setdefault(told["order"], told | {"done": True, "transaction": _number(told["order"])})
        _write(orders)
        return _stands(made)
    return _stands(orders.get(told["order"]) or {"order": told["order"], "done": False, "amount": "0"})


def _stands(order: dict[str, Any]) -> dict[str, object]:
    return {
        "order": order["order"], "done": order["done"], "amount": order["amount"],
        "transaction": order.get("transaction", ""),
    }  # fmt: skip


def _pay(start: StartResponse, number: str, *, paid: bool) -> Iterable[bytes]:
    with _lock:
        orders = _read()
        order = orders.get(number)
        if order is None:
            return _page(start, "<h1>没有这个订单</h1>", "404 Not Found")
        if paid and not order["done"]:
            order |= {"done": True, "transaction": _number(number)}
            _write(orders)
    if paid:
        _tell(order)
        start("303 See Other", [("Location", order["back"])])
        return [b""]
    if order["done"]:
        text = f'<p>已经付过款了。</p><p><a class="b" href="{html.escape(order["back"])}">返回</a></p>'
    else:
        text = '<form method="post"><button>确认付款（模拟，不会真的扣款）</button></form>'
    said = html.escape(f"{order['subject']}，{order['amount']} 元")
    return _page(start, f'<h1>收银台 <b class="m">模拟</b></h1><p>{said}</p>{text}')


def _tell(order: dict[str, Any]) -> None:
    """Send the notice of money; where nobody answers, the other side asks later."""
    body = json.dumps(_stands(order)).encode()
    headers = {HEADER: signature("tell", body), "Content-Type": "application/json"}
    try:
        urlopen(Request(order["notify"], data=body, headers=headers), timeout=5).close()  # noqa: S310
    except (URLError, OSError):
        return


def _number(order: str) -> str:
    return "SIM" + hashlib.sha256(order.encode()).hexdigest()[:20].upper()


def _place() -> Path:
    return Path(settings.HOME) / "simulated-cashier.json"


def _read() -> dict[str, dict[str, Any]]:
    try:
        found: dict[str, dict[str, Any]] = json.loads(_place().read_text())
    except FileNotFoundError:
        return {}
    return found


def _write(orders: dict[str, dict[str, Any]]) -> None:
    draft = _place().with_suffix(".part")
    draft.write_text(json.dumps(orders, ensure_ascii=False))
    draft.replace(_place())


def _signed(start: StartResponse, told: dict[str, object], status: str = "200 OK") -> Iterable[bytes]:
    body = json.dumps(told).encode()
    start(
        status,
        [("Content-Type", "application/json"), (HEADER, signature("tell", body)), ("X-Simulated", "1")],
    )
    return [body]


def _page(start: StartResponse, text: str, status: str = "200 OK") -> Iterable[bytes]:
    start(status, [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")])
    return [f"{_HEAD}{text}</html>".encode()]


def _arguments(parser: ArgumentParser) -> None:
    port = urlsplit(settings.CASHIER_URL).port or 8400
    parser.add_argument("--port", type=int, default=port, help=f"port on 127.0.0.1 (default {port})")


def _run(arguments: Namespace) -> int:
    from granian import Granian

    Granian(
        "onewindow.payments.simulated:application", address="127.0.0.1", port=arguments.port,
        interface="wsgi", workers=1, blocking_threads=4, log_access=False, log_level="error",
        websockets=False,
    ).serve()  # fmt: skip
    return 0


COMMAND = commands.Command(
    name="simulate-cashier",
    help="serve the simulated cashier (no money moves) on this machine",
    run=_run,
    arguments=_arguments,
    needs_database=False,
)
