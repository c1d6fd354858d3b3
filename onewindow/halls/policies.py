"""Who may: work at the counters of a hall, manage it, keep an appointment."""

from django.db.models import QuerySet

from onewindow.halls.errors import NotOfTheHall, NotTheManager, NotYourAppointment
from onewindow.halls.models import Appointment, Hall, Staff
from onewindow.identity.public import NotSignedIn
from onewindow.kernel.public import Actor, NotAllowed


def halls_of(by: Actor) -> QuerySet[Hall]:
    """Return the halls whose staff the actor belongs to."""
    if by.kind != "official" or by.account_id is None:
        return Hall.objects.none()
    return Hall.objects.filter(in_use=True, staff__account_id=by.account_id)


def require_official(by: Actor) -> None:
    """Raise NotOfTheHall unless the actor is an official, whom alone a hall may name; no SQL."""
    if by.kind != "official" or by.account_id is None:
        raise NotOfTheHall


def require_opener(by: Actor) -> None:
    """Raise NotAllowed unless the actor keeps the catalogue of the whole region."""
    if by.kind != "system" and not (by.has_role("catalogue") and by.region_prefix == "45"):
        raise NotAllowed


def require_account(by: Actor) -> None:
    """Raise NotSignedIn unless the actor has an account."""
    if by.account_id is None:
        raise NotSignedIn


def is_manager(by: Actor, hall_id: int) -> bool:
    """Tell whether the actor manages the hall."""
    if by.kind == "system":
        return True
    mine = Staff.objects.filter(hall_id=hall_id, account_id=by.account_id, manager=True)
    return by.kind == "official" and mine.exists()


def require_staff(by: Actor, hall_id: int) -> None:
    """Raise NotOfTheHall unless the actor works in the hall."""
    if by.kind == "system":
        return
    mine = Staff.objects.filter(hall_id=hall_id, account_id=by.account_id)
    if by.kind != "official" or not mine.exists():
        raise NotOfTheHall


def require_manager(by: Actor, hall_id: int) -> None:
    """Raise NotTheManager unless the actor manages the hall."""
    if not is_manager(by, hall_id):
        raise NotTheManager


def require_own(by: Actor, appointment: Appointment) -> None:
    """Raise NotSignedIn, or NotYourAppointment unless the actor made it."""
    require_account(by)
    if by.account_id != appointment.account_id:
        raise NotYourAppointment
