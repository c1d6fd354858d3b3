"""Who calls: a bearer token of the OpenID provider, or a request signed with SM2."""

import secrets
from collections.abc import Callable, Mapping
from typing import NamedTuple

from onewindow.exchange.gate.limits import limit
from onewindow.exchange.gate.refusals import Refused
from onewindow.exchange.gate.register import Register, System
from onewindow.identity.public import access_token
from onewindow.kernel.public import Actor, Refusal, canonical, clock, sm2

SCOPE = "api"


class Caller(NamedTuple):
    """The system that calls, how it proved itself, and the nonce to be used up."""

    system: System
    mode: str
    nonce: str = ""

    @property
    def actor(self) -> Actor:
        """Return the calling system as the acting party."""
        return self.system.actor


def client_of_token(text: str) -> str:
    """Return whose token it is: a client's id; raise Refused. One statement."""
    try:
        row = access_token(text, SCOPE)
    except Refusal as refusal:
        raise Refused("bad_token") from refusal
    if row.authorisation_id is not None:
        raise Refused("bad_token")
    return row.party.client_id


def bearer_of(headers: Mapping[str, str]) -> str:
    """Return the bearer token of a request, empty when it has none."""
    scheme, _space, text = headers.get("authorization", "").partition(" ")
    token = text.strip() if scheme.lower() == "bearer" else ""
    if token and (len(token) > 200 or not token.isascii()):
        raise Refused("bad_token")
    return token


def by_token(register: Register, client_id: str) -> Caller:
    """Return the caller a token stands for; raise Refused."""
    system = register.by_client.get(client_id)
    if system is None:
        raise Refused("unknown_system")
    return Caller(open_system(system), "oauth")


def claimed(register: Register, headers: Mapping[str, str]) -> System:
    """Return the system that signed headers name, in time; whether it signed them is not looked at."""
    system = register.systems.get(headers["x-system"])
    if system is None or not system.public_key:
        raise Refused("unknown_system")
    stamp, nonce = headers.get("x-time", ""), headers.get("x-nonce", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) == 13):
        raise Refused("stale_request")
    if abs(clock.now().timestamp() - int(stamp) / 1000) > limit("clock_skew"):
        raise Refused("stale_request")
    if not (16 <= len(nonce) <= 64 and nonce.isascii() and nonce.isalnum()):
        raise Refused("wrong_signature")
    return system


def by_signature(
    register: Register,
    headers: Mapping[str, str],
    signed: Callable[[], bytes],
    used: Callable[[str, str], bool],
) -> Caller:
    """Return the caller of a signed request: known, in time, not replayed, the signature right.

    `signed` gives what was signed; `used` tells whether this process saw the nonce (the log decides).
    """
    system = claimed(register, headers)
    try:
        value = bytes.fromhex(headers.get("x-signature", ""))
    except ValueError:
        raise Refused("wrong_signature") from None
    if not sm2.verify(system.public_key, signed(), value):
        raise Refused("wrong_signature")
    nonce = headers["x-nonce"]
    if used(system.code, nonce):
        raise Refused("replayed_request")
    return Caller(open_system(system), "sm2", nonce)


def to_be_signed(method: str, path: str, stamp: str, nonce: str, body_sm3: bytes) -> bytes:
    """Return what a system signs: method, path, time in ms, nonce, SM3 of the body in hex, one per line."""
    return "\n".join((method, path, stamp, nonce, body_sm3.hex())).encode()


def sign_headers(code: str, method: str, path: str, body: bytes, *, purpose: str) -> dict[str, str]:
    """Return the headers of a request signed with the key of a purpose; for kits, tests, simulations."""
    nonce = secrets.token_hex(16)
    stamp = str(int(clock.now().timestamp() * 1000))
    text = to_be_signed(method, path, stamp, nonce, canonical.sm3(body))
    return {
        "X-System": code,
        "X-Time": stamp,
        "X-Nonce": nonce,
        "X-Signature": sm2.sign(purpose, text).value.hex(),
    }


def open_system(system: System) -> System:
    """Return the system; raise Refused where it may not call now."""
    if not system.is_open:
        raise Refused("system_closed")
    return system
