"""What is offered without an application, as data: the list, the checks, the answers already known."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onewindow.kernel.public import yaml_file

FILE = Path(__file__).parents[1] / "data" / "offers.yaml"


@dataclass(frozen=True)
class Plan:
    """免申即享 of one pilot item.

    `list` is the resource that names people month by month; `facts` must all speak for the person; `later` is
    asked only when the person confirms; `answers` says where each answer comes from.
    """

    key: str
    list: str
    facts: tuple[str, ...]
    extra: tuple[str, ...]
    later: tuple[str, ...]
    answers: Mapping[str, str]
    shown: Mapping[str, str]
    days: int
    reason: str


@cache
def plans() -> Mapping[str, Plan]:
    """Return the declared plans by pilot key."""
    told = yaml_file.read(FILE)
    return {
        key: Plan(
            key=key,
            list=row["list"],
            facts=tuple(row["facts"]),
            extra=tuple(row["extra"]),
            later=tuple(row["later"]),
            answers=row["answers"],
            shown=row["shown"],
            days=int(row["days"]),
            reason=row["reason"],
        )
        for key, row in told.items()
    }
