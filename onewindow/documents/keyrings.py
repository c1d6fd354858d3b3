"""The public keys a check trusts: ours, or a published key file."""

import json
from collections.abc import Mapping

from onewindow.documents.seals import trust
from onewindow.kernel.public import canonical, keys

PURPOSE = "notice"
Keyring = Mapping[str, bytes]


def own() -> Keyring:
    """Return the keys that ever signed notices here."""
    return {key.kid: bytes.fromhex(key.public_hex) for key in keys.published() if key.purpose == PURPOSE}


def published() -> dict[str, object]:
    """Return what `/transparency/keys.json` says: every signing key, and the roots of our seals."""
    return {
        "format": "onewindow.keys/1",
        "keys": [
            {
                "kid": key.kid,
                "purpose": key.purpose,
                "algorithm": key.algorithm,
                "public_hex": key.public_hex,
                "since": key.since.isoformat(),
            }
            for key in keys.published()
        ],
        "seal_roots": trust.published_roots(),
    }


def read(text: str) -> Keyring:
    """Return the notice keys of a published key file; raise ValueError where it is not one.

    A key whose id is not the hash of the key is refused, so a file cannot pass one key off as another.
    """
    try:
        held = json.loads(text)["keys"]
        found = {
            str(entry["kid"]): bytes.fromhex(entry["public_hex"])
            for entry in held
            if entry["purpose"] == PURPOSE
        }
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a key file") from error
    for kid, public in found.items():
        if canonical.sm3(public).hex()[:16] != kid:
            raise ValueError(f"the id {kid} is not that of its key")
    return found
