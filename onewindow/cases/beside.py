"""What contexts above show beside a case: a registry of panels, each with its template."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from onewindow.cases.models import Case
from onewindow.kernel.public import Actor


@dataclass(frozen=True)
class Panel:
    """A section of a case's page: its template and what that shows."""

    template: str
    shown: Mapping[str, object]


Maker = Callable[[Case, Actor], Panel | None]
_makers: dict[str, Maker] = {}


def register_panel(name: str, make: Maker) -> None:
    """Register what a context above shows to an actor who may see a case; None shows nothing."""
    if name in _makers:
        raise ValueError(f"panel {name!r} is registered twice")
    _makers[name] = make


def panels_beside(case: Case, by: Actor) -> list[Panel]:
    """Return the panels of a case for who looks, in the order of their names."""
    return [panel for _, make in sorted(_makers.items()) if (panel := make(case, by)) is not None]
