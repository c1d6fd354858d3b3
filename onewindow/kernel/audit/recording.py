"""The audit log: an append-only entry per changed row, in the same transaction, later sealed and signed."""

from collections.abc import Mapping

from django.db import connection, models

from onewindow.kernel import clock, inserting
from onewindow.kernel.actors import Actor
from onewindow.kernel.canonical import row_state
from onewindow.kernel.models import AuditEntry


def record(
    by: Actor, action: str, *rows: models.Model, reason: str = "", facts: Mapping[str, object] | None = None
) -> None:
    """Write one entry per row with the SM3 of its state after the change, in one statement.

    Call it after the rows are saved; every field must hold the value the database holds. Facts carry keys
    and hashes only, never personal data. Raises outside a transaction.
    """
    _write(by, action, rows, reason, facts, removed=False)


def record_removal(by: Actor, action: str, *rows: models.Model, reason: str = "") -> None:
    """Write one entry per row that was deleted."""
    _write(by, action, rows, reason, None, removed=True)


def _write(
    by: Actor,
    action: str,
    rows: tuple[models.Model, ...],
    reason: str,
    facts: Mapping[str, object] | None,
    *,
    removed: bool,
) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry is written only inside a transaction")
    moment = clock.now()
    entries = [
        AuditEntry(
            at=moment,
            actor=by.label,
            action=action,
            table=row._meta.db_table,
            key=str(row.pk),
            state=None if removed else row_state(row),
            removed=removed,
            reason=reason,
            facts=dict(facts or {}),
            city=getattr(row, "city", "4500"),
        )
        for row in rows
    ]
    inserting.insert(*entries)
