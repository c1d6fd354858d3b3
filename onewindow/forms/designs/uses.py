"""Which items ask with a form: told from above, so that nobody is asked for what no guide lists."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class FormUse:
    """An item version in force applied for with a form, and the materials its guide lists, by number."""

    code: str
    name: str
    number: int
    materials: frozenset[int]


_finders: dict[str, Callable[[str], list[FormUse]]] = {}


def register_form_uses(owner: str, find: Callable[[str], list[FormUse]]) -> None:
    """Add who knows which items use a form, by its code."""
    _finders[owner] = find


def uses_of(code: str) -> list[FormUse]:
    """Return the item versions in force that use a form."""
    return [use for find in _finders.values() for use in find(code)]
