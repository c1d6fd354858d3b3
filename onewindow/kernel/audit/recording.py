"""The audit log: an append-only entry per changed row, in the same transaction, later sealed and signed."""

from collections.abc import Callable, Mapping, Sequence

from django.db import connection, models

from onewindow.kernel import clock, inserting, making, unit
from onewindow.kernel.actors import Actor
from onewindow.kernel.canonical import row_state
from onewindow.kernel.models import AuditEntry


def record(
    by: Actor,
    action: str,
    *rows: models.Model,
    reason: str = "",
    facts: Mapping[str, object] | None = None,
    state_of: Callable[[models.Model], bytes] = row_state,
) -> None:
    """Write one entry per row with the SM3 of its state after the change, in one statement.

    Call it after the rows are saved; every field must hold the value the database holds. Facts carry keys
    and hashes only, never personal data. `state_of` gives what `canonical.row_state` does, where a caller
    knows it already or has many rows that hold the very same values (`canonical.Alike`). Raises outside a
    transaction.
    """
    _write(by, action, rows, [state_of(row) for row in rows], reason=reason, facts=facts)


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
