"""The stages of projects and their kinds, read once from `data/projects/`."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from onewindow.kernel.public import yaml_file

_DATA = Path(__file__).parent.parent / "data" / "projects" / "stages.yaml"


@dataclass(frozen=True)
class Stage:
    """阶段: its name, the endings of the names of who leads it (nearest body first), the items it holds."""

    key: str
    name: str
    lead: tuple[str, ...]
    items: frozenset[str]


@dataclass(frozen=True)
class Kind:
    """项目类型: two digits of the code, its name, the two digits of its guiding department."""

    code: str
    name: str
    department: str


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    read = yaml_file.read(_DATA)
    assert isinstance(read, dict)
    return read


def stages() -> tuple[Stage, ...]:
    """Return the stages in their order."""
    rows = _read()["stages"]
    return tuple(Stage(r["key"], r["name"], tuple(r["lead"]), frozenset(r["items"])) for r in rows)


def kinds() -> dict[str, Kind]:
    """Return the kinds of projects by their digits."""
    return {code: Kind(code, **row) for code, row in _read()["kinds"].items()}


def stage_of(*names: str) -> str:
    """Return the key of the stage that has one of the names, or holds an item of that name; "" for none."""
    return next((one.key for one in stages() if {one.name, *one.items} & set(names)), "")


def lead_of(stage: Stage, bodies: Iterable[tuple[int, str, str]]) -> int | None:
    """Return which body leads a stage, of bodies by id, name and region code: the nearest one, by the order
    of the stage's endings within a region; None when no body does."""
    found = [
        (-len(region.rstrip("0")), order, key)
        for key, name, region in bodies
        for order, ending in enumerate(stage.lead)
        if name.endswith(ending)
    ]
    return min(found)[2] if found else None
