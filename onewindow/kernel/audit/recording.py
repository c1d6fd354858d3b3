"""The audit log: an append-only entry per changed row, in the same transaction, later sealed and signed."""

from collections.abc import Mapping, Sequence

from django.db import connection, models

from onewindow.kernel import clock, inserting, making, unit
from onewindow.kernel.actors import Actor
from onewindow.kernel.canonical import Alike, row_state
from onewindow.kernel.models import AuditEntry


def record(
    by: Actor,
    action: str,
    *rows: models.Model,
    reason: str = "",
    facts: Mapping[str, object] | None = None,
    alike: Alike | None = None,
) -> None:
    """Write one entry per row with the SM3 of its state after the change, in one statement.

    Call it after the rows are saved; every field must hold the value the database holds. Facts carry keys
    and hashes only, never personal data. Many rows that hold the very same values are spelt by an `alike`.
    Raises outside a transaction.
    """
    state = row_state if alike is None else alike.row_state
    _write(by, action, rows, [state(row) for row in rows], reason=reason, facts=facts)


def record_removal(by: Actor, action: str, *rows: models.Model, reason: str = "") -> None:
    """Write one entry per row that was deleted."""
    _write(by, action, rows, [None] * len(rows), reason=reason, facts=None)


def _write(
    by: Actor,
    action: str,
    rows: Sequence[models.Model],
    states: Sequence[bytes | None],
    *,
    reason: str,
    facts: Mapping[str, object] | None,
) -> None:
    """Write an entry per row; one without a state was removed."""
    if not unit.is_running() and not connection.in_atomic_block:
        raise RuntimeError("an audit entry is written only inside a transaction")
    moment, actor = clock.now(), by.label
    entries = [
        making.made(
            AuditEntry,
            at=moment,
            actor=actor,
            action=action,
            table=row._meta.db_table,
            key=str(row.pk),
            state=state,
            removed=state is None,
            reason=reason,
            facts=dict(facts or {}),
            city=getattr(row, "city", "4500"),
        )
        for row, state in zip(rows, states, strict=True)
    ]
    inserting.insert(*entries)
