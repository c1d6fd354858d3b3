"""Who may see and steer a joint case: decided here only."""

from django.db.models import QuerySet

from onewindow.collaboration.errors import (
    CannotCompose,
    NotOfTheJoint,
    NotTheLead,
    NotTheRegistrar,
    NotYourAsk,
    NotYourFollowUp,
)
from onewindow.collaboration.models import Ask, FollowUp, Joint, Member, Opening
from onewindow.kernel.public import Actor

REVIEWERS = ("review", "approve", "chief")
COMPOSERS = ("catalogue",)


def _reviews(by: Actor) -> bool:
    return by.kind == "official" and by.has_role(*REVIEWERS) and bool(by.agency and by.region_prefix)


def leads(by: Actor, joint: Joint) -> bool:
    """Tell whether the actor holds a reviewing post in the lead body, for its region."""
    here = by.agency == str(joint.agency_id) and joint.region_code.startswith(by.region_prefix)
    return _reviews(by) and here


def takes_part(by: Actor, members: list[Member]) -> bool:
    """Tell whether the actor holds a reviewing post in a body that has a part in it."""
    return _reviews(by) and any(
        by.agency == str(one.agency_id) and one.region_code.startswith(by.region_prefix) for one in members
    )


def is_above(by: Actor, members: list[Member]) -> bool:
    """Tell whether the actor heads a region's body and a part of it is done in that region below."""
    return (
        by.kind == "official"
        and by.has_role("chief")
        and len(by.region_prefix) < 6
        and bool(by.region_prefix)
        and any(one.region_code.startswith(by.region_prefix) for one in members)
    )


def require_seen(by: Actor, joint: Joint, members: list[Member]) -> None:
    """Raise NotOfTheJoint unless the actor's body leads, takes part, or heads the region."""
    if not (by.kind == "system" or leads(by, joint) or takes_part(by, members) or is_above(by, members)):
        raise NotOfTheJoint


def require_lead(by: Actor, joint: Joint) -> None:
    """Raise NotTheLead unless the actor's body leads."""
    if not leads(by, joint):
        raise NotTheLead


def require_composer(by: Actor) -> None:
    """Raise CannotCompose unless the actor keeps the catalogue."""
    if by.kind != "system" and not (by.kind == "official" and by.has_role(*COMPOSERS)):
        raise CannotCompose


def led_by(by: Actor) -> QuerySet[Joint]:
    """Return the joint cases the actor's body leads."""
    if not _reviews(by):
        return Joint.objects.none()
    return Joint.objects.filter(agency_id=by.agency, region_code__startswith=by.region_prefix)


def parts_of(by: Actor) -> QuerySet[Member]:
    """Return the parts of joint cases that are the actor's body's."""
    if not _reviews(by):
        return Member.objects.none()
    return Member.objects.filter(agency_id=by.agency, region_code__startswith=by.region_prefix)


def reviews_for(by: Actor, agency_id: int, region_code: str) -> bool:
    """Tell whether the actor holds a reviewing post in a body, for a region."""
    return _reviews(by) and by.agency == str(agency_id) and region_code.startswith(by.region_prefix)


def may_answer(by: Actor, ask: Ask) -> bool:
    """Tell whether the actor may answer: a reviewing post of the asked body, for its region."""
    return reviews_for(by, ask.to_agency_id, ask.to_agency.region_code)


def may_see_ask(by: Actor, ask: Ask) -> bool:
    """Tell whether the actor may open an ask: the asking and the asked body."""
    asking = reviews_for(by, ask.from_agency_id, ask.from_agency.region_code)
    return by.kind == "system" or may_answer(by, ask) or asking


def require_ask(allowed: bool) -> None:
    """Raise NotYourAsk unless allowed."""
    if not allowed:
        raise NotYourAsk


def asks_to(by: Actor) -> QuerySet[Ask]:
    """Return what the actor's body was asked."""
    return Ask.objects.filter(to_agency_id=by.agency) if _reviews(by) else Ask.objects.none()


def asks_from(by: Actor) -> QuerySet[Ask]:
    """Return what the actor's body asked others."""
    return Ask.objects.filter(from_agency_id=by.agency) if _reviews(by) else Ask.objects.none()


def require_registrar(by: Actor, agency_id: int, region_code: str) -> None:
    """Raise NotTheRegistrar unless the actor holds a reviewing post of the registering body."""
    if by.kind != "system" and not reviews_for(by, agency_id, region_code):
        raise NotTheRegistrar


def keeps_segments(by: Actor, agency_id: int, region_code: str) -> bool:
    """Tell whether the actor heads the registering body and enters the segments given to it."""
    return by.kind == "system" or (by.has_role("chief") and reviews_for(by, agency_id, region_code))


def require_follow_up(by: Actor, told: FollowUp) -> None:
    """Raise NotYourFollowUp unless the actor holds a reviewing post of the body that was told."""
    if not reviews_for(by, told.agency_id, told.agency.region_code):
        raise NotYourFollowUp


def openings_of(by: Actor) -> QuerySet[Opening]:
    """Return the openings the actor's body registered."""
    if not _reviews(by):
        return Opening.objects.none()
    return Opening.objects.filter(agency_id=by.agency, region_code__startswith=by.region_prefix)


def follow_ups_of(by: Actor) -> QuerySet[FollowUp]:
    """Return what the actor's body was told to approve afterwards."""
    return FollowUp.objects.filter(agency_id=by.agency) if _reviews(by) else FollowUp.objects.none()
