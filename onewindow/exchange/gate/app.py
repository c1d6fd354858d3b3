"""The ASGI application at /exchange/: routes by hand, reads bodies within limits, answers JSON."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
from django.db import Error, connections

from onewindow.exchange import offline
from onewindow.exchange.gate import reads
from onewindow.exchange.gate.calls import Answer, Desk, Request, problem
from onewindow.exchange.gate.credentials import Caller
from onewindow.exchange.gate.files import Inbox
from onewindow.exchange.gate.limits import limit
from onewindow.exchange.gate.link import Link
from onewindow.exchange.gate.refusals import Refused
from onewindow.kernel.public import canonical

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
PREFIX = "/exchange/"
log = logging.getLogger(__name__)
_database = ThreadPoolExecutor(max_workers=2, thread_name_prefix="gate-database")


async def in_thread(work: Callable[..., Any], *given: Any) -> Any:
    """Run what needs the database in one of two threads, each with a connection of its own."""
    return await asyncio.get_running_loop().run_in_executor(_database, _guarded, work, given)


def _guarded(work: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    try:
        return work(*given)
    except Error:
        connections.close_all()
        raise


class Gateway:
    """The application, for http alone; `run` does database work (tests do it in place), `link` the log's."""

    def __init__(self, run: Callable[..., Awaitable[Any]] = in_thread, link: Link | None = None) -> None:
        self.run = run
        self.desk = Desk(run, link)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(limit("seconds")):
                status, body = await self._answer(scope, receive, begun)
        except Refused as refused:
            status, body = problem(refused, "")
        except TimeoutError:
            status, body = problem(Refused("too_slow"), "")
        except Exception:
            log.exception("a call could not be answered")
            status, body = problem(Refused("log_unavailable"), "")
        await _send(send, status, body)

    async def _answer(self, scope: Scope, receive: Receive, begun: float) -> Answer:
        method, path = scope["method"], scope["path"]
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        first, _slash, rest = path.removeprefix(PREFIX).partition("/")
        if not path.startswith(PREFIX):
            raise Refused("unknown_path")
        if first == "healthz":
            return 200, {"status": "ok"}
        if first == "keys":
            return 200, {"keys": await self.run(offline.published)}
        if first == "files" and method == "POST":
            head = Request(method, path, headers, b"", canonical.sm3(b""), begun)
            return await self._file(head, receive, rest)
        try:
            body = await _body(headers, receive, limit("body"))
        except Refused as refused:
            empty = Request(method, path, headers, b"", canonical.sm3(b""), begun)
            return await self.desk.stranger(empty, refused)
        request = Request(method, path, headers, body, canonical.sm3(body), begun)
        try:
            caller = await self.desk.caller(request)
        except Refused as refused:
            if refused.code == "log_unavailable":
                raise
            return await self.desk.stranger(request, refused)
        return await self._route(request, caller, first, rest, scope)

    async def _route(self, request: Request, caller: Caller, first: str, rest: str, scope: Scope) -> Answer:
        verbs = {"query": self.desk.query, "push": self.desk.push, "events": self.desk.event}
        if first in verbs and request.method == "POST":
            return await verbs[first](request, caller, rest)
        if first in verbs or request.method != "GET":
            return await self.desk.turn_away(request, caller, Refused("wrong_method"))
        if first not in reads.READS:
            return await self.desk.turn_away(request, caller, Refused("unknown_path"))
        query = scope.get("query_string", b"").decode("latin-1")
        try:
            told: Answer = await self.run(reads.tell, caller, first, rest, query)
        except Refused as refused:
            spent = caller._replace(nonce="")
            return await self.desk.turn_away(request, spent, refused, about=first, key=rest)
        return told

    async def _file(self, head: Request, receive: Receive, kind: str) -> Answer:
        """Take a large body in as it comes, hashing it; it is kept only when its sender proved itself."""
        try:
            await self.desk.let_send(head)
        except Refused as refused:
            if refused.code == "log_unavailable":
                raise
            return await self.desk.stranger(head, refused)
        inbox = Inbox()
        try:
            async for piece in _pieces(head.headers, receive, limit("file")):
                await asyncio.to_thread(inbox.add, piece)
            request = head._replace(body_sm3=inbox.digest())
            caller = await self.desk.caller(request)
            return await inbox.hand_in(self.desk, request, caller, kind)
        except Refused as refused:
            return await self.desk.stranger(head, refused)
        finally:
            inbox.close()


async def _body(headers: Mapping[str, str], receive: Receive, most: int) -> bytes:
    return b"".join([piece async for piece in _pieces(headers, receive, most)])


async def _pieces(headers: Mapping[str, str], receive: Receive, most: int) -> Any:
    told = headers.get("content-length", "0")
    if not told.isdigit() or int(told) > most:
        raise Refused("oversized_body")
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused("bad_request")
        piece, more = message.get("body", b""), message.get("more_body", False)
        size += len(piece)
        if size > most:
            raise Refused("oversized_body")
        if piece:
            yield piece


async def _send(send: Send, status: int, body: Mapping[str, object]) -> None:
    data = orjson.dumps(body)
    kind = b"application/json" if status < 400 or "faults" in body else b"application/problem+json"
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(data)).encode()),
        (b"cache-control", b"no-store"),
    ]
    if "retry_after" in body:
        headers.append((b"retry-after", str(body["retry_after"]).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": data})
