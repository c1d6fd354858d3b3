"""The loop's own connection: statements in turn, a failure told and mended, a limit to all waiting."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest

from onewindow.exchange.gate import link
from onewindow.exchange.gate.link import Link, Rows, Steps
from onewindow.exchange.gate.models import Call, Nonce, Used
from onewindow.exchange.gate.rates import Rates
from onewindow.exchange.gate.register import Register, Right, read
from onewindow.exchange.gate.tests.conftest import entry, granted, in_place, joined
from onewindow.exchange.gate.writing import Entry, Writer, write
from onewindow.exchange.sharing.models import Grant
from onewindow.exchange.tests import factories
from onewindow.kernel.public import clock, parts

pytestmark = pytest.mark.django_db


def adding(told: list[Rows], *numbers: int) -> Steps:
    """Add numbers one after another, each to what the statement before it gave."""
    sum_ = 0
    for number in numbers:
        rows = yield [parts.Part("one", "SELECT $1::int + $2::int AS n", (sum_, number))], "SELECT n FROM one"
        told.append(rows)
        sum_ = rows[0][0]


def asking(sql: str) -> Steps:
    yield [parts.Part("one", f"SELECT ({sql})::text AS n")], "SELECT n FROM one"


def linked(steps: Callable[[Link], Awaitable[Any]]) -> Any:
    async def go() -> Any:
        mine = Link()
        try:
            return await steps(mine)
        finally:
            await mine.close()

    return asyncio.run(go())


def test_what_a_statement_gives_goes_to_the_next_on_either_way() -> None:
    here: list[Rows] = []
    there: list[Rows] = []
    link.run(adding(here, 1, 2, 3))
    linked(lambda mine: mine.run(adding(there, 1, 2, 3)))
    assert here == there == [[(1,)], [(3,)], [(6,)]]


def test_one_connection_serves_all_and_a_new_one_after_a_failure() -> None:
    def backend(found: list[int]) -> Steps:
        rows = yield [parts.Part("one", "SELECT pg_backend_pid() AS n")], "SELECT n FROM one"
        found.append(rows[0][0])

    async def steps(mine: Link) -> list[int]:
        found: list[int] = []
        for _ in range(2):
            await mine.run(backend(found))
        with pytest.raises(psycopg.errors.DivisionByZero):
            await mine.run(asking("1 / 0"))
        await mine.run(backend(found))
        with pytest.raises(psycopg.OperationalError):
            await mine.run(asking("pg_terminate_backend(pg_backend_pid())"))
        await mine.run(backend(found))
        return found

    first, second, third, fourth = linked(steps)
    assert first == second
    assert len({second, third, fourth}) == 3


def test_a_server_that_takes_too_long_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "limit", {"seconds": 0.2}.__getitem__)

    async def steps(mine: Link) -> None:
        with pytest.raises(TimeoutError):
            await mine.run(asking("pg_sleep(60)"))
        monkeypatch.undo()
        await mine.run(asking("1"))

    linked(steps)


@pytest.fixture
def register(transactional_db: None) -> Register:
    """Plant for good: the link is another connection, which sees only what was committed."""
    with clock.at(factories.NOON):
        factories.plant_resources()
        joined()
        granted()
        return read()


def on_link(entries: list[Entry]) -> None:
    linked(lambda mine: Writer(in_place, mine).commit(entries))


def test_either_way_refuses_replays_and_what_is_above_the_rate(register: Register) -> None:
    system, told = register.systems["nn-health"], []
    right = Right(frozenset(), frozenset(), 2, clock.now(), Grant.objects.get().pk)
    for number, way in enumerate((write, on_link)):
        rates, at = Rates(), clock.now().replace(year=2030 + number)
        names = ("first", "second", "first", "third", "fourth")
        batch = [entry(system, f"{name}0000000000{number}") for name in names]
        for one in batch[:1] + batch[3:]:
            one.slot = Rates().admit(right, at)
            one.slot.process = rates.process = rates.process or one.slot.process
        way(batch)
        told.append([one.refused.code if one.refused else "" for one in batch])
        assert [one.slot.used for one in batch if one.slot] == [3, 3, 3]
        way([entry(system, f"later00000000000{number}")])
    assert told == [["", "", "replayed_request", "", "rate_exceeded"]] * 2
    assert Call.objects.filter(status="ok").count() == 2 * 4
    assert Call.objects.filter(status="refused").count() == 2 * 2
    assert (Nonce.objects.count(), Used.objects.count()) == (2 * 5, 2)
