"""The gateway's HTTP before a small application, on a real socket."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
import uvloop

from onewindow.exchange.gate import http
from onewindow.exchange.gate.http import Bounded

HEAD = b"POST /x HTTP/1.1\r\nHost: gate\r\nContent-Length: 5\r\n"
failures: list[RuntimeError] = []


async def echoing(scope: Any, receive: Any, send: Any) -> None:
    """Answer the body; what is asked at /later takes a moment."""
    if scope["path"] == "/later":
        await asyncio.sleep(0.1)
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    headers = [(b"content-length", str(len(body)).encode())]
    status = 400 if b"x-system" in dict(scope["headers"]) else 200
    try:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
    except RuntimeError as error:
        failures.append(error)


@contextmanager
def serving(seconds: float) -> Iterator[tuple[int, uvicorn.Server]]:
    """Serve with so long for each request; yield the port and the server."""
    with pytest.MonkeyPatch.context() as patch, socket.create_server(("127.0.0.1", 0)) as listening:
        patch.setattr(http, "limit", {"seconds": seconds - 1}.__getitem__)
        config = uvicorn.Config(echoing, http=Bounded, ws="none", lifespan="off", log_level="critical")
        server = uvicorn.Server(config)
        beside = threading.Thread(target=lambda: uvloop.run(server.serve([listening])))
        beside.start()
        yield listening.getsockname()[1], server
        server.should_exit = True
        beside.join(20)


def opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def answer(line: socket.socket) -> bytes:
    """Return one answer, or what came before the end."""
    data = b""
    while not data.endswith(b"12345"):
        piece = line.recv(65536)
        if not piece:
            break
        data += piece
    return data


def is_cut(line: socket.socket) -> bool:
    """Wait for the end; tell whether it came without an answer."""
    try:
        return line.recv(65536) == b""
    except ConnectionResetError:
        return True
