"""Options, limits and thresholds as data."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from onewindow.kernel.public import clock, workdays, yaml_file

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be said with a number of stars."""

    code: str
    label: str
    stars: int


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, Any]:
    """Return a data file of the context."""
    return dict(yaml_file.read(_DATA / f"{name}.yaml"))


@lru_cache(maxsize=4)
def rows(name: str) -> list[dict[str, Any]]:
    """Return a data file of the context that is a list."""
    return list(yaml_file.read(_DATA / f"{name}.yaml"))


@lru_cache(maxsize=1)
def options() -> dict[str, Option]:
    """Return every option by its code."""
    found = table("ratings")["options"]
    return {
        code: Option(code, label, int(stars)) for stars, rows in found.items() for code, label in rows.items()
    }


def options_for(stars: int) -> list[Option]:
    """Return the options that go with a number of stars."""
    return [one for one in options().values() if one.stars == stars]


def limit(name: str) -> int:
    """Return a limit of ratings."""
    return int(table("ratings")["limits"][name]["value"])


def threshold(name: str) -> int:
    """Return a threshold of the check for odd patterns."""
    return int(table("ratings")["suspicions"][name]["value"])


def due(region_code: str, days: int, start: date | None = None) -> date:
    """Return the last day of a limit in working days of a region, from today unless told."""
    return workdays.calendar_for(region_code).due(start or clock.today(), days).on


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of concern, with its limits in working days."""

    code: str
    name: str
    ask: str
    reply: int
    urgent: int


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """Return the kinds of concerns by code."""
    return {
        code: Kind(code, row["name"], row["ask"], int(row["reply"]), int(row["urgent"]))
        for code, row in table("concerns")["kinds"].items()
    }


@lru_cache(maxsize=1)
def categories() -> dict[str, str]:
    """Return the names of the categories by code."""
    return {code: str(row["name"]) for code, row in table("concerns")["categories"].items()}


def body_of(category: str) -> str:
    """Return what the name of the body a category usually goes to ends with; empty where none does."""
    return str(table("concerns")["categories"].get(category, {}).get("body", ""))


def concern_limit(name: str) -> int:
    """Return a limit of concerns."""
    return int(table("concerns")["limits"][name]["value"])


def objection() -> dict[str, str]:
    """Return the kind and category of the complaint that an objection to a look is."""
    row = table("concerns")["objection"]
    return {"kind": str(row["kind"]), "category": str(row["category"])}


def same_matter() -> float:
    """Return how alike two texts are to be shown as the same matter."""
    return int(table("concerns")["likeness"]["value"]) / 100
