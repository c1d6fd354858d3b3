"""Signing keys of identity tokens: made, rotated, published until their last token has run out."""

import json
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, transaction
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from onewindow.identity import policies
from onewindow.identity.levels import Role
from onewindow.identity.provider import rules
from onewindow.identity.provider.events import SigningKeyRotated
from onewindow.identity.provider.models import Algorithm, SigningKey
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit

RSA_BITS = 2048
ALGORITHMS = [str(each) for each in Algorithm]


def sign(claims: dict[str, Any], algorithm: str) -> str:
    """Return the claims as a signed token; the first one of an algorithm makes its key."""
    row = SigningKey.objects.filter(algorithm=algorithm, retired_at=None).first() or _first(algorithm)
    header = {"alg": algorithm, "kid": row.kid, "typ": "JWT"}
    return jwt.encode(header, claims, _read(algorithm, str(row.private)), algorithms=[algorithm])


def published() -> dict[str, Any]:
    """Return the key set: the keys that sign now, and those retired lately."""
    return {"keys": [json.loads(row.public) for row in _published()]}


def claims_of(token: str) -> dict[str, Any] | None:
    """Return what a token of ours says, run out or not; None when it is not ours."""
    if not (known := published())["keys"]:
        return None
    keys = KeySet.import_key_set(known)  # type: ignore[arg-type]
    try:
        said = json.loads(jws.deserialize_compact(token, keys, algorithms=ALGORITHMS).payload or b"null")
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return said if isinstance(said, dict) else None


def rotate(*, by: Actor, algorithm: str = "") -> list[SigningKey]:
    """Retire the keys in use and make new ones, of one algorithm or of all. Raises RoleMissing."""
    if by.kind != "system":
        policies.require_role(by, Role.SECURITY)
    with unit.work():
        return [_rotate_one(by, each) for each in ([algorithm] if algorithm else ALGORITHMS)]


def rotate_due() -> int:
    """Rotate the keys that signed long enough; return how many."""
    due = SigningKey.objects.filter(retired_at=None, since__lte=clock.now() - rules.lasting("key"))
    return sum(len(rotate(by=SYSTEM, algorithm=row.algorithm)) for row in due)


def _rotate_one(by: Actor, algorithm: str) -> SigningKey:
    for old in SigningKey.objects.select_for_update().filter(algorithm=algorithm, retired_at=None):
        old.retired_at = clock.now()
        old.save(update_fields=["retired_at"])
        audit.record(by, "signing_key.retired", old)
    row = _make(by, algorithm)
    outbox.publish(SigningKeyRotated(subject=f"key:{row.kid}", algorithm=algorithm))
    return row


def _first(algorithm: str) -> SigningKey:
    """Make the first key of an algorithm; two at once end with one."""
    try:
        with unit.work(), transaction.atomic():
            return _make(SYSTEM, algorithm)
    except IntegrityError:
        return SigningKey.objects.get(algorithm=algorithm, retired_at=None)


def _make(by: Actor, algorithm: str) -> SigningKey:
    made: RSAKey | ECKey = (
        RSAKey.generate_key(RSA_BITS) if algorithm == Algorithm.RS256 else ECKey.generate_key("P-256")
    )
    kid = made.thumbprint()
    public = {**made.as_dict(private=False), "kid": kid, "use": "sig", "alg": algorithm}
    row = SigningKey.objects.create(
        kid=kid, algorithm=algorithm, public=json.dumps(public, sort_keys=True),
        private=json.dumps(made.as_dict(private=True)), since=clock.now(),
    )  # fmt: skip
    audit.record(by, "signing_key.made", row)
    return row


def _published() -> list[SigningKey]:
    oldest = clock.now() - rules.lasting("key-published")
    rows = SigningKey.objects.defer("private").order_by("-since")
    return list(rows.exclude(retired_at__lt=oldest))


@lru_cache(maxsize=8)
def _read(algorithm: str, private: str) -> RSAKey | ECKey:
    kind = RSAKey if algorithm == Algorithm.RS256 else ECKey
    return kind.import_key(json.loads(private))
