"""A token is looked up once a second however many calls come under it, and holds no longer once revoked."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from onewindow.exchange.gate.calls import Desk, Request
from onewindow.exchange.gate.credentials import Caller
from onewindow.exchange.gate.refusals import Refused
from onewindow.exchange.gate.register import Register, System

NN = System("nn-health", "健康系统", "示例卫生局", 7, "client-7", b"", is_open=True, city="4500")
TOKEN = "token-of-nn"
ASKED = Request("POST", "/exchange/query/x", {"authorization": f"Bearer {TOKEN}"}, b"", b"", 0.0)


class Provider:
    """What stands for the table of tokens; it answers after the others had their turn."""

    def __init__(self) -> None:
        self.asked = 0
        self.revoked = False

    async def run(self, _work: Callable[..., Any], _token: str) -> str:
        self.asked += 1
        await asyncio.sleep(0)
        if self.revoked:
            raise Refused("bad_token")
        return NN.client_id


def desk(provider: Provider, *, read: float) -> Desk:
    """Return a desk that looked its token up so many seconds ago."""
    made = Desk(provider.run, register=Register({NN.code: NN}, {NN.client_id: NN}, {}))
    made.read_at = time.monotonic()
    made.tokens[TOKEN] = (time.monotonic() - read, NN.client_id)
    return made


async def callers(at: Desk, number: int) -> list[Caller | BaseException]:
    """Return what as many calls in the same moment get."""
    return await asyncio.gather(*(at.caller(ASKED) for _ in range(number)), return_exceptions=True)


def test_is_not_looked_up_within_the_second() -> None:
    provider = Provider()
    assert asyncio.run(callers(desk(provider, read=0.5), 16)) == [Caller(NN, "oauth")] * 16
    assert provider.asked == 0


def test_is_looked_up_by_one_of_many() -> None:
    provider = Provider()
    assert asyncio.run(callers(desk(provider, read=1.5), 16)) == [Caller(NN, "oauth")] * 16
    assert provider.asked == 1


def test_a_revoked_one_is_forgotten() -> None:
    provider = Provider()
    provider.revoked = True
    at = desk(provider, read=1.5)

    async def steps() -> list[Caller | BaseException]:
        await callers(at, 1)
        return await callers(at, 2)

    told = asyncio.run(steps())
    assert [one.code for one in told if isinstance(one, Refused)] == ["bad_token"] * 2
    assert provider.asked == 3
    assert TOKEN not in at.tokens
