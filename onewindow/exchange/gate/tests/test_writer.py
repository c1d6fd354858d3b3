"""A batch begins anew as it came, and each process counts for itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from onewindow.exchange.gate.app import Gateway
from onewindow.exchange.gate.models import Call, Delivery
from onewindow.exchange.gate.rates import Rates
from onewindow.exchange.gate.register import Right, read
from onewindow.exchange.gate.tests.conftest import in_place, pushed
from onewindow.exchange.gate.writing import Entry, Writer, write
from onewindow.kernel.public import clock


def test_a_batch_that_must_be_written_again_begins_as_it_came(world: Any) -> None:
    """Another process keeps the same key between this one's look and its insert."""
    system = read().systems["nn-health"]
    theirs, mine, again = (pushed(system, "key-00000001") for _ in range(3))
    tries: list[int] = []

    async def beaten(work: Callable[..., None], entries: list[Entry]) -> None:
        tries.append(len(entries))
        if len(tries) > 1:
            work(entries)
            return
        with transaction.atomic():
            work(entries)
            transaction.set_rollback(True)
        write([theirs])
        raise IntegrityError("exchange_delivery_once")

    batch = [mine, again]
    with pytest.raises(StopIteration):  # by hand, for the database is not asked under a running loop
        Writer(beaten).commit(batch).send(None)
    assert tries == [2, 2]
    assert [one.earlier for one in batch] == [theirs.call.receipt] * 2
    assert Delivery.objects.get().receipt == theirs.call.receipt
    told = dict(Call.objects.values_list("receipt", "cause"))
    assert [told[one.call.receipt] for one in (theirs, mine, again)] == ["", "duplicate", "duplicate"]


def test_each_process_counts_for_itself_though_forked_when_all_was_loaded() -> None:
    assert Gateway(run=in_place).desk.rates.process is None
    held, right = Rates(), Right(frozenset(), frozenset(), 5, clock.now(), 1)
    first = held.admit(right, clock.now()).process
    assert held.admit(right, clock.now()).process == first
    assert Rates().admit(right, clock.now()).process != first
