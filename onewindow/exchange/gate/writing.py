"""Writes a batch of calls: nonces used up, calls counted, log, receipts, looks, deliveries kept once."""

from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError

from onewindow.exchange.gate import link, nonces, rates, receipts
from onewindow.exchange.gate.link import Asked, Link, Rows, Steps
from onewindow.exchange.gate.models import Call, Delivery
from onewindow.exchange.gate.rates import Slot
from onewindow.exchange.gate.refusals import Refused
from onewindow.exchange.gate.subjects import Subject
from onewindow.identity.public import Access, AccessByNumber, access_parts
from onewindow.kernel.public import Actor, inserting, parts, unit

Run = Callable[..., Awaitable[Any]]


@dataclass
class Entry:
    """One call on its way into the log; `earlier` is the receipt of the same delivery handed in before."""

    call: Call
    actor: Actor
    nonce: str = ""
    subject: Subject | None = None
    what: str = ""
    delivery: Delivery | None = None
    refused: Refused | None = None
    earlier: str = ""
    state: str = ""
    stated: bytes = b""
    slot: Slot | None = None


@dataclass
class Writer:
    """Writes batches: deliveries in a transaction of a thread, all else on the loop's link, if any."""

    in_thread: Run
    link: Link | None = None

    async def commit(self, entries: Sequence[Entry]) -> None:
        """Commit a batch; entries learn what the database refused."""
        delivers = any(entry.delivery is not None for entry in entries)
        if self.link is not None and not delivers:
            await self.link.run(_questions(entries))
            return
        before = [(vars(entry).copy(), vars(entry.call).copy()) for entry in entries]
        try:
            await self.in_thread(write, entries)
        except IntegrityError:  # another process kept the same delivery a moment before: from the start again
            for entry, (told, called) in zip(entries, before, strict=True):
                vars(entry.call).update(called)
                vars(entry).update(told)
            await self.in_thread(write, entries)


def write(entries: Sequence[Entry]) -> None:
    """Commit a batch on this thread's connection; entries learn what the database refused."""
    if any(entry.delivery is not None for entry in entries):
        with unit.work():
            link.run(_deliveries(entries))
    else:
        link.run(_questions(entries))


def _questions(entries: Sequence[Entry]) -> Steps:
    """Commit a batch in one statement that takes for granted that no nonce was used and no rate passed.

    Where one was, that statement logs nothing and tells which, and a second one logs all. What other
    processes write too goes in one order, so that none waits for another in a ring.
    """
    told = yield from _claim(entries, _rows(entries))
    _refuse_above(entries, told.counts)
    if not told.fine:
        _refuse_replayed(entries, told.fresh)
        yield [_SURE, *_rows(entries)], _ANSWER


def _deliveries(entries: Sequence[Entry]) -> Steps:
    told = yield from _claim(entries, [])
    _refuse_replayed(entries, told.fresh)
    _keep_deliveries(entries)
    _refuse_above(entries, told.counts)
    yield [_SURE, *_rows(entries)], _ANSWER


_SURE = parts.Part("sure", "SELECT true AS fine")
_ANSWER = "SELECT fine FROM sure"
_IF_SURE = "(SELECT fine FROM sure)"


@dataclass(frozen=True, slots=True)
class _Told:
    """What the database answered: whether nothing is to be refused, unused nonces, calls of the minutes."""

    fine: bool
    fresh: set[nonces.Mark]
    counts: dict[rates.Minute, int]


def _claim(entries: Sequence[Entry], rows: Sequence[parts.Part]) -> Generator[Asked, Rows, _Told]:
    """Use up nonces, add to the counts, and write the rows where nothing of it is to be refused."""
    signed = [(entry.call.system, entry.nonce, entry.call.at) for entry in entries if entry.nonce]
    slots = [(entry.slot, entry.call.city) for entry in entries if entry.slot is not None]
    claims = [*(nonces.use(signed) if signed else ()), *(rates.add(slots) if slots else ())]
    conditions = [name for name, given in (("unused", signed), ("within", slots)) if given]
    told = " AND ".join(f"(SELECT fine FROM {name})" for name in conditions)  # noqa: S608 our names
    sure = parts.Part("sure", f"SELECT {told} AS fine") if told else _SURE
    fresh, used = nonces.FRESH if signed else "NULL", rates.USED if slots else "NULL"
    answer = f"SELECT fine, {fresh}, {used} FROM sure"  # noqa: S608 our names
    ((fine, marks, sums),) = yield [*claims, sure, *rows], answer
    return _Told(
        fine,
        {(system, value) for system, value in marks or ()},
        {(grant, minute): calls for grant, minute, calls in sums or ()},
    )


def _rows(entries: Sequence[Entry]) -> list[parts.Part]:
    """Sign the batch; return what logs it and tells those whose data was read."""
    batch, stated = receipts.sign([entry.call for entry in entries])
    for entry, statement in zip(entries, stated, strict=True):
        entry.stated = statement
    return [
        inserting.part("batches", [batch], when=_IF_SURE),
        inserting.part("calls", [entry.call for entry in entries], when=_IF_SURE),
        *access_parts([_look(entry) for entry in entries if entry.subject is not None], when=_IF_SURE),
    ]


def _look(entry: Entry) -> AccessByNumber:
    assert entry.subject is not None
    call, (kind, number) = entry.call, entry.subject
    told = Access(kind, 0, entry.what, call.reason, case=call.case, item=call.item, source=call.source)
    return AccessByNumber(entry.actor, number, told)


def refuse(entry: Entry, refused: Refused) -> None:
    """Turn a call into a refused one: nothing of it has an effect."""
    entry.refused, entry.delivery, entry.subject = refused, None, None
    entry.call.status, entry.call.cause = "refused", refused.code
    entry.call.fields, entry.call.response_digest = 0, None


def _refuse_replayed(entries: Sequence[Entry], fresh: set[nonces.Mark]) -> None:
    left = set(fresh)
    for entry in entries:
        mark = (entry.call.system, entry.nonce)
        if entry.nonce and mark not in left:
            refuse(entry, Refused("replayed_request"))
        left.discard(mark)


def _keep_deliveries(entries: Sequence[Entry]) -> None:
    """Insert what is new; the same key and content is the same delivery, other content is refused."""
    wanted = [entry.delivery for entry in entries if entry.delivery is not None]
    rows = Delivery.objects.filter(
        system__in={one.system for one in wanted}, key__in={one.key for one in wanted}
    )
    held = {
        (system, key): (bytes(digest), receipt, state)
        for system, key, digest, receipt, state in rows.values_list(
            "system", "key", "digest", "receipt", "state"
        )
    }
    fresh = []
    for entry in entries:
        new = entry.delivery
        if new is None:
            continue
        before = held.get((new.system, new.key))
        if before is None:
            held[(new.system, new.key)] = (bytes(new.digest), new.receipt, new.state)
            entry.state = new.state
            fresh.append(new)
        elif before[0] == bytes(new.digest):
            entry.earlier, entry.state, entry.delivery = before[1], before[2], None
            entry.call.cause = "duplicate"
        else:
            refuse(entry, Refused("key_reused"))
    inserting.insert(*sorted(fresh, key=lambda one: (one.system, one.key)))


def _refuse_above(entries: Sequence[Entry], counts: Mapping[rates.Minute, int]) -> None:
    """Tell entries the count over all processes; refuse what is above its grant's rate."""
    below = dict(counts)
    for entry in reversed(entries):
        slot = entry.slot
        if slot is None:
            continue
        key = (slot.grant, slot.minute)
        slot.used = counts[key]
        if below[key] > slot.rate and entry.refused is None:
            refuse(entry, rates.above(int(entry.call.at.timestamp())))
        below[key] -= 1
