"""Which bodies take part below whom, read once from `data/levels.yaml`; who is found for a place. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from onewindow.kernel.public import yaml_file

_DATA = Path(__file__).parent.parent / "data" / "levels.yaml"
LEVELS = ("county", "city", "province")
DIGITS = {"county": 6, "city": 4, "province": 2}
Body = tuple[int, str, str]
"""An agency by id, name and region code."""


@dataclass(frozen=True)
class Chain:
    """上下联动: the answer that names the place, the endings of the bodies of each level below."""

    process: str
    place: str
    county: tuple[str, ...]
    city: tuple[str, ...]
    receives: str


@dataclass(frozen=True)
class Line:
    """条线: items that the same department sees to in every city and county, and who is above."""

    key: str
    name: str
    superior: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class ProjectClass:
    """项目类别, and the level that decides on its environmental impact."""

    key: str
    level: str
    name: str


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    read = yaml_file.read(_DATA)
    assert isinstance(read, dict)
    return read


def chains() -> dict[str, Chain]:
    """Return the chains by the process of the items they are for."""
    return {
        key: Chain(key, row["place"], tuple(row["county"]), tuple(row["city"]), row["receives"])
        for key, row in _read()["processes"].items()
    }


def lines() -> dict[str, Line]:
    """Return the lines of work by their keys."""
    return {
        row["key"]: Line(row["key"], row["name"], tuple(row["superior"]), tuple(row["items"]))
        for row in _read()["lines"]
    }


def classes() -> tuple[ProjectClass, ...]:
    """Return the classes of projects, those of the highest level first."""
    return tuple(ProjectClass(**row) for row in _read()["chooser"]["classes"])


def chosen_item() -> str:
    """Return the name of the item whose level the classes decide."""
    return str(_read()["chooser"]["item"])


def endings_of(level: str) -> tuple[str, ...]:
    """Return how the names of the bodies end that decide on a level."""
    return tuple(_read()["chooser"]["bodies"][level])


def region_at(level: str, place: str) -> str:
    """Return the twelve digits of the region of a level that a place lies in."""
    return f"{place[: DIGITS[level]]:0<12}"


def digits_of(region_code: str) -> str:
    """Return the digits that name a region: 2 of the province, 4 of a city, 6 of a county, 9, 12."""
    return next(region_code[:cut] for cut in (2, 4, 6, 9, 12) if not region_code[cut:].strip("0"))


def is_below(region_code: str, above: str) -> bool:
    """Tell whether a region lies within another and is not that one."""
    digits = digits_of(above)
    return region_code.startswith(digits) and len(digits_of(region_code)) > len(digits)


def body_at(level: str, place: str, endings: Sequence[str], bodies: Iterable[Body]) -> Body | None:
    """Return the body of a level for a place: by the order of the endings, None where there is none."""
    here = [one for one in bodies if one[2] == region_at(level, place)]
    found = [
        (order, one) for order, ending in enumerate(endings) for one in here if one[1].endswith(ending)
    ]  # fmt: skip
    return min(found)[1] if found else None


def steps_of(chain: Chain, place: str, bodies: Sequence[Body], decides: Body) -> Mapping[str, Body]:
    """Return who takes each step; a level that has no body leaves its step to the next one above."""
    city = body_at("city", place, chain.city, bodies) or decides
    county = body_at("county", place, chain.county, bodies) or city
    return {"county": county, "city": city, "decides": decides}
