"""Who may: levels, roles, and which rows one may see."""

from django.db.models import QuerySet

from onewindow.identity.errors import LevelNotGiven, LevelTooLow, NotSignedIn, RoleMissing
from onewindow.identity.levels import Level, Role
from onewindow.identity.mandates.kinds import is_full
from onewindow.identity.models import AccessRecord, Person
from onewindow.kernel.public import Actor

OPENERS = (Role.WINDOW, Role.REVIEW, Role.APPROVE, Role.CHIEF)
LEVEL_GIVERS = (Role.WINDOW, Role.CHIEF)


def require_level(actor: Actor, level: int) -> None:
    """Raise LevelTooLow unless the actor's assurance level is at least `level`."""
    if actor.level < level:
        raise LevelTooLow(needed=level, level=actor.level)


def require_role(actor: Actor, *roles: str) -> None:
    """Raise RoleMissing unless the actor holds a post with one of the roles."""
    if actor.kind != "official" or not actor.has_role(*roles):
        raise RoleMissing


def require_giver(actor: Actor, *, person_id: int | None) -> None:
    """Raise LevelNotGiven unless the actor may give a level: the counter, and never to oneself."""
    if actor.kind == "system":
        return
    at_counter = actor.kind == "official" and actor.has_role(*LEVEL_GIVERS)
    if not at_counter or (person_id is not None and person_id == actor.person_id):
        raise LevelNotGiven


def require_own(actor: Actor, account_id: int) -> None:
    """Raise NotSignedIn unless it is the actor's own account."""
    if actor.account_id is None or actor.account_id != account_id:
        raise NotSignedIn


def may_register_at(actor: Actor, level: int) -> bool:
    """Tell whether the actor may open an account at that level: everybody at L1, only the system above."""
    return level == Level.REGISTERED or actor.kind == "system"


def persons_openable_by(actor: Actor) -> QuerySet[Person]:
    """Return the persons whose full number the actor may open: oneself, and all for reviewing posts."""
    if actor.kind == "official" and actor.has_role(*OPENERS):
        return Person.objects.all()
    if actor.person_id is not None:
        return Person.objects.filter(pk=actor.person_id)
    return Person.objects.none()


def accesses_visible_to(actor: Actor) -> QuerySet[AccessRecord]:
    """Return the looks at the actor's own data; who acts for another with limits sees none."""
    if actor.mandate and not is_full(actor.mandate_kind):
        return AccessRecord.objects.none()
    if actor.organisation_id is not None:
        return AccessRecord.objects.filter(subject_kind="organisation", subject_id=actor.organisation_id)
    if actor.person_id is not None:
        return AccessRecord.objects.filter(subject_kind="person", subject_id=actor.person_id)
    return AccessRecord.objects.none()
