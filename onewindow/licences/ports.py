"""Ports that contexts above fill: what an official's case is about, so that its licences may be used."""

from collections.abc import Callable
from dataclasses import dataclass

from onewindow.kernel.public import Actor
from onewindow.licences.records import Holder


@dataclass(frozen=True)
class Business:
    """A case in hand: its item, whose it is, and the licence types its guide names."""

    case_number: str
    item_code: str
    item_name: str
    holder: Holder
    types: tuple[str, ...] = ()


Finder = Callable[[Actor, str], Business | None]
finders: dict[str, Finder] = {}


def register_business(name: str, find: Finder) -> None:
    """Let a context say what a case in the actor's hands is about; nothing where there is none."""
    finders[name] = find


def business(by: Actor, case_number: str) -> Business | None:
    """Return the case the actor handles, or nothing."""
    return next((found for find in finders.values() if (found := find(by, case_number)) is not None), None)
