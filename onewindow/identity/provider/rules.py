"""The provider's numbers and scopes as data."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from onewindow.kernel.public import yaml_file

_FILE = Path(__file__).resolve().parents[1] / "data" / "provider.yaml"
OFFLINE, OPENID = "offline_access", "openid"


@dataclass(frozen=True, slots=True)
class Scope:
    """What one scope releases: a title and, by claim, the words for people."""

    name: str
    title: str
    kinds: frozenset[str]
    fields: dict[str, str]


def lasting(name: str) -> timedelta:
    """Return how long something lasts."""
    return timedelta(seconds=seconds(name))


def seconds(name: str) -> int:
    """Return how long something lasts, in seconds."""
    return int(_data()["seconds"][name]["value"])


def count(name: str) -> int:
    """Return a count."""
    return int(_data()["counts"][name]["value"])


@lru_cache(maxsize=1)
def scopes() -> dict[str, Scope]:
    """Return every scope by its name, in the order people read them."""
    return {
        name: Scope(name, row["title"], frozenset(row["kinds"]), dict(row["fields"]))
        for name, row in _data()["scopes"].items()
    }


def in_order(names: list[str]) -> list[str]:
    """Return known scopes in the order people read them, each once."""
    return [name for name in scopes() if name in names]


def for_systems(name: str) -> bool:
    """Tell whether a scope is one of machines, not of people."""
    return "system" in scopes()[name].kinds


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml_file.read(_FILE)
    return data
