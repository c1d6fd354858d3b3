"""Who entrusts, who looks at a line from above, who answers: decided here only."""

from dataclasses import dataclass

from onewindow.collaboration import policies
from onewindow.collaboration.errors import NotAbove, NotYourGuidance
from onewindow.collaboration.levels.rules import Line, digits_of, lines
from onewindow.collaboration.models import Guidance
from onewindow.government import public as government
from onewindow.kernel.public import Actor

REVIEWERS = policies.REVIEWERS


def reviews(by: Actor) -> bool:
    """Tell whether the actor holds a reviewing post of a body."""
    return (
        by.kind == "official" and by.has_role(*REVIEWERS) and by.agency.isdecimal() and bool(by.region_prefix)
    )


def may_entrust(by: Actor, agency_id: int, region_code: str) -> bool:
    """Tell whether the actor heads the body the item belongs to."""
    return reviews(by) and by.has_role("chief") and policies.reviews_for(by, agency_id, region_code)


@dataclass(frozen=True)
class Above:
    """A body that is above of a line, and the digits of its region."""

    agency: government.Agency
    lines: tuple[Line, ...]

    @property
    def digits(self) -> str:
        """The digits that all regions below begin with."""
        return digits_of(self.agency.region_code)


def above(by: Actor) -> Above | None:
    """Return of which lines the actor's body is above, None where it is of none; one statement."""
    if not reviews(by):
        return None
    agency = government.agency(int(by.agency))
    found = tuple(one for one in lines().values() if agency.name.endswith(one.superior))
    return Above(agency, found) if found and len(digits_of(agency.region_code)) < 6 else None


def require_above(by: Actor, key: str) -> tuple[Line, Above]:
    """Return a line the actor's body is above of, with that body; raise NotAbove."""
    mine = above(by)
    found = next((one for one in mine.lines if one.key == key), None) if mine is not None else None
    if mine is None or found is None:
        raise NotAbove
    return found, mine


def may_answer_guidance(by: Actor, one: Guidance) -> bool:
    """Tell whether the actor holds a reviewing post of the body that was guided."""
    return policies.reviews_for(by, one.to_agency_id, one.to_agency.region_code)


def require_guided(by: Actor, one: Guidance) -> None:
    """Raise NotYourGuidance unless the actor's body was guided."""
    if not may_answer_guidance(by, one):
        raise NotYourGuidance
