"""Reads of appointments."""

from datetime import date, timedelta

from onewindow.halls.errors import UnknownAppointment
from onewindow.halls.models import Appointment
from onewindow.halls.rules import no_shows
from onewindow.halls.states import AppointmentState
from onewindow.kernel.public import Actor, clock

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


def barred_until(account_id: int) -> date | None:
    """Return the day an account that missed too often may book again, nothing when it may now."""
    rule, today = no_shows(), clock.today()
    missed = Appointment.objects.filter(
        account_id=account_id, state=AppointmentState.MISSED, day__gt=today - timedelta(days=rule.within_days)
    )
    days = list(missed.order_by("-day", "-id").values_list("day", flat=True)[: rule.most])
    until = days[0] + timedelta(days=rule.barred_days) if len(days) == rule.most else today
    return until if until > today else None
