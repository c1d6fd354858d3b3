"""Statements of the log: on a thread's connection, or on the loop's own, without a thread between.

A thread that signs and waits for the database takes the interpreter from the loop and gives it back several
times a batch, which cost as much again as the work itself (docs/decisions/0098).
"""

import asyncio
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection

from onewindow.exchange.gate.limits import limit
from onewindow.kernel.public import parts, prepared

Rows = list[tuple[Any, ...]]
Asked = tuple[Sequence[parts.Part], str]
Steps = Generator[Asked, Rows, None]
"""Statements in turn, each as its parts and its answer; the rows that came are sent back."""


def run(steps: Steps) -> None:
    """Run statements on this thread's connection, within its transaction where one runs."""
    try:
        asked = next(steps)
        while True:
            asked = steps.send(parts.run(*asked))
    except StopIteration:
        return


@dataclass
class Link:
    """The connection of one loop, made when it is needed and anew after a failure; one caller at a time."""

    kept: "psycopg.AsyncConnection[Any] | None" = None

    async def run(self, steps: Steps) -> None:
        """Run statements, each a transaction of its own.

        Raises psycopg.Error, and TimeoutError where the server takes too long (the driver then tries for as
        long again to call its statement off). The outcome of the statement under way is then unknown.
        """
        try:
            async with asyncio.timeout(limit("seconds")):
                await self._run(steps)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """End the connection."""
        link, self.kept = self.kept, None
        if link is not None:
            await link.close()

    async def _run(self, steps: Steps) -> None:
        if self.kept is None:
            self.kept = await _connected()
        try:
            asked = next(steps)
            while True:
                statement, values = parts.statement(*asked)
                cursor = psycopg.AsyncRawCursor(self.kept)
                await cursor.execute(prepared.encoded(statement), values, prepare=True)
                asked = steps.send(await cursor.fetchall())
        except StopIteration:
            return


async def _connected() -> "psycopg.AsyncConnection[Any]":
    told = connection.get_connection_params()
    ours = {"autocommit": True, "prepare_threshold": prepared.UNASKED, "cursor_factory": None}
    return await psycopg.AsyncConnection.connect(**told | ours)
