"""Which released template a paper is printed with: by its kind, by its item from a version of the item on."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from onewindow.kernel.public import yaml_file

FILE = Path(__file__).parent / "data" / "templates.yaml"
USUAL = "notice/1"


@dataclass(frozen=True)
class Choice:
    """An item's own template for one kind of paper, for its versions from a number on."""

    item: str
    kind: str
    from_version: int
    template: str


@lru_cache(maxsize=1)
def _data() -> tuple[dict[str, str], list[Choice]]:
    read: dict[str, Any] = yaml_file.read(FILE)
    return dict(read["kinds"]), [Choice(**row) for row in read["items"]]


def choices() -> list[Choice]:
    """Return what items have of their own."""
    return _data()[1]


def template_of(kind: str, item_code: str, version: int) -> str:
    """Return the template of a paper: the item version's own, else its kind's, else the usual one."""
    kinds, own = _data()
    fits = [
        one
        for one in own
        if one.item == item_code[19:31] and one.kind == kind and one.from_version <= version
    ]
    if fits:
        return max(fits, key=lambda one: one.from_version).template
    return kinds.get(kind, USUAL)
