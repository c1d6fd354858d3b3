"""Who may give, see and end mandates."""

from django.db.models import Q, QuerySet

from onewindow.identity.errors import LevelTooLow, NotSignedIn
from onewindow.identity.levels import Level
from onewindow.identity.mandates.errors import MandateNotYours
from onewindow.identity.mandates.kinds import is_full
from onewindow.identity.mandates.models import Mandate, Status
from onewindow.identity.models import Account, Person
from onewindow.kernel.public import Actor, clock


def is_principal(actor: Actor) -> bool:
    """Tell whether the actor is the party itself: the own account, a head or a guardian."""
    return actor.kind == "person" and (not actor.mandate or is_full(actor.mandate_kind))


def require_principal(actor: Actor) -> None:
    """Raise MandateNotYours unless the actor is the party itself."""
    if not is_principal(actor):
        raise MandateNotYours


def given_by(actor: Actor) -> QuerySet[Mandate]:
    """Return the mandates the actor's party gave, for the party itself only."""
    if not is_principal(actor):
        return Mandate.objects.none()
    if actor.organisation_id is not None:
        return Mandate.objects.filter(organisation_id=actor.organisation_id)
    return Mandate.objects.filter(person_id=actor.person_id)


def held_by(human: Person) -> QuerySet[Mandate]:
    """Return the mandates a person holds, and those offered to the person's proved number."""
    held = Q(agent=human)
    if human.level >= Level.REAL_NAME:
        held |= Q(status=Status.OFFERED, agent_key=bytes(human.resident_id_hash))
    return Mandate.objects.filter(held)


def in_force(human_id: int) -> QuerySet[Mandate]:
    """Return the mandates a person may act under today."""
    today = clock.today()
    return Mandate.objects.filter(
        agent_id=human_id, status=Status.ACTIVE, valid_from__lte=today, valid_until__gte=today
    )


def human_of(actor: Actor, *, level: int) -> Person:
    """Return the human behind a citizen's account, at least at `level`. Raises NotSignedIn, LevelTooLow."""
    account = Account.objects.select_related("person").filter(pk=actor.account_id, post=None).first()
    if account is None or account.person is None:
        raise NotSignedIn
    if account.person.level < level:
        raise LevelTooLow(needed=level, level=account.person.level)
    return account.person
