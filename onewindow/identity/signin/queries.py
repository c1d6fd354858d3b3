"""What the security administrator sees."""

from dataclasses import dataclass

from onewindow.identity import policies
from onewindow.identity.levels import Role
from onewindow.identity.signin.models import Authenticator, RecoveryCode, SecurityEvent
from onewindow.identity.signin.places import network
from onewindow.kernel.public import Actor

A_PAGE = 30
WATCHERS = (Role.SECURITY, Role.AUDIT)


@dataclass(frozen=True, slots=True)
class EventShown:
    """One security event: `who` is the account, or a mark that stands for what was typed."""

    id: int
    event: SecurityEvent
    who: str
    place: str


def security_events(
    by: Actor, *, kind: str = "", account: str = "", before: int | None = None
) -> list[EventShown]:
    """Return the newest events, `A_PAGE` and one more if there are, in one statement. Raises RoleMissing."""
    policies.require_role(by, *WATCHERS)
    rows = SecurityEvent.objects.select_related("account").order_by("-id")
    if kind in SecurityEvent.Kind.values:
        rows = rows.filter(kind=kind)
    if account:
        rows = rows.filter(account__username=account.strip().lower().replace("\x00", ""))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        EventShown(row.pk, row, _who(row), network(row.address or "") if row.address else "")
        for row in rows[: A_PAGE + 1]
    ]


def events_of(by: Actor, *, limit: int = 10) -> list[EventShown]:
    """Return the newest events of one's own account, in one statement."""
    rows = SecurityEvent.objects.filter(account_id=by.account_id or 0).order_by("-id")[:limit]
    return [EventShown(row.pk, row, "", network(row.address or "") if row.address else "") for row in rows]


def authenticators_of(by: Actor) -> list[Authenticator]:
    """Return one's own authenticators, oldest first."""
    return list(Authenticator.objects.filter(account_id=by.account_id or 0).order_by("id"))


def recovery_codes_left(by: Actor) -> int:
    """Return how many recovery codes are unused."""
    return RecoveryCode.objects.filter(account_id=by.account_id or 0, used_at=None).count()


def _who(row: SecurityEvent) -> str:
    if row.account is not None:
        return row.account.username
    return f"#{bytes(row.key).hex()[:8]}" if row.key else ""
