"""Local rules of halls, as data with their source."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from onewindow.kernel.public import yaml_file

FILE = Path(__file__).parent / "data" / "rules.yaml"


@dataclass(frozen=True)
class NoShows:
    """爽约限制: how many appointments may be missed in how many days, and how long then none is booked."""

    most: int
    within_days: int
    barred_days: int


@lru_cache(maxsize=1)
def no_shows() -> NoShows:
    """Return the rule about those who did not come."""
    return NoShows(**yaml_file.read(FILE)["no_shows"])
