"""Puts questions to the sources over kept-alive asynchronous connections."""

import asyncio
import ssl
import time
from dataclasses import dataclass, field

from onewindow.exchange import gateways
from onewindow.exchange.addresses import Forbidden, check
from onewindow.exchange.breaker import breaker_of
from onewindow.exchange.connectors import Connector
from onewindow.exchange.gateways.rest import RestGateway
from onewindow.exchange.gateways.wire import Broken, Gathering, Reply, request_bytes
from onewindow.exchange.questions import Answer, Question

IDLE_SECONDS, IDLE_KEPT = 20.0, 64


class Pipe(asyncio.Protocol):
    """One kept-alive connection with one question on it at a time; lighter than a pair of streams."""

    transport: asyncio.Transport
    gathering: Gathering | None = None
    whole: "asyncio.Future[Reply]"
    lost = False
    heard = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = transport  # type: ignore[assignment]  # a TCP connection's, of whatever loop

    def data_received(self, data: bytes) -> None:
        """Gather the answer; what nobody asked for ends the connection."""
        self.heard = True
        if self.gathering is None:
            self.lost = True
            self.transport.abort()
        else:
            self._gather(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """End the answer with what there is of it."""
        self.lost = True
        if self.gathering is not None:
            self._gather(b"")

    async def talk(self, told: bytes, limit: int, seconds: float) -> Reply:
        """Send a question and return the answer to it; raise Broken, or TimeoutError when it is late."""
        loop = asyncio.get_running_loop()
        self.heard = False
        self.gathering, self.whole = Gathering(limit), loop.create_future()
        late = loop.call_later(seconds, self._give_up)
        try:
            self.transport.write(told)
            return await self.whole
        finally:
            late.cancel()
            self.gathering = None

    def _give_up(self) -> None:
        if not self.whole.done():
            self.whole.set_exception(TimeoutError())

    def close(self) -> None:
        """Close the connection at once."""
        self.lost = True
        self.transport.abort()

    def _gather(self, data: bytes) -> None:
        if self.gathering is None or self.whole.done():
            return
        try:
            self.gathering.add(data)
            reply = self.gathering.reply()
        except Broken as broken:
            self.whole.set_exception(broken)
        else:
            if reply is not None:
                self.whole.set_result(reply)


@dataclass
class Upstream:
    """The sources as one process reaches them."""

    idle: dict[tuple[str, str, int], list[tuple[float, Pipe]]] = field(default_factory=dict)

    async def ask(self, question: Question) -> Answer:
        """Return the answer, or the cause why there is none; never raises for what a source does."""
        current = gateways.current()
        if not isinstance(current, RestGateway):
            return current.ask([question], seconds=question.connector.seconds)[0]
        breaker = breaker_of(question.connector.resource)
        if not breaker.allows():
            return Answer(cause="breaker")
        begun = time.monotonic()
        try:
            body, signature = await self._put(question, begun + question.connector.seconds)
            cause = ""
        except TimeoutError:
            body, signature, cause = None, "", "timeout"
        except Forbidden:
            body, signature, cause = None, "", "address"
        except Broken as broken:
            body, signature, cause = None, "", str(broken)
        except (OSError, ssl.SSLError, EOFError):
            body, signature, cause = None, "", "refused"
        breaker.report(cause)
        return Answer(body, signature, cause, round((time.monotonic() - begun) * 1000))

    async def _put(self, question: Question, end: float) -> tuple[bytes, str]:
        connector = question.connector
        _scheme, host, port = connector.address
        told = request_bytes(host, port, connector.path, question.headers, question.body)
        kept = self._kept(connector)
        if kept is not None:
            try:
                return await self._talk(kept, connector, told, end)
            except (OSError, Broken) as error:
                if kept.heard or isinstance(error, TimeoutError):
                    raise  # it was asked: not twice for one call
                # the source closed what was idle: ask on a fresh one
        async with asyncio.timeout(end - time.monotonic()):
            fresh = await self._open(connector)
        return await self._talk(fresh, connector, told, end)

    async def _talk(self, pipe: Pipe, connector: Connector, told: bytes, end: float) -> tuple[bytes, str]:
        try:
            reply = await pipe.talk(told, connector.bytes, end - time.monotonic())
            if reply.status != 200:
                raise Broken("status")
        except BaseException:
            pipe.close()
            raise
        self._release(connector, pipe, reusable=reply.reusable)
        return reply.body, reply.headers.get("x-source-signature", "")

    async def _open(self, connector: Connector) -> Pipe:
        scheme, host, port = connector.address
        loop = asyncio.get_running_loop()
        numeric = await loop.run_in_executor(None, lambda: check(host, port, trusted=connector.trusted))
        secure = ssl.create_default_context() if scheme == "https" else None
        _transport, pipe = await loop.create_connection(
            Pipe, numeric, port, ssl=secure, server_hostname=host if secure else None
        )
        return pipe

    def _kept(self, connector: Connector) -> Pipe | None:
        kept = self.idle.get(connector.address, [])
        while kept:
            since, pipe = kept.pop()
            if time.monotonic() - since < IDLE_SECONDS and not pipe.lost:
                return pipe
            pipe.close()
        return None

    def _release(self, connector: Connector, pipe: Pipe, *, reusable: bool) -> None:
        kept = self.idle.setdefault(connector.address, [])
        if reusable and len(kept) < IDLE_KEPT:
            kept.append((time.monotonic(), pipe))
        else:
            pipe.close()
