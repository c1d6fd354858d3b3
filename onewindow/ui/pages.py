"""Keyset pages: a slice of a list and where its neighbours begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list: its items and the cursors of its neighbours, empty at either end."""

    items: Sequence[Item]
    next: str = ""
    previous: str = ""
