"""The gateway's connections to sources, over real sockets: kept alive, asked anew, never for too long."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from onewindow.exchange.breaker import reset_breakers
from onewindow.exchange.connectors import Connector, Item
from onewindow.exchange.gate.upstream import Upstream
from onewindow.exchange.questions import Answer, Question

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Source-Signature: s\r\n\r\n"


def question(port: int, seconds: float = 30) -> Question:
    connector = Connector(
        "r", "名称", "s", "数源", f"http://127.0.0.1:{port}", "/x", "exchange-simulated", seconds, 1000,
        ("k",), (Item("a", "甲", "text"),),
    )  # fmt: skip
    return Question(connector, "R1", "n", b"{}", {"X-Receipt": "R1"})


@pytest.fixture(autouse=True)
def closed_breakers(settings):
    reset_breakers()
    yield
    reset_breakers()


def answers(
    settings: object, handler: Handler, times: int = 1, seconds: float = 30
) -> tuple[list[Answer], int]:
    """Ask a server of this very test some times; return the answers and how many connections that took."""

    async def go() -> tuple[list[Answer], int]:
        connections: list[asyncio.Task[None]] = []

        async def counted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            connections.append(task)
            await handler(reader, writer)
            writer.close()

        server = await asyncio.start_server(counted, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        settings.EXCHANGE_HOSTS = f"127.0.0.1:{port}"
        upstream = Upstream()
        told = [await upstream.ask(question(port, seconds)) for _ in range(times)]
        for _since, pipe in upstream.idle.get(question(port).connector.address, []):
            pipe.close()
        server.close()
        await asyncio.gather(*connections, return_exceptions=True)
        await asyncio.sleep(0.01)
        return told, len(connections)

    return asyncio.run(go())


async def keeping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.readuntil(b"{}"):
        for piece in (OK[:30], OK[30:], b"a", b"b"):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)


def quiet(handler: Handler) -> Handler:
    async def told(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await handler(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            return

    return told


def test_one_connection_serves_many_questions(settings):
    told, connections = answers(settings, quiet(keeping), 3)
    assert [(one.body, one.signature, one.cause) for one in told] == [(b"ab", "s", "")] * 3
    assert connections == 1


def test_a_source_that_closes_what_is_idle_is_asked_on_a_fresh_one(settings):
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        writer.write(OK + b"ab")
        await writer.drain()

    told, connections = answers(settings, quiet(once), 3)
    assert [one.cause for one in told] == ["", "", ""]
    assert connections == 3


def test_a_source_that_answered_is_not_asked_again(settings):
    asked: list[int] = []

    async def worse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readuntil(b"{}"):
            asked.append(1)
            writer.write(OK + b"ab" if len(asked) == 1 else b"HTTP/1.1 500 no\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()

    told, connections = answers(settings, quiet(worse), 2)
    assert [one.cause for one in told] == ["", "status"]
    assert (len(asked), connections) == (2, 1)


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        (b"HTTP/1.1 500 no\r\nContent-Length: 0\r\n\r\n", "status"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", "oversize"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", "broken"),
        (b"nonsense\r\n\r\n", "broken"),
        (b"", "broken"),
    ],
)
def test_whatever_is_no_answer_has_its_cause(settings, said, cause):
    async def odd(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        writer.write(said)
        await writer.drain()

    told, _connections = answers(settings, quiet(odd))
    assert (told[0].body, told[0].cause) == (None, cause)


def test_a_silent_source_is_left_in_time_and_a_closed_port_is_refused(settings):
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    assert answers(settings, quiet(silent), seconds=0.3)[0][0].cause == "timeout"
    settings.EXCHANGE_HOSTS = "127.0.0.1:1"
    assert asyncio.run(Upstream().ask(question(1))).cause == "refused"
