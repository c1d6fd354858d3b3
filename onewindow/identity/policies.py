"""Who may: levels and roles."""

from django.db.models import QuerySet

from onewindow.identity.errors import LevelTooLow, RoleMissing
from onewindow.identity.models import AccessRecord
from onewindow.kernel.public import Actor


def require_level(actor: Actor, level: int) -> None:
    """Raise LevelTooLow unless the actor's assurance level is at least `level`."""
    if actor.level < level:
        raise LevelTooLow(needed=level, level=actor.level)


def require_role(actor: Actor, *roles: str) -> None:
    """Raise RoleMissing unless the actor holds a post with one of the roles."""
    if actor.kind != "official" or not actor.has_role(*roles):
        raise RoleMissing


def accesses_visible_to(actor: Actor) -> QuerySet[AccessRecord]:
    """Return the looks at the actor's own data."""
    if actor.organisation_id is not None:
        return AccessRecord.objects.filter(subject_kind="organisation", subject_id=actor.organisation_id)
    if actor.person_id is not None:
        return AccessRecord.objects.filter(subject_kind="person", subject_id=actor.person_id)
    return AccessRecord.objects.none()
