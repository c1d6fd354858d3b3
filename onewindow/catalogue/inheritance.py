"""Inheritance over five levels: which elements an upper level fixes, which it leaves open, what is local.

A standard of a basic item holds for a region and all below it. It fixes its elements, except those it leaves
open: there its value is only the default, and a lower standard or a body's own entry may say otherwise.
Pure functions over entries; an element is a column of a version or one of its tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onewindow.catalogue.content import TABLES

Entry = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """What a standard says: its region prefix, the values of its elements, and which of them are open."""

    prefix: str
    elements: Mapping[str, Any]
    open: frozenset[str]


@dataclass(frozen=True)
class Held:
    """How one element is held for an entry: the value from above, and whether it may be overridden."""

    value: Any
    fixed: bool
    prefix: str


def held(rules: Iterable[Rule], region_code: str) -> dict[str, Held]:
    """Return what the standards above a region say about each element, the upper ones first in force.

    A lower standard counts only for elements every upper one leaves open.
    """
    found: dict[str, Held] = {}
    for rule in sorted(rules, key=lambda rule: len(rule.prefix)):
        if not region_code.startswith(rule.prefix):
            continue
        for element, value in rule.elements.items():
            above = found.get(element)
            if above is None or not above.fixed:
                found[element] = Held(value, element not in rule.open, rule.prefix)
    return found


def strays(rule: Rule, above: Sequence[Rule]) -> list[str]:
    """Return the elements of a standard that an upper one has fixed otherwise."""
    upper = held([r for r in above if len(r.prefix) < len(rule.prefix)], rule.prefix.ljust(12, "0"))
    return [
        element
        for element, value in rule.elements.items()
        if element in upper and upper[element].fixed and upper[element].value != value
    ]


def settle(entry: Entry, from_above: Mapping[str, Held], before: Mapping[str, Held] | None = None) -> Entry:
    """Return the entry as the standards let it be, with `local` naming what the body says differently.

    A fixed element takes the value from above. An open one keeps what the body says when that differs from
    the default; what still said the former default (`before`) follows the new one.
    """
    fields = dict(entry["fields"])
    made = {**entry, "fields": fields}
    local = []
    for element, above in sorted(from_above.items()):
        now = value_of(entry, element)
        former = before.get(element) if before is not None else None
        follows = former is not None and now == former.value and element not in (fields.get("local") or [])
        if above.fixed or follows or now == above.value:
            _set(made, element, above.value)
        else:
            local.append(element)
    fields["local"] = local
    return made


def value_of(entry: Mapping[str, Any], element: str) -> Any:
    """Return an element of an entry."""
    return entry[element] if element in TABLES else entry["fields"].get(element)


def _set(entry: Entry, element: str, value: Any) -> None:
    if element in TABLES:
        entry[element] = value
    else:
        entry["fields"][element] = value
