"""Reference and demonstration data of the contexts, registered from their apps, planted in order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["reference", "demo"]


@dataclass(frozen=True)
class Seed:
    """One idempotent planter; `order` follows the tiers of the house, lower first. Returns a short report."""

    name: str
    kind: Kind
    order: int
    plant: Callable[[], str]


registered: dict[str, Seed] = {}


def register(seed: Seed) -> None:
    """Add a seed under its name; a name twice is an error."""
    if seed.name in registered:
        raise ValueError(f"seed {seed.name!r} is registered twice")
    registered[seed.name] = seed


def in_order(kind: Kind) -> list[Seed]:
    """Return the seeds of a kind, lower contexts first."""
    return sorted((s for s in registered.values() if s.kind == kind), key=lambda s: (s.order, s.name))
