"""Who may rate, put right, and watch over both: the only place it is decided."""

from django.db.models import QuerySet

from onewindow.cases import public as cases
from onewindow.feedback import invitations
from onewindow.feedback.errors import CentreOnly, RatingNotFound
from onewindow.feedback.models import Concern, Remedy, Suspicion, Task
from onewindow.kernel.public import Actor

HANDLERS = ("review", "approve", "chief")
CENTRE = ("supervise",)
WHOLE = {"45", "4500"}


def is_applicant(by: Actor, case: cases.Case) -> bool:
    """Tell whether the actor is the applicant or stands fully in its place."""
    if by.kind != "person" or not by.may_handle(case.item_code):
        return False
    mine = by.person_id is not None and by.person_id == case.person_id
    return mine or (by.organisation_id is not None and by.organisation_id == case.organisation_id)


def require_rater(by: Actor, case: cases.Case, occasion: str, code: str) -> None:
    """Raise RatingNotFound unless it is the applicant, or whoever holds the code of the occasion.

    The query code of the case is taken too: it is what people read out on the telephone.
    """
    if is_applicant(by, case) or (code and invitations.fits(case.number, occasion, code)):
        return
    if code and len(code) == len(case.query_code) and code.upper() == case.query_code:
        return
    raise RatingNotFound


def is_centre(by: Actor) -> bool:
    """Tell whether the post supervises in a region."""
    return by.kind == "official" and by.has_role(*CENTRE) and bool(by.region_prefix)


def require_centre(by: Actor) -> None:
    """Raise CentreOnly unless the post supervises in a region; no SQL."""
    if not is_centre(by):
        raise CentreOnly


def _of_region(by: Actor, rows: QuerySet[Remedy]) -> QuerySet[Remedy]:
    city = by.region_prefix[:4]
    return rows if city in WHOLE else rows.filter(city=city)


def remedies_watched_by(by: Actor) -> QuerySet[Remedy]:
    """Return the bad ratings a supervising post calls back: of its region, never of its own body."""
    if not is_centre(by):
        return Remedy.objects.none()
    return _of_region(by, Remedy.objects.exclude(agency_id=by.agency))


def remedies_handled_by(by: Actor) -> QuerySet[Remedy]:
    """Return the bad ratings a post puts right: of its body, but not those of one's own work."""
    if by.kind != "official" or not by.has_role(*HANDLERS) or not by.agency:
        return Remedy.objects.none()
    return Remedy.objects.filter(agency_id=by.agency).exclude(rating__handler_id=by.account_id)


def suspicions_for(by: Actor) -> QuerySet[Suspicion]:
    """Return the odd patterns a supervising post looks into: never those of its own body."""
    if not is_centre(by):
        return Suspicion.objects.none()
    rows, city = Suspicion.objects.exclude(agency_id=by.agency), by.region_prefix[:4]
    return rows if city in WHOLE else rows.filter(city=city)


def concerns_centred_on(by: Actor) -> QuerySet[Concern]:
    """Return the concerns a supervising post classifies and replies to: never those about its own body."""
    if not is_centre(by):
        return Concern.objects.none()
    rows, city = Concern.objects.exclude(about_id=by.agency or 0), by.region_prefix[:4]
    rows = rows.exclude(kept_from__contains=[by.account_id])
    return rows if city in WHOLE else rows.filter(city=city)


def tasks_of(by: Actor) -> QuerySet[Task]:
    """Return what a post answers: its body's tasks, but not what is about the officer who looks."""
    if by.kind != "official" or not by.has_role(*HANDLERS) or not by.agency or by.account_id is None:
        return Task.objects.none()
    return Task.objects.filter(agency_id=by.agency).exclude(concern__kept_from__contains=[by.account_id])


def own_concerns(by: Actor) -> QuerySet[Concern]:
    """Return what the actor's party said, never what was said without a name."""
    if by.kind != "person" or not (by.person_id or by.organisation_id):
        return Concern.objects.none()
    if by.organisation_id is not None:
        return Concern.objects.filter(author__organisation_id=by.organisation_id)
    return Concern.objects.filter(author__person_id=by.person_id)


def concerns_of_system(by: Actor) -> QuerySet[Concern]:
    """Return what came through an outside system."""
    return (
        Concern.objects.filter(client=by.client)
        if by.kind == "client" and by.client
        else Concern.objects.none()
    )


def require_clerk(by: Actor) -> None:
    """Raise CentreOnly unless the post takes concerns down for others: at windows, at the telephone."""
    if by.kind != "official" or not by.has_role("window", *CENTRE):
        raise CentreOnly
