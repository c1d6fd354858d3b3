"""The list of what lost its force 作废名单: records and seals; signed, to be checked offline.

Contexts above add theirs by a source. A record is named by its SM3 digest: the list tells nothing of anybody.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache

from onewindow.documents.keyrings import Keyring
from onewindow.documents.models import Document, Status
from onewindow.documents.seals.models import Seal, SealState
from onewindow.kernel.public import canonical, clock, sm2

FORMAT = "onewindow.revocations/1"
GOOD_FOR = timedelta(days=7)
_KEPT_SECONDS = 30
_DOMAIN = b"onewindow.revocations/1\n"

Gone = tuple[bytes, str, datetime]
Source = Callable[[], Iterable[Gone]]
_sources: dict[str, Source] = {}


@dataclass(frozen=True, slots=True)
class Revocations:
    """A list as read: digests of records with why and when, serials of seals with when, and its own time."""

    records: dict[str, tuple[str, datetime]]
    seals: dict[int, datetime]
    issued_at: datetime
    next_update: datetime


def register_revoked(name: str, source: Source) -> None:
    """Add a source of revoked records: their digest, the state in words, when."""
    _sources[name] = source


def published() -> dict[str, Any]:
    """Return the signed list; the same one for half a minute, so that asking often costs nothing."""
    held = cache.get("documents-revocations")
    if held is None:
        held = _signed()
        cache.set("documents-revocations", held, _KEPT_SECONDS)
    assert isinstance(held, dict)
    return held


def read(text: str, keys: Keyring) -> Revocations:
    """Return a published list; raise ValueError unless one of the keys signed it."""
    try:
        held = json.loads(text)
        told, kid, signature = held["list"], held["kid"], bytes.fromhex(held["signature"])
        key = keys.get(kid)
        if held["format"] != FORMAT or key is None:
            raise ValueError("the list is of another form, or its key is not published")
        if not sm2.verify(key, _DOMAIN + canonical.canonical_json(told), signature):
            raise ValueError("the list does not bear its signature")
        return Revocations(
            records={row["digest"]: (str(row["state"]), _moment(row["at"])) for row in told["records"]},
            seals={int(row["serial"], 16): _moment(row["at"]) for row in told["seals"]},
            issued_at=_moment(told["issued_at"]),
            next_update=_moment(told["next_update"]),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a revocation list") from error


def _signed() -> dict[str, Any]:
    now = clock.now()
    records = [*_notices(), *(gone for source in _sources.values() for gone in source())]
    seals = Seal.objects.filter(state=SealState.REVOKED).order_by("serial").values_list("serial", "state_at")
    told = {
        "issued_at": now.isoformat(),
        "next_update": (now + GOOD_FOR).isoformat(),
        "records": [
            {"digest": bytes(digest).hex(), "state": state, "at": at.isoformat()}
            for digest, state, at in sorted(records, key=lambda gone: bytes(gone[0]))
        ],
        "seals": [{"serial": serial, "at": at.isoformat()} for serial, at in seals],
    }
    signature = sm2.sign("notice", _DOMAIN + canonical.canonical_json(told))
    return {"format": FORMAT, "list": told, "kid": signature.kid, "signature": signature.value.hex()}


def _notices() -> Iterable[Gone]:
    rows = Document.objects.filter(status=Status.REVOKED).values_list("digest", "revoked_at")
    for digest, at in rows.iterator():
        assert at is not None
        yield digest, str(Status.REVOKED.label), at


def _moment(text: str) -> datetime:
    made = datetime.fromisoformat(text)
    if made.tzinfo is None:
        raise ValueError("a moment without its zone")
    return made
