"""Keyed hashes: find a value without storing it (HMAC-SM3, GB/T 15852.2)."""

from functools import lru_cache

from cryptography.hazmat.primitives import hashes, hmac

from onewindow.kernel import keys


def keyed_hash(purpose: str, text: str) -> bytes:
    """Return 32 bytes that only we can compute; the same text under two purposes gives two values."""
    return hmac_sm3(keys.secret("hash"), purpose.encode() + b"\x00" + text.encode())


def hmac_sm3(key: bytes, message: bytes) -> bytes:
    """Return HMAC-SM3, 32 bytes."""
    mac = _begun(key).copy()
    mac.update(message)
    return mac.finalize()


@lru_cache(maxsize=256)
def _begun(key: bytes) -> hmac.HMAC:
    """Return the code of nothing yet under a key: what the key does to it is worked out once."""
    return hmac.HMAC(key, hashes.SM3())
