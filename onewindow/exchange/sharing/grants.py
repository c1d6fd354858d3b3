"""Verbs over grants: end one."""

from onewindow.exchange.policies import require_provider
from onewindow.exchange.sharing.errors import UnknownGrant
from onewindow.exchange.sharing.models import Grant
from onewindow.exchange.sharing.reading import reason as reason_of
from onewindow.kernel.public import Actor, audit, clock, unit


def end_grant(*, by: Actor, grant_id: int, reason: str) -> Grant:
    """End a grant; calls are refused within a second. Ended again is nothing. Raises RoleMissing, …"""
    said = reason_of(reason, "reason")
    with unit.work():
        rows = Grant.objects.select_for_update(of=("self",)).select_related("resource")
        row = rows.filter(pk=grant_id).first()
        if row is None:
            raise UnknownGrant
        require_provider(by, row.resource.provider)
        if row.ended_at is None:
            _end(by, row, said)
    return row


def end_open_grant(by: Actor, *, system_id: int, resource_id: int, why: str) -> None:
    """End what a system still holds of a resource, inside a verb."""
    rows = Grant.objects.select_for_update().filter(
        system_id=system_id, resource_id=resource_id, ended_at=None
    )
    for row in rows:
        _end(by, row, why)


def _end(by: Actor, row: Grant, why: str) -> None:
    row.ended_at, row.ended_why = clock.now(), why[:300]
    row.save(update_fields=["ended_at", "ended_why"])
    audit.record(by, "grant.ended", row, reason=why)
