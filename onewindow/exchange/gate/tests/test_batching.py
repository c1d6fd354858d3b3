"""Calls are written together: a batch goes when the one before is done; each learns if it was written."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from onewindow.exchange.gate import batching
from onewindow.exchange.gate.batching import Batching
from onewindow.exchange.gate.models import Call
from onewindow.exchange.gate.refusals import Refused
from onewindow.exchange.gate.writing import Entry
from onewindow.kernel.public import ANONYMOUS


class Log:
    """What stands for the database: it notes how many calls came in each batch, and fails when told to."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.fails = False

    async def commit(self, entries: list[Entry]) -> None:
        self.sizes.append(len(entries))
        for _ in range(8):
            await asyncio.sleep(0)
        if self.fails:
            raise OSError("the disk is full")


def written(steps: Callable[[Batching], Coroutine[Any, Any, None]]) -> list[int]:
    """Return the sizes of the batches that some steps made, none of which may take long."""
    log = Log()
    asyncio.run(asyncio.wait_for(steps(Batching(log.commit)), 30))
    return log.sizes


def some(batching: Batching, number: int) -> "asyncio.Future[list[None]]":
    """Put as many calls at once."""
    return asyncio.gather(*(batching.put(Entry(Call(), ANONYMOUS)) for _ in range(number)))


def test_who_calls_alone_never_waits() -> None:
    async def steps(batching: Batching) -> None:
        for _ in range(3):
            await some(batching, 1)

    assert written(steps) == [1, 1, 1]


def test_who_comes_while_a_batch_is_written_makes_the_next() -> None:
    async def steps(batching: Batching) -> None:
        early = some(batching, 3)
        for _ in range(4):
            await asyncio.sleep(0)
        await asyncio.gather(early, some(batching, 5))

    assert written(steps) == [3, 5]


def test_a_batch_that_follows_another_lets_more_calls_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "limit", {"batch": 128, "gather": 300}.__getitem__)

    async def steps(batching: Batching) -> None:
        early = some(batching, 1)
        await asyncio.sleep(0)
        next_ones = some(batching, 2)
        await early
        await asyncio.gather(next_ones, some(batching, 4))

    assert written(steps) == [1, 6]


def test_more_than_a_batch_holds_goes_in_several() -> None:
    async def steps(batching: Batching) -> None:
        await some(batching, 300)

    assert written(steps) == [128, 128, 44]


def test_what_was_not_written_is_told_to_each_and_the_next_goes_on() -> None:
    log = Log()

    async def steps() -> list[Any]:
        batching = Batching(log.commit)
        log.fails = True
        failed = await asyncio.gather(
            *(batching.put(Entry(Call(), ANONYMOUS)) for _ in range(2)), return_exceptions=True
        )
        log.fails = False
        await batching.put(Entry(Call(), ANONYMOUS))
        return failed

    told = asyncio.run(steps())
    assert [type(one) for one in told] == [Refused, Refused]
    assert {one.code for one in told} == {"log_unavailable"}
    assert log.sizes == [2, 1]
