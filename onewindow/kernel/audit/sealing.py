"""Sealing: all entries up to now go into a Merkle tree whose root is signed and chained to the last one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import OperationalError, connection, models, transaction

from onewindow.kernel import clock, sm2
from onewindow.kernel.audit.merkle import EMPTY, Tree
from onewindow.kernel.canonical import canonical_json
from onewindow.kernel.errors import Conflict
from onewindow.kernel.models import AuditEntry, AuditSeal

BATCH = 10_000
LOCK_TIMEOUT = "500ms"
_SEALING = 0x0A0D17


class SealBusy(Conflict):
    """审计记录正在写入，本次未能封存；稍后会自动再试。"""

    code = "audit_seal_busy"


def seal(batch: int = BATCH) -> int:
    """Seal every entry committed before now, in signed batches; return how many.

    A share lock on the log, held only while the highest id is read, waits for writers in flight: below that
    id nothing can appear any more. Raises `SealBusy` when a long writer does not end in time.
    """
    highest = _highest_settled()
    sealed = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALING])
            count = _seal_next(highest, batch)
        if not count:
            return sealed
        sealed += count


def roots() -> Iterator[dict[str, Any]]:
    """Yield all seals, oldest first, as `/transparency/roots.json` publishes them."""
    for made in AuditSeal.objects.order_by("id").iterator(chunk_size=1000):
        yield published(made)


def published(made: AuditSeal) -> dict[str, Any]:
    """Return a seal as plain data."""
    return _statement(made) | {"kid": made.kid, "signature": bytes(made.signature).hex()}


def signed_bytes(made: AuditSeal) -> bytes:
    """Return what the signature of a seal covers."""
    return canonical_json(_statement(made))


def leaf(entry: AuditEntry) -> bytes:
    """Return the canonical bytes of an entry; spelt out, because a later column needs a new format."""
    return canonical_json(
        {
            "id": entry.pk,
            "at": entry.at,
            "actor": entry.actor,
            "action": entry.action,
            "table": entry.table,
            "key": entry.key,
            "state": entry.state,
            "removed": entry.removed,
            "reason": entry.reason,
            "facts": entry.facts,
            "city": entry.city,
        }
    )


def entries(first: int, last: int) -> models.QuerySet[AuditEntry]:
    """Return the entries of a range of ids in order."""
    return AuditEntry.objects.filter(pk__gte=first, pk__lte=last).order_by("pk")


def _statement(made: AuditSeal) -> dict[str, Any]:
    return {
        "from": made.from_id,
        "to": made.to_id,
        "count": made.count,
        "root": bytes(made.root).hex(),
        "previous": bytes(made.previous).hex(),
        "sealed_at": _moment(made.sealed_at),
    }


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _highest_settled() -> int:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            cursor.execute("LOCK TABLE kernel_auditentry IN SHARE MODE")
            cursor.execute("SELECT coalesce(max(id), 0) FROM kernel_auditentry")
            return int(cursor.fetchone()[0])
    except OperationalError as busy:
        raise SealBusy from busy


def _seal_next(highest: int, batch: int) -> int:
    last = AuditSeal.objects.order_by("-id").first()
    start = last.to_id + 1 if last else 1
    tree, end = Tree(), 0
    for entry in entries(start, highest)[:batch].iterator(chunk_size=2000):
        tree.add(leaf(entry))
        end = entry.pk
    if not tree.size:
        return 0
    made = AuditSeal(
        from_id=start,
        to_id=end if tree.size == batch else highest,
        count=tree.size,
        root=tree.root(),
        previous=bytes(last.root) if last else EMPTY,
        sealed_at=clock.now(),
    )
    signature = sm2.sign("audit", signed_bytes(made))
    made.kid, made.signature = signature.kid, signature.value
    made.save()
    return tree.size
