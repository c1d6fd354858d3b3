"""Reproducible draws: anybody with the pool, the published commitment and the nonce draws the same again.

The nonce is chosen and its SM3 published before the pool exists, so nobody can pick it to suit; the seed
binds it to the pool's digest, so nobody can change the pool afterwards. Each key is ranked by SM3(seed, key),
and the lowest ranks are drawn: the order in which the pool is given does not matter.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from onewindow.kernel.canonical import sm3

ALGORITHM = "sm3-rank-1"


@dataclass(frozen=True)
class Draw:
    """What was drawn, and all it takes to draw it again besides the pool and the nonce."""

    pool_digest: str
    seed: str
    size: int
    chosen: tuple[str, ...]


def new_nonce() -> str:
    """Return 32 random bytes in hex, to be kept until the draw."""
    return secrets.token_hex(32)


def commitment(nonce: str) -> str:
    """Return what is published of a nonce before the pool exists."""
    return sm3(bytes.fromhex(nonce)).hex()


def draw(pool: Sequence[str], count: int, nonce: str) -> Draw:
    """Draw `count` different keys of the pool; doubles in the pool count once."""
    keys = sorted(set(pool))
    digest = sm3("\n".join(keys).encode()).hex()
    seed = sm3(bytes.fromhex(nonce) + bytes.fromhex(digest))
    ranked = sorted(keys, key=lambda key: (sm3(seed + key.encode()), key))
    return Draw(digest, seed.hex(), len(keys), tuple(ranked[: max(0, count)]))


def share_of(size: int, percent: int) -> int:
    """Return how many make up at least that percentage of a pool: rounded up, none of nothing."""
    return -(-size * percent // 100)
