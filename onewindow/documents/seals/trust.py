"""Whose seals count: our own roots and what of ours was revoked, or what a published file says."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from onewindow.documents.seals import authorities, certificates
from onewindow.documents.seals.certificates import Certificate
from onewindow.documents.seals.models import Seal, SealState


@dataclass(frozen=True, slots=True)
class Trust:
    """What a check of seals relies on: root certificates, and serials revoked with their moment."""

    roots: Sequence[Certificate] = ()
    revoked: dict[int, datetime] = field(default_factory=dict)


def own_trust() -> Trust:
    """Return our roots and our revoked seals, as of now: two statements."""
    gone = Seal.objects.filter(state=SealState.REVOKED).values_list("serial", "state_at")
    return Trust(authorities.certificates_of(), {int(serial, 16): at for serial, at in gone})


def published_roots() -> list[str]:
    """Return our roots as the key file tells them: base64 of the certificates."""
    return [b64encode(root.whole).decode() for root in authorities.certificates_of()]


def read_roots(held: Any) -> list[Certificate]:
    """Return the roots of a published key file; raise ValueError where they are none."""
    told = held.get("seal_roots", []) if isinstance(held, dict) else []
    return [certificates.read(b64decode(text, validate=True)) for text in told]
