"""The numbers of sign-in as data: limits, times and counts, each with its basis."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from onewindow.kernel.public import yaml_file

_FILE = Path(__file__).resolve().parents[1] / "data" / "sign_in.yaml"


def limit(name: str) -> tuple[int, int]:
    """Return how many tries in a row, then a wait of how many minutes."""
    row = _rules()["limits"][name]
    return int(row["tries"]), int(row["minutes"])


def minutes(name: str) -> int:
    """Return a time in minutes."""
    return int(_rules()["minutes"][name]["value"])


def count(name: str) -> int:
    """Return a count."""
    return int(_rules()["counts"][name]["value"])


@lru_cache(maxsize=1)
def _rules() -> dict[str, dict[str, dict[str, Any]]]:
    rules: dict[str, dict[str, dict[str, Any]]] = yaml_file.read(_FILE)
    other = getattr(settings, "SIGN_IN_RULES", "")
    if other:
        changed: dict[str, dict[str, Any]] = yaml_file.read(Path(other)) or {}
        for part, rows in changed.items():
            for name, row in rows.items():
                rules[part][name] |= row  # an unknown name is a mistake worth a KeyError at the start
    return rules
