"""Links that contexts above put beside a case: what else its applicant or the counter may do with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

from onewindow.cases.models import Case

Place = Literal["applicant", "counter"]
Maker = Callable[[Case], tuple[str | Promise, str] | None]


@dataclass(frozen=True, slots=True)
class Link:
    """One link: its words and its address."""

    label: str | Promise
    href: str


_makers: dict[tuple[Place, str], Maker] = {}


def register_link(place: Place, name: str, make: Maker) -> None:
    """Add a link to the applicant's page of a case or to the counter's.

    `make(case)` gives its words and address, or None; no SQL.
    """
    _makers[place, name] = make


def links_for(place: Place, case: Case) -> list[Link]:
    """Return the links of a case; no SQL."""
    made = (make(case) for (where, _name), make in _makers.items() if where == place)
    return [Link(*one) for one in made if one is not None]
