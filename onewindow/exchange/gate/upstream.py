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
from onewindow.exchange.gateways.wire import Broken, Gathering, request_bytes
from onewindow.exchange.questions import Answer, Question

IDLE_SECONDS, IDLE_KEPT = 20.0, 64
Pipe = tuple[asyncio.StreamReader, asyncio.StreamWriter]


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
            body, signature = await asyncio.wait_for(self._put(question), question.connector.seconds)
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

    async def _put(self, question: Question) -> tuple[bytes, str]:
        connector = question.connector
        _scheme, host, port = connector.address
        told = request_bytes(host, port, connector.path, question.headers, question.body)
        kept = self._kept(connector)
        if kept is not None:
            try:
                return await self._talk(kept, connector, told)
            except (OSError, Broken):
                kept[1].close()
        return await self._talk(await self._open(connector), connector, told)

    async def _talk(self, pipe: Pipe, connector: Connector, told: bytes) -> tuple[bytes, str]:
        reader, writer = pipe
        try:
            writer.write(told)
            await writer.drain()
            gathering = Gathering(connector.bytes)
            reply = None
            while reply is None:
                gathering.add(await reader.read(65536))
                reply = gathering.reply()
            if reply.status != 200:
                raise Broken("status")
        except BaseException:
            writer.close()
            raise
        self._release(connector, pipe, reusable=reply.reusable)
        return reply.body, reply.headers.get("x-source-signature", "")

    async def _open(self, connector: Connector) -> Pipe:
        scheme, host, port = connector.address
        loop = asyncio.get_running_loop()
        numeric = await loop.run_in_executor(None, lambda: check(host, port, trusted=connector.trusted))
        secure = ssl.create_default_context() if scheme == "https" else None
        return await asyncio.open_connection(
            numeric, port, ssl=secure, server_hostname=host if secure else None
        )

    def _kept(self, connector: Connector) -> Pipe | None:
        kept = self.idle.get(connector.address, [])
        while kept:
            since, pipe = kept.pop()
            if time.monotonic() - since < IDLE_SECONDS and not pipe[0].at_eof():
                return pipe
            pipe[1].close()
        return None

    def _release(self, connector: Connector, pipe: Pipe, *, reusable: bool) -> None:
        kept = self.idle.setdefault(connector.address, [])
        if reusable and len(kept) < IDLE_KEPT:
            kept.append((time.monotonic(), pipe))
        else:
            pipe[1].close()
