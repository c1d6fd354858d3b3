"""Reads of appointments."""

from onewindow.halls.errors import UnknownAppointment
from onewindow.halls.models import Appointment
from onewindow.kernel.public import Actor

SHOWN = 50


def mine(by: Actor) -> list[Appointment]:
    """Return the actor's own appointments, the latest day first, in one statement."""
    if by.account_id is None:
        return []
    rows = Appointment.objects.select_related("hall", "line", "ticket").filter(account_id=by.account_id)
    return list(rows.order_by("-day", "-pk")[:SHOWN])


def appointment(appointment_id: int) -> Appointment:
    """Return an appointment; raise UnknownAppointment."""
    found = Appointment.objects.select_related("hall", "line").filter(pk=appointment_id).first()
    if found is None:
        raise UnknownAppointment
    return found
