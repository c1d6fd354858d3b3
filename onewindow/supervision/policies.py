"""Who may: watch, settle, answer. Nobody here may touch a case; nobody may remove a signal."""

from django.db.models import Q, QuerySet

from onewindow.kernel.public import Actor
from onewindow.supervision.errors import AboutYourself, NotSupervisor, NotWatched, SameHand
from onewindow.supervision.models import Accountability, Recommendation, Signal

HANDLERS = ("window", "review", "approve", "chief")
WHOLE_REGION = "45"


def is_supervisor(by: Actor) -> bool:
    """Tell whether the actor holds a post of supervision."""
    return by.kind == "official" and by.has_role("supervise")


def is_watched(by: Actor) -> bool:
    """Tell whether the actor handles cases for a body."""
    return by.kind == "official" and bool(by.agency) and by.has_role(*HANDLERS)


def signals_for(by: Actor) -> QuerySet[Signal]:
    """Return the region's signals for supervision; the body's for its head, else one's own."""
    if is_supervisor(by):
        return Signal.objects.filter(region_code__startswith=by.region_prefix)
    if not is_watched(by):
        return Signal.objects.none()
    mine = Signal.objects.filter(agency_id=int(by.agency))
    return mine if by.has_role("chief") else mine.filter(Q(person=by.label) | Q(person=""))


def require_supervisor(by: Actor, region_code: str = "", person: str = "") -> None:
    """Raise NotSupervisor unless the actor supervises the place, AboutYourself about the own acts."""
    if not is_supervisor(by) or (region_code and not region_code.startswith(by.region_prefix)):
        raise NotSupervisor
    if person and person == by.label:
        raise AboutYourself


def require_ruler(by: Actor) -> None:
    """Raise NotSupervisor unless the actor supervises the whole region."""
    if not is_supervisor(by) or by.region_prefix != WHOLE_REGION:
        raise NotSupervisor


def require_watched(by: Actor, signal: Signal) -> None:
    """Raise NotWatched unless the actor answers for the body: its head, or the person it is about."""
    if not is_watched(by) or by.agency != str(signal.agency_id):
        raise NotWatched
    if not by.has_role("chief") and signal.person not in {"", by.label}:
        raise NotWatched


def require_head(by: Actor, agency_id: int | None, person: str = "") -> None:
    """Raise NotWatched unless the actor heads the body, or is the person."""
    mine = is_watched(by) and by.agency == str(agency_id)
    if not mine or not (by.has_role("chief") or (person and person == by.label)):
        raise NotWatched


def require_another(by: Actor, *hands: str) -> None:
    """Raise SameHand where the actor did one of the steps before."""
    if by.label in hands:
        raise SameHand


def accountabilities_for(by: Actor) -> QuerySet[Accountability]:
    """Return the region's for supervision, those of the own body or person for the watched."""
    if is_supervisor(by):
        return Accountability.objects.filter(signal__region_code__startswith=by.region_prefix)
    if not is_watched(by):
        return Accountability.objects.none()
    mine = Accountability.objects.filter(agency_id=int(by.agency))
    return mine if by.has_role("chief") else mine.filter(person=by.label)


def recommendations_for(by: Actor) -> QuerySet[Recommendation]:
    """Return the letters of the region for supervision, those to the own body for its people."""
    if is_supervisor(by):
        return Recommendation.objects.filter(region_code__startswith=by.region_prefix)
    if not is_watched(by):
        return Recommendation.objects.none()
    return Recommendation.objects.filter(agency_id=int(by.agency))
