"""Gathers calls while the batch before is committed: one commit and one signature serve many."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import Error, IntegrityError

from onewindow.exchange.gate.limits import limit
from onewindow.exchange.gate.refusals import Refused
from onewindow.exchange.gate.writing import Entry, write

log = logging.getLogger(__name__)
Run = Callable[..., Awaitable[Any]]


@dataclass
class Batching:
    """The one way into the log of a process."""

    run: Run
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
        while self.waiting:
            taken, self.waiting = self.waiting[: limit("batch")], self.waiting[limit("batch") :]
            try:
                await self._commit([entry for entry, _ in taken])
            except Exception as error:
                if not isinstance(error, Error):
                    log.exception("a batch of calls was not written")
                for _entry, done in taken:
                    if not done.done():
                        done.set_exception(Refused("log_unavailable"))
            else:
                for _entry, done in taken:
                    if not done.done():
                        done.set_result(None)

    async def _commit(self, entries: list[Entry]) -> None:
        try:
            await self.run(write, entries)
        except IntegrityError:
            await self.run(write, entries)  # another process kept the same delivery a moment before
