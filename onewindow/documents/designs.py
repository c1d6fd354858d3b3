"""How documents are printed: templates that are released once and never changed, so that old papers stay.

A signed record names the template it was issued with; one that names none is from before there was a choice.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from onewindow.kernel.public import canonical, yaml_file

FOLDER = Path(__file__).parent / "templates_typst"
RELEASED = Path(__file__).parent / "data" / "templates.yaml"
FIRST = "notice/1"


@dataclass(frozen=True, slots=True)
class Design:
    """One release of a template: its name such as notice/1, its file, the SM3 it was released with."""

    name: str
    sm3: str
    since: str
    note: str

    @property
    def file(self) -> str:
        """The name of the typst file."""
        return f"{self.name.replace('/', '-')}.typ"


@lru_cache(maxsize=1)
def released() -> dict[str, Design]:
    """Return every template ever released, by name."""
    rows = yaml_file.read(RELEASED)
    return {row["name"]: Design(**{key: str(value) for key, value in row.items()}) for row in rows}


def design(name: str) -> Design:
    """Return a released template; raise KeyError for any other name."""
    return released()[name]


def of_record(content: dict[str, Any]) -> Design:
    """Return the template that a signed record was issued with."""
    return design(content.get("template") or FIRST)


def altered() -> list[str]:
    """Return the released templates whose file is not what was released; none, or old papers would change."""
    return [
        one.name
        for one in released().values()
        if canonical.sm3((FOLDER / one.file).read_bytes()).hex() != one.sm3
    ]
