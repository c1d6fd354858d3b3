"""SM2 signatures with SM3 (GB/T 32918): Z and e are computed here, keys stay in their store.

Z is computed here because the library's own `sm2_sign` does it ten times slower (see docs/decisions).
"""

from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from gmssl_pyx import GmsslInnerError, sm2_verify_sm3_digest

from onewindow.kernel import keys, traces
from onewindow.kernel.canonical import sm3

SIGNER_ID = b"1234567812345678"
_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_A = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC
_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
_CURVE = bytes.fromhex(
    f"{_A:064x}{_B:064x}"
    "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"
    "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """Which key signed, and r‖s in 64 bytes."""

    kid: str
    value: bytes


def sign(purpose: str, message: bytes) -> Signature:
    """Sign a message with the key that serves the purpose now."""
    store = keys.store()
    kid = store.current(purpose)
    return Signature(kid, store.sign_digest(kid, digest(store.public_key(kid), message)))


def sign_with(store: keys.KeyStore, kid: str, message: bytes) -> bytes:
    """Sign a message with one key of a store; return r‖s."""
    return store.sign_digest(kid, digest(store.public_key(kid), message))


def verify(public_key: bytes, message: bytes, value: bytes) -> bool:
    """Tell whether r‖s is the key's signature of the message; malformed keys and signatures are false."""
    if not _is_point(public_key) or not _is_pair(value):
        return False
    der = encode_dss_signature(int.from_bytes(value[:32], "big"), int.from_bytes(value[32:], "big"))
    with traces.silenced():
        try:
            return bool(sm2_verify_sm3_digest(public_key[1:], digest(public_key, message), der))
        except GmsslInnerError:
            return False


def digest(public_key: bytes, message: bytes) -> bytes:
    """Return e = SM3(Z ‖ message), what is really signed."""
    return sm3(_z(public_key) + message)


def is_public_key(public_key: bytes) -> bool:
    """Tell whether 65 bytes from 0x04 are a point of the curve."""
    return _is_point(public_key)


@lru_cache(maxsize=512)
def _z(public_key: bytes) -> bytes:
    length = (len(SIGNER_ID) * 8).to_bytes(2, "big")
    return sm3(length + SIGNER_ID + _CURVE + public_key[1:])


@lru_cache(maxsize=512)
def _is_point(public_key: bytes) -> bool:
    if len(public_key) != 65 or public_key[0] != 4:
        return False
    x, y = int.from_bytes(public_key[1:33], "big"), int.from_bytes(public_key[33:], "big")
    return x < _P and y < _P and (y * y - (x * x * x + _A * x + _B)) % _P == 0


def _is_pair(value: bytes) -> bool:
    if len(value) != 64:
        return False
    return all(0 < int.from_bytes(half, "big") < _N for half in (value[:32], value[32:]))
