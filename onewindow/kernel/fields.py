"""Encrypted columns: SM4-GCM, bound to their table and column.

Stored: one byte key version, 12 bytes random nonce, ciphertext, 16 bytes tag; the associated data is
`table.column`, so a value moved to another column does not open. Find rows by a `hashing.keyed_hash` column
beside it: an encrypted column answers only "is it empty".
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from onewindow.kernel import hashing, ids, keys

if TYPE_CHECKING:
    _TextField = models.TextField[str | None, str | None]
else:
    _TextField = models.TextField

_NONCE, _TAG = 12, 16


class Undecipherable(RuntimeError):
    """An encrypted value does not open: altered, moved to another column, or sealed with another key."""


def encrypt(text: str, context: str) -> bytes:
    """Return the text sealed under the current field key and the context."""
    version = int(settings.FIELD_KEY_VERSION)
    nonce = ids.random_bytes(_NONCE)
    sealer = Cipher(algorithms.SM4(_key(version, create=True)), modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(context.encode())
    body = sealer.update(text.encode()) + sealer.finalize()
    return bytes([version]) + nonce + body + sealer.tag


def decrypt(sealed: bytes, context: str) -> str:
    """Return the text; raise `Undecipherable`, never return anything else than what was sealed."""
    if len(sealed) < 1 + _NONCE + _TAG:
        raise Undecipherable(f"{context}: the stored value is too short")
    nonce, body, tag = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE : -_TAG], sealed[-_TAG:]
    try:
        opener = Cipher(algorithms.SM4(_key(sealed[0], create=False)), modes.GCM(nonce, tag)).decryptor()
        opener.authenticate_additional_data(context.encode())
        return (opener.update(body) + opener.finalize()).decode()
    except keys.KeyMissing as missing:
        raise Undecipherable(f"{context}: field key version {sealed[0]} is missing") from missing
    except InvalidTag as broken:
        raise Undecipherable(f"{context}: altered bytes or another key (version {sealed[0]})") from broken


def _key(version: int, *, create: bool) -> bytes:
    return _derived(keys.secret(f"field-{version}", create=create))


@lru_cache(maxsize=64)
def _derived(secret: bytes) -> bytes:
    return hashing.hmac_sm3(secret, b"SM4-GCM column")[:16]


class EncryptedTextField(_TextField):
    """Text the database never sees; its audit state is a keyed hash of the text, not the stored bytes."""

    description = "SM4-GCM encrypted text"

    def get_internal_type(self) -> str:
        """Keep the value in a bytea column."""
        return "BinaryField"

    @property
    def context(self) -> str:
        """What a value is bound to."""
        return f"{self.model._meta.db_table}.{self.column}"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Seal the value with a new nonce."""
        return None if value is None else encrypt(str(value), self.context)

    def from_db_value(self, value: Any, expression: object, connection: BaseDatabaseWrapper) -> str | None:
        """Open a stored value; raise `Undecipherable`."""
        return None if value is None else decrypt(bytes(value), self.context)

    def audit_value(self, value: str | None) -> bytes | None:
        """Return what the audit log hashes here: the same after a reload and under a new field key."""
        return None if value is None else hashing.keyed_hash(f"audit:{self.context}", str(value))

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow only `isnull`; anything else would compare nonces."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: look it up by its keyed hash")
        return super().get_lookup(lookup_name)
