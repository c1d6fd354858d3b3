"""The kinds of mandate, as data."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from onewindow.kernel.public import yaml_file

_FILE = Path(__file__).resolve().parents[1] / "data" / "mandates.yaml"


@dataclass(frozen=True, slots=True)
class MandateKind:
    """One kind: for whom one acts, the level the agent needs, the longest time, the law."""

    name: str
    of: str
    full: bool
    level: int
    days: int
    basis: str
    until_age: int = 0


@lru_cache(maxsize=1)
def kinds() -> dict[str, MandateKind]:
    """Return all kinds by their code."""
    rows = yaml_file.read(_FILE)
    return {code: MandateKind(**row) for code, row in rows.items()}


def is_full(code: str) -> bool:
    """Tell whether who holds a mandate of the kind stands where the principal stands."""
    return kinds()[code].full
