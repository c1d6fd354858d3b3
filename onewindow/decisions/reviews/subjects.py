"""Whose decision a number stands for: the contexts above tell, this one has never heard of a case."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from onewindow.kernel.public import Actor


@dataclass(frozen=True)
class Subject:
    """What a review needs to know of a decided application: item, body, applicant."""

    item_code: str
    item_name: str
    agency_id: int
    person_id: int | None
    organisation_id: int | None
    city: str

    def is_of(self, by: Actor) -> bool:
        """Tell whether the actor is the applicant, in person or for the organisation."""
        mine = by.person_id is not None and by.person_id == self.person_id
        ours = by.organisation_id is not None and by.organisation_id == self.organisation_id
        return by.kind == "person" and (mine or ours)


Finder = Callable[[Sequence[str]], Mapping[str, Subject]]
_finders: dict[str, Finder] = {}


def register_subjects(name: str, finder: Finder) -> None:
    """Add a finder of subjects by their numbers; one statement for any count of them."""
    _finders[name] = finder


def subjects_of(numbers: Sequence[str]) -> dict[str, Subject]:
    """Return the subjects of the numbers that any context knows."""
    found: dict[str, Subject] = {}
    for finder in _finders.values():
        rest = [number for number in numbers if number not in found]
        if rest:
            found |= finder(rest)
    return found
