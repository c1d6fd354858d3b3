"""Counts the calls of a grant in a minute, over all processes of the gateway.

A process admits a call by what it knows: the count the database gave with its last batch, and its own calls
under way. The batch that logs a call adds it to the count of this process and learns the sum over all;
what is above the rate then is refused before it is answered, though the source was asked. So no more are
answered than the rate but for batches that several processes commit in the same moment: those do not see
each other, and at most their calls are too many. No process waits for another's commit.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from onewindow.exchange.gate.models import Used
from onewindow.exchange.gate.refusals import Refused
from onewindow.exchange.gate.register import Right
from onewindow.kernel.public import clock, ids, parts

KEPT_MINUTES = 60
_TOLD = """
SELECT * FROM json_to_recordset($1::json)
AS told(process uuid, grant_id bigint, minute integer, rate integer, calls integer, city text)
"""
_ADD = """
INSERT INTO exchange_used AS held (process, grant_id, minute, calls, city)
SELECT process, grant_id, minute, calls, city FROM told ORDER BY grant_id, minute
ON CONFLICT (grant_id, minute, process) DO UPDATE SET calls = held.calls + excluded.calls
RETURNING process, grant_id, minute, calls
"""
_SUM = """
SELECT ours.grant_id, ours.minute, ours.calls + coalesce((
  SELECT sum(other.calls) FROM exchange_used other
  WHERE other.grant_id = ours.grant_id AND other.minute = ours.minute AND other.process <> ours.process
), 0) AS calls
FROM ours
"""
_WITHIN = """
SELECT NOT EXISTS (SELECT FROM used JOIN told USING (grant_id, minute) WHERE used.calls > told.rate) AS fine
"""
USED = "(SELECT array_agg(ARRAY[grant_id, minute, calls::bigint]) FROM used)"
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

    process: UUID | None = None  # drawn with the first call: what loads this may be forked afterwards
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
        if self.process is None:
            self.process = ids.new_id()
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


def add(slots: Sequence[tuple[Slot, str]]) -> list[parts.Part]:
    """Return what adds the calls of one batch, each with its city.

    `used` are the sums over all processes, `within` is whether no grant passed its rate.
    """
    rows: dict[tuple[UUID, int, int], dict[str, Any]] = {}
    numbers = Counter((slot.process, slot.grant, slot.minute) for slot, _city in slots)
    for slot, city in slots:
        key = (slot.process, slot.grant, slot.minute)
        rows[key] = {
            "process": slot.process, "grant_id": slot.grant, "minute": slot.minute,
            "rate": min(slot.rate, rows[key]["rate"] if key in rows else slot.rate),
            "calls": numbers[key], "city": city,
        }  # fmt: skip
    told = orjson.dumps(list(rows.values())).decode()
    return [
        parts.Part("told", _TOLD, (told,)),
        parts.Part("ours", _ADD),
        parts.Part("used", _SUM),
        parts.Part("within", _WITHIN),
    ]


def forget() -> int:
    """Delete the counts of minutes long past; return how many."""
    before = int(clock.now().timestamp()) // 60 - KEPT_MINUTES
    return Used.objects.filter(minute__lt=before).delete()[0]
