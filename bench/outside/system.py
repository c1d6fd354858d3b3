"""One simulated outside system: a listener of its own, a sender that never gives up, a journal on disk."""

import asyncio
import contextlib
import json
import random
from dataclasses import dataclass, field
from pathlib import Path

from bench.outside.http import Link
from bench.outside.rows import Message
from onewindow.exchange.gate.credentials import sign_headers

KINDS = ("prompt", "slow", "repeating", "failing", "restarting")
WAIT_SECONDS = 0.2


@dataclass
class System:
    """A system with its identity; `kind` is how it misbehaves."""

    code: str
    kind: str
    purpose: str
    port: int
    gateway: int
    messages: list[Message]
    journal: Path
    token: str = ""
    acked: dict[str, dict[str, object]] = field(default_factory=dict)
    sent: int = 0
    restarts: int = 0

    async def live(self) -> None:
        """Listen and send until all is acknowledged; a restart forgets everything but the journal."""
        server = await asyncio.start_server(self._listen, "127.0.0.1", self.port)
        dice = random.Random(self.code)
        try:
            while True:
                self._recall()
                try:
                    await self._send_all(dice)
                    return
                except Restart:
                    self.restarts += 1
                    server.close()
                    await asyncio.sleep(dice.random() * 0.5)
                    server = await asyncio.start_server(self._listen, "127.0.0.1", self.port)
        finally:
            server.close()

    def _recall(self) -> None:
        self.acked = {}
        if self.journal.exists():
            for line in self.journal.read_text().splitlines():
                with contextlib.suppress(ValueError):
                    told = json.loads(line)
                    self.acked[told["key"]] = told

    async def _send_all(self, dice: random.Random) -> None:
        link = Link(self.gateway)
        try:
            for message in self.messages:
                if message.key in self.acked:
                    continue
                if self.kind == "slow":
                    await asyncio.sleep(dice.random() * 0.05)
                if self.kind == "restarting" and self.restarts < 2 and dice.random() < 0.1:
                    raise Restart
                await self._deliver(link, message)
                if self.kind == "repeating" and dice.random() < 0.3:
                    await self._deliver(link, message)
        finally:
            link.close()

    async def _deliver(self, link: Link, message: Message) -> None:
        path = f"/exchange/push/{message.kind}"
        body = json.dumps({"operation": "i", "row": message.row}, ensure_ascii=False).encode()
        while True:
            headers = {"Idempotency-Key": message.key}
            if self.token:
                headers["Authorization"] = f"Bearer {self.token}"
            else:
                headers |= sign_headers(self.code, "POST", path, body, purpose=self.purpose)
            self.sent += 1
            try:
                status, told = await link.post(path, body, headers)
            except (OSError, EOFError, ValueError, TimeoutError):
                await asyncio.sleep(WAIT_SECONDS)
                continue
            if status in {200, 422} and "receipt" in told and isinstance(told["receipt"], dict):
                self._remember(message.key, status, told)
                return
            await asyncio.sleep(WAIT_SECONDS)

    def _remember(self, key: str, status: int, told: dict[str, object]) -> None:
        line = {"key": key, "status": status, "receipt": told["receipt"]}
        with self.journal.open("a") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.acked[key] = line

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Tell who it is and how far it has come."""
        with contextlib.suppress(asyncio.IncompleteReadError, OSError, ValueError):
            await reader.readuntil(b"\r\n\r\n")
            told = {"simulated": True, "code": self.code, "kind": self.kind, "acked": len(self.acked)}
            data = json.dumps(told).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(data) + data)
            await writer.drain()
        writer.close()


class Restart(Exception):
    """The system stops where it is and starts anew."""
