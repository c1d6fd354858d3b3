"""Limits of use: how long a code is good, how long a copy; data of `data/limits.yaml`."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from onewindow.kernel.public import yaml_file

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Limits:
    """用证时限."""

    show_minutes: int
    copy_days: int
    open_showings: int
    delegation_days: int
    main_keeper: str
    source: str


@lru_cache(maxsize=1)
def limits() -> Limits:
    """Return the limits in force."""
    return Limits(**yaml_file.read(DATA / "limits.yaml"))
