"""Who declares a name, who looks at doubtful ones: decided here only."""

from django.db.models import Q, QuerySet

from onewindow.collaboration import policies
from onewindow.collaboration.errors import NotTheRegistrar, NotYourName
from onewindow.collaboration.models import NameClaim
from onewindow.kernel.public import Actor


def may_claim(by: Actor) -> bool:
    """Tell whether the actor is a citizen or acts for a firm in everything."""
    return by.kind == "person" and bool(by.person_id or by.organisation_id) and by.items is None


def require_claimant(by: Actor) -> None:
    """Raise NotYourName unless the actor may declare a name."""
    if not may_claim(by):
        raise NotYourName


def names_of(by: Actor) -> QuerySet[NameClaim]:
    """Return the names the actor declared: the firm's where the actor acts for one, else the own."""
    if not may_claim(by):
        return NameClaim.objects.none()
    mine = Q(organisation=by.organisation_id) if by.organisation_id else Q(person=by.person_id)
    return NameClaim.objects.filter(mine)


def to_review(by: Actor) -> QuerySet[NameClaim]:
    """Return the doubtful names of the actor's registrar."""
    if not policies.reviews_for(by, int(by.agency or 0), by.region_prefix):
        return NameClaim.objects.none()
    return NameClaim.objects.filter(agency=by.agency, state="review")


def require_registrar(by: Actor, one: NameClaim) -> None:
    """Raise NotTheRegistrar unless the actor decides for the registrar, and not about an own name."""
    own = by.person_id is not None and by.person_id == one.person_id
    if own or not (
        policies.reviews_for(by, one.agency_id, one.region_code) and by.has_role("approve", "chief")
    ):
        raise NotTheRegistrar
