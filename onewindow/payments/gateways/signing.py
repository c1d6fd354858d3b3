"""Who speaks: both sides sign the exact bytes with a shared secret (HMAC-SM3)."""

import hmac

from onewindow.kernel.public import hashing, keys

SECRET = "cashier"  # noqa: S105 the name of the secret in the key store
HEADER = "X-Cashier-Signature"


def signature(direction: str, body: bytes) -> str:
    """Return the signature of a body in one direction: `ask` from us, `tell` from the cashier."""
    return hashing.hmac_sm3(keys.secret(SECRET), direction.encode() + b"\n" + body).hex()


def is_genuine(direction: str, body: bytes, given: str) -> bool:
    """Tell whether the other side signed these bytes."""
    return hmac.compare_digest(signature(direction, body).encode(), given.encode())
