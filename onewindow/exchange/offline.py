"""Checks a receipt with nothing but public keys: no database, no network."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from onewindow.exchange.gate import receipts as batched
from onewindow.exchange.receipts import KIND, PURPOSE, is_genuine
from onewindow.kernel.public import canonical, keys

Keyring = Mapping[str, bytes]
LARGEST = 1024 * 1024
_KINDS = {
    KIND: (frozenset({"statement", "leaves", "kid", "signature"}), is_genuine),
    batched.KIND: (frozenset({"statement", "path", "kid", "signature"}), batched.is_genuine),
}


class Verdict(StrEnum):
    """核验结论 of a receipt."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN_KEY = "unknown_key"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict, the key named, and what the receipt states; believe the statement only when genuine."""

    verdict: Verdict
    kid: str
    statement: Mapping[str, Any]


def check(data: bytes, keyring: Keyring) -> Checked:
    """Judge the bytes of a receipt file; never raises for what is in them."""
    receipt = _read(data)
    if receipt is None:
        return Checked(Verdict.UNREADABLE, "", {})
    kid, statement = str(receipt["kid"]), receipt["statement"]
    if kid not in keyring:
        return Checked(Verdict.UNKNOWN_KEY, kid, statement)
    _parts, proves = _KINDS[statement["kind"]]
    genuine = proves(receipt, keyring[kid])
    return Checked(Verdict.GENUINE if genuine else Verdict.ALTERED, kid, statement)


def published() -> list[dict[str, str]]:
    """Return the keys that ever signed receipts here, as `keys.json` lists them."""
    return [
        {"kid": key.kid, "purpose": key.purpose, "algorithm": key.algorithm, "public_hex": key.public_hex}
        for key in keys.published()
        if key.purpose == PURPOSE
    ]


def own_keys() -> Keyring:
    """Return the keys that ever signed receipts here."""
    return {key.kid: bytes.fromhex(key.public_hex) for key in keys.published() if key.purpose == PURPOSE}


def read_keys(text: str) -> Keyring:
    """Return the exchange keys of a published `keys.json`; raise ValueError where it is not one.

    A key whose id is not the hash of the key is refused.
    """
    try:
        found = {
            str(entry["kid"]): bytes.fromhex(entry["public_hex"])
            for entry in json.loads(text)["keys"]
            if entry["purpose"] == PURPOSE
        }
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a key file") from error
    for kid, public in found.items():
        if canonical.sm3(public).hex()[:16] != kid:
            raise ValueError(f"the id {kid} is not that of its key")
    return found


def _read(data: bytes) -> dict[str, Any] | None:
    if len(data) > LARGEST:
        return None
    try:
        told = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_float=_no_number)
    except (ValueError, RecursionError):
        return None
    statement = told.get("statement") if isinstance(told, dict) else None
    if not isinstance(statement, dict) or not isinstance(statement.get("kind"), str):
        return None
    parts, _proves = _KINDS.get(statement["kind"], (frozenset(), None))
    return told if set(told) == parts else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key said twice: readers would differ over which of the two counts."""
    told = dict(pairs)
    if len(told) != len(pairs):
        raise ValueError("a key is said twice")
    return told


def _no_number(text: str) -> object:
    raise ValueError(f"a receipt holds no number {text}")
