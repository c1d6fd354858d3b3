"""Security events: written with what they tell of, read by the security administrator."""

from onewindow.identity.signin.models import SecurityEvent
from onewindow.identity.signin.places import Place
from onewindow.kernel.public import SYSTEM, Actor, clock, hashing

__all__ = ["Place", "note"]
NOWHERE = Place()


def note(
    kind: str,
    *,
    account_id: int | None = None,
    typed: str = "",
    by: Actor = SYSTEM,
    detail: str = "",
    place: Place | None = None,
) -> None:
    """Write one event in one statement; of what was typed only a keyed hash is kept."""
    where = place or NOWHERE
    SecurityEvent.objects.create(
        kind=kind,
        account_id=account_id,
        key=hashing.keyed_hash("sign-in-name", typed) if typed else b"",
        address=where.address,
        address_key=hashing.keyed_hash("address", where.address) if where.address else b"",
        by=by.label,
        detail=detail[:200],
        at=clock.now(),
    )
