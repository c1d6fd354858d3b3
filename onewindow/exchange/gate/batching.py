"""Gathers calls while the batch before is committed: one commit and one signature serve many."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import psycopg
from django.db import InterfaceError, OperationalError

from onewindow.exchange.gate.limits import limit
from onewindow.exchange.gate.refusals import Refused
from onewindow.exchange.gate.writing import Entry

log = logging.getLogger(__name__)
_DOWN = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
Commit = Callable[[list[Entry]], Awaitable[None]]


@dataclass
class Batching:
    """The one way into the log of a process; `commit` writes a batch."""

    commit: Commit
    waiting: list[tuple[Entry, "asyncio.Future[None]"]] = field(default_factory=list)
    busy: "asyncio.Task[None] | None" = None

    async def put(self, entry: Entry) -> None:
        """Return once the call is committed; raise Refused when it cannot be."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append((entry, done))
        if self.busy is None or self.busy.done():
            self.busy = asyncio.create_task(self._work())
        await done

    async def _work(self) -> None:
        """Write batches until nobody waits; one that follows another lets a few more calls come first."""
        while self.waiting:
            taken, self.waiting = self.waiting[: limit("batch")], self.waiting[limit("batch") :]
            await self._write(taken)
            if 0 < len(self.waiting) < limit("batch"):
                await asyncio.sleep(limit("gather") / 1000)

    async def _write(self, taken: "list[tuple[Entry, asyncio.Future[None]]]") -> None:
        try:
            await self.commit([entry for entry, _ in taken])
        except Exception as error:
            if isinstance(error, TimeoutError):
                log.error("the database did not take a batch of calls in time")
            elif not isinstance(error, _DOWN):
                log.exception("a batch of calls was not written")
            for _entry, done in taken:
                if not done.done():
                    done.set_exception(Refused("log_unavailable"))
        else:
            for _entry, done in taken:
                if not done.done():
                    done.set_result(None)
