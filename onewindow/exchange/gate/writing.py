"""Writes a batch of calls in one transaction: nonces used up, deliveries kept once, log, receipts, looks."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from onewindow.exchange.gate import nonces, rates, receipts
from onewindow.exchange.gate.models import Call, Delivery
from onewindow.exchange.gate.rates import Slot
from onewindow.exchange.gate.refusals import Refused
from onewindow.exchange.gate.subjects import Subject, known
from onewindow.identity.public import Access, record_accesses
from onewindow.kernel.public import Actor, inserting, prepared, unit


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


def write(entries: Sequence[Entry]) -> None:
    """Commit a batch; entries learn what the database refused. At most six statements for any number.

    Whatever other processes write too is written in one order, so that none waits for another in a ring.
    """
    signed = [entry for entry in entries if entry.nonce]
    slots = [(entry, entry.slot) for entry in entries if entry.slot is not None]
    with unit.work():
        with prepared.together() if signed or slots else nullcontext():
            fresh = nonces.use([(entry.call.system, entry.nonce, entry.call.at) for entry in signed])
            counts = rates.add((slot, entry.call.city) for entry, slot in slots)
            confirmed = known(entry.subject for entry in entries if entry.subject is not None)
        _refuse_replayed(signed, fresh())
        _keep_deliveries([entry for entry in entries if entry.delivery is not None])
        _refuse_above(slots, counts())
        batch, stated = receipts.sign([entry.call for entry in entries])
        for entry, statement in zip(entries, stated, strict=True):
            entry.stated = statement
        inserting.insert(batch, *(entry.call for entry in entries))
        _record_looks([entry for entry in entries if entry.subject is not None], confirmed())


def refuse(entry: Entry, refused: Refused) -> None:
    """Turn a call into a refused one: nothing of it has an effect."""
    entry.refused, entry.delivery, entry.subject = refused, None, None
    entry.call.status, entry.call.cause = "refused", refused.code
    entry.call.fields, entry.call.response_digest = 0, None


def _refuse_replayed(entries: Sequence[Entry], fresh: set[tuple[str, str]]) -> None:
    for entry in entries:
        mark = (entry.call.system, entry.nonce)
        if mark not in fresh:
            refuse(entry, Refused("replayed_request"))
        fresh.discard(mark)


def _keep_deliveries(entries: Sequence[Entry]) -> None:
    """Insert what is new; the same key and content is the same delivery, other content is refused."""
    wanted = [entry.delivery for entry in entries if entry.delivery is not None]
    if not wanted:
        return
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


def _refuse_above(slots: Sequence[tuple[Entry, Slot]], counts: dict[rates.Minute, int]) -> None:
    """Refuse what is above its grant's rate over all processes."""
    below = dict(counts)
    for entry, slot in reversed(slots):
        key = (slot.grant, slot.minute)
        slot.used = counts[key]
        if below[key] > slot.rate and entry.refused is None:
            refuse(entry, rates.above(int(entry.call.at.timestamp())))
        below[key] -= 1


def _record_looks(entries: Sequence[Entry], subjects: dict[Subject, int]) -> None:
    looks: dict[Actor, list[Access]] = {}
    for entry in entries:
        if entry.subject not in subjects:
            continue
        assert entry.subject is not None
        looks.setdefault(entry.actor, []).append(
            Access(
                entry.subject[0], subjects[entry.subject], entry.what, entry.call.reason,
                case=entry.call.case, item=entry.call.item, source=entry.call.source,
            )
        )  # fmt: skip
    for actor, accesses in looks.items():
        record_accesses(actor, accesses)
