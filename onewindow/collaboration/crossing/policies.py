"""Which halls and bodies see what crosses borders: decided here only."""

from django.db.models import QuerySet

from onewindow.collaboration import policies
from onewindow.collaboration.errors import NotYourReception
from onewindow.collaboration.models import Reception
from onewindow.kernel.public import Actor

ROLES = ("window", *policies.REVIEWERS)


def is_clerk(by: Actor) -> bool:
    """Tell whether the actor sits at a counter."""
    return by.kind == "official" and by.has_role("window") and by.agency.isdecimal()


def received(by: Actor, one: Reception) -> bool:
    """Tell whether the actor's counter received it."""
    return is_clerk(by) and by.agency == str(one.hall_id)


def awaits(by: Actor, one: Reception) -> bool:
    """Tell whether the actor's body decides on it at home."""
    at_home = by.kind == "official" and by.has_role(*ROLES) and by.agency == str(one.home_id)
    return at_home and bool(by.region_prefix)


def require(allowed: bool) -> None:
    """Raise NotYourReception unless allowed."""
    if not allowed:
        raise NotYourReception


def receptions(by: Actor, *, home: bool) -> QuerySet[Reception]:
    """Return what the actor's counter received, or (`home`) what was received elsewhere for its body."""
    if by.kind != "official" or not by.has_role(*ROLES) or not by.agency.isdecimal():
        return Reception.objects.none()
    return Reception.objects.filter(home=by.agency) if home else Reception.objects.filter(hall=by.agency)
