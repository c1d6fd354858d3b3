"""Whose seals count: our own roots and what of ours was revoked, or what a published file says."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from onewindow.documents.seals import authorities, certificates, crl
from onewindow.documents.seals.certificates import Certificate
from onewindow.documents.seals.models import Seal, SealState
from onewindow.kernel.public import clock


@dataclass(frozen=True, slots=True)
class Trust:
    """What a check relies on: root certificates, serials of seals revoked with their moment.

    Where a list of revocations was given: digests of records with state and moment, and the time of the list.
    """

    roots: Sequence[Certificate] = ()
    revoked: dict[int, datetime] = field(default_factory=dict)
    records: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    listed_at: datetime | None = None


def own_trust() -> Trust:
    """Return our roots and our revoked seals, as of now: two statements."""
    gone = Seal.objects.filter(state=SealState.REVOKED).values_list("serial", "state_at")
    return Trust(authorities.certificates_of(), {int(serial, 16): at for serial, at in gone})


def seal_revocations() -> bytes | None:
    """Return the X.509 list of our revoked seals, signed now; nothing before there is a root."""
    try:
        root = authorities.root()
    except LookupError:
        return None
    now = clock.now().replace(microsecond=0)
    gone = own_trust().revoked.items()
    until = now + timedelta(days=7)
    return crl.revocation_list(root, gone, at=now, until=until, number=int(now.timestamp()))


def published_roots() -> list[str]:
    """Return our roots as the key file tells them: base64 of the certificates."""
    return [b64encode(root.whole).decode() for root in authorities.certificates_of()]


def read_roots(held: Any) -> list[Certificate]:
    """Return the roots of a published key file; raise ValueError where they are none."""
    told = held.get("seal_roots", []) if isinstance(held, dict) else []
    return [certificates.read(b64decode(text, validate=True)) for text in told]
