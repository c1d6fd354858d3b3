"""Counts the calls of a grant in a minute, over all processes of the gateway.

A process admits a call by what it knows: the count the database gave with its last batch, and its own calls
under way. The batch that logs a call adds it to the count of this process and learns the sum over all;
what is above the rate then is refused before it is answered, though the source was asked. So no more are
answered than the rate but for batches that several processes commit in the same moment: those do not see
each other, and at most their calls are too many. No process waits for another's commit.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from onewindow.exchange.gate.models import Used
from onewindow.exchange.gate.refusals import Refused
from onewindow.exchange.gate.register import Right
from onewindow.kernel.public import clock, ids, prepared

KEPT_MINUTES = 60
_ADD = """
WITH ours AS (
  INSERT INTO exchange_used AS held (process, grant_id, minute, calls, city)
  SELECT $1::uuid, * FROM unnest($2::bigint[], $3::integer[], $4::integer[], $5::text[])
  ON CONFLICT (grant_id, minute, process) DO UPDATE SET calls = held.calls + excluded.calls
  RETURNING grant_id, minute, calls)
SELECT ours.grant_id, ours.minute, ours.calls + coalesce((
  SELECT sum(other.calls) FROM exchange_used other
  WHERE other.grant_id = ours.grant_id AND other.minute = ours.minute AND other.process <> $1), 0)
FROM ours
"""
Minute = tuple[int, int]


@dataclass(slots=True)
class Slot:
    """One admitted call: whose, in which minute; `used` is the count over all processes once it is known."""

    process: UUID
    grant: int
    minute: int
    rate: int
    used: int = 0


@dataclass(slots=True)
class _Known:
    minute: int
    used: int = 0
    waiting: int = 0


@dataclass
class Rates:
    """What one process knows of the counts."""

    process: UUID = field(default_factory=ids.new_id)
    known: dict[int, _Known] = field(default_factory=dict)

    def admit(self, right: Right, at: datetime) -> Slot:
        """Let a call of a moment in; raise Refused above the rate, as far as this process knows."""
        second = int(at.timestamp())
        known = self.known.get(right.key)
        if known is None or known.minute < second // 60:
            known = self.known[right.key] = _Known(second // 60)
        if known.used + known.waiting >= right.rate:
            raise above(second)
        known.waiting += 1
        return Slot(self.process, right.key, known.minute, right.rate)

    def settle(self, slot: Slot) -> None:
        """Learn from a call that is logged or given up."""
        known = self.known[slot.grant]
        if known.minute == slot.minute:
            known.waiting -= 1
            known.used = max(known.used, slot.used)


def above(second: int) -> Refused:
    """Return the refusal of a call that is one too many: it may come again with the next minute."""
    return Refused("rate_exceeded", 60 - second % 60)


def add(slots: Iterable[tuple[Slot, str]]) -> Callable[[], dict[Minute, int]]:
    """Add the calls of one batch, each with its city, in one statement; return what tells the sums."""
    numbers = Counter((slot.process, slot.grant, slot.minute, city) for slot, city in slots)
    if not numbers:
        return dict
    rows = sorted((grant, minute, number, city) for (_own, grant, minute, city), number in numbers.items())
    process = next(iter(numbers))[0]
    told = prepared.rows_of(_ADD, [process, *(list(column) for column in zip(*rows, strict=True))])
    return lambda: {(grant, minute): int(used) for grant, minute, used in told()}


def forget() -> int:
    """Delete the counts of minutes long past; return how many."""
    before = int(clock.now().timestamp()) // 60 - KEPT_MINUTES
    return Used.objects.filter(minute__lt=before).delete()[0]
