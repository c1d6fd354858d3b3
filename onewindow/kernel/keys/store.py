"""The interface every key store has, and how a key is named."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from onewindow.kernel.canonical import sm3


class KeyMissing(RuntimeError):
    """A key that must exist does not: the key folder was lost, or this is another machine's data."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A signing key as the world may know it; `public_hex` is the uncompressed point, 130 hex digits."""

    kid: str
    purpose: str
    algorithm: str
    public_hex: str
    since: datetime


@runtime_checkable
class KeyStore(Protocol):
    """What a store can do; private keys never leave it.

    A hardware store (PKCS#11 device, 签名验签服务器) implements these five methods over its own sessions and
    is named in `settings.KEY_STORE`; it is built with one text, `settings.KEY_DIR`, where its configuration
    may lie. `secret` may hand out data keys that the device unwraps.
    """

    def current(self, purpose: str) -> str:
        """Return the id of the key that signs for a purpose now, made at first use."""

    def sign_digest(self, kid: str, digest: bytes) -> bytes:
        """Return the SM2 signature r‖s, 64 bytes, over e, the 32-byte digest of Z and the message."""

    def public_key(self, kid: str) -> bytes:
        """Return the public key, 65 bytes from 0x04; raise `KeyMissing`."""

    def published(self) -> list[PublicKey]:
        """Return every signing key there ever was, oldest first."""

    def secret(self, name: str, *, create: bool = True) -> bytes:
        """Return a secret of 32 bytes, made at first use unless `create` is false."""


def key_id(public: bytes) -> str:
    """Return the id of a public key: the first 16 hex digits of its SM3."""
    return sm3(public).hex()[:16]
