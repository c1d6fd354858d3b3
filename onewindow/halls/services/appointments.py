"""Appointments: a place in a slot, never more than there are; given back, kept, or missed."""

import secrets
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from onewindow.halls import policies
from onewindow.halls.errors import (
    AlreadyBooked,
    LineClosed,
    MissedTooOften,
    NotToday,
    SlotClosed,
    SlotFull,
    TooLate,
    UnknownAppointment,
)
from onewindow.halls.events import AppointmentBooked, AppointmentCancelled
from onewindow.halls.models import Appointment, Line, Slot, Ticket
from onewindow.halls.queries.appointments import barred_until
from onewindow.halls.queries.halls import local_now, places
from onewindow.halls.rules import no_shows
from onewindow.halls.services.tickets import issue
from onewindow.halls.states import Ahead, AppointmentState
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, masking, outbox, unit

ON_TIME = timedelta(minutes=30)  # who comes within it of the slot goes before the others
MOST = 5000


def book(
    *, by: Actor, line_id: int, day: date, start: time, item_code: str = "", item_name: str = ""
) -> Appointment:
    """Take a place in a slot. One a day and hall; everyone with an account may (L1).

    Raises NotSignedIn, MissedTooOften, LineClosed, SlotClosed, SlotFull, AlreadyBooked.
    """
    policies.require_account(by)
    until = barred_until(by.account_id or 0)
    if until is not None:
        rule = no_shows()
        raise MissedTooOften(days=rule.within_days, most=rule.most, until=until.isoformat())
    with unit.work():
        line = Line.objects.select_related("hall").filter(pk=line_id, in_use=True, hall__in_use=True).first()
        if line is None or line.capacity == 0:
            raise LineClosed
        if start not in {place.start for place in places(line, line.hall, day)}:
            raise SlotClosed
        if Appointment.objects.filter(
            account_id=by.account_id, hall=line.hall, day=day, state=AppointmentState.BOOKED
        ).exists():
            raise AlreadyBooked
        slot, _ = Slot.objects.get_or_create(
            line=line, day=day, start=start, defaults={"capacity": line.capacity, "city": line.city}
        )
        if not Slot.objects.filter(pk=slot.pk, taken__lt=F("capacity")).update(taken=F("taken") + 1):
            raise SlotFull
        made = Appointment(
            hall=line.hall, line=line, slot=slot, day=day, start=start, account_id=by.account_id or 0,
            name=masking.person_name(by.name)[:60], code=_code(line.hall_id, day),
            item_code=item_code[:40], item_name=item_name[:300],
            made_at=clock.now(), city=line.city,
        )  # fmt: skip
        _insert(made)
        audit.record(by, "halls.appointment_booked", made)
        outbox.publish(
            AppointmentBooked(
                subject=f"appointment:{made.pk}", city=made.city, hall_id=made.hall_id, day=day.isoformat(),
                start=f"{start:%H:%M}", account_id=made.account_id,
            )
        )  # fmt: skip
    return made


def _insert(made: Appointment) -> None:
    """Save an appointment; two at the same moment get different codes, and one person gets one a day."""
    while True:
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as twice:
            if "appointment_code" not in str(twice):
                raise AlreadyBooked from twice
            made.code = _code(made.hall_id, made.day)
        else:
            return


def _code(hall_id: int, day: date) -> str:
    """Return six digits that no other appointment of the hall and day has."""
    known = set(Appointment.objects.filter(hall_id=hall_id, day=day).values_list("code", flat=True))
    while True:
        code = f"{secrets.randbelow(10**6):06d}"
        if code not in known:
            return code


def cancel_appointment(*, by: Actor, appointment_id: int) -> Appointment:
    """Give a place back before its slot begins. Raises UnknownAppointment, NotYourAppointment, TooLate,
    AppointmentEnded.
    """
    with unit.work():
        made = _locked(pk=appointment_id)
        policies.require_own(by, made)
        made.end(AppointmentState.CANCELLED)
        if local_now() >= _begin(made):
            raise TooLate
        made.ended_at = clock.now()
        made.save(update_fields=["state", "ended_at"])
        Slot.objects.filter(pk=made.slot_id).update(taken=F("taken") - 1)
        audit.record(by, "halls.appointment_cancelled", made)
        outbox.publish(
            AppointmentCancelled(
                subject=f"appointment:{made.pk}", city=made.city, hall_id=made.hall_id,
                day=made.day.isoformat(), start=f"{made.start:%H:%M}", account_id=made.account_id,
            )
        )  # fmt: skip
    return made


def check_in(*, by: Actor, hall_id: int, code: str) -> Ticket:
    """Give the number that an appointment stands for, at the hall's machine.

    On time it goes before those without one; later than half an hour after the slot it waits like any other.
    Raises NotOfTheHall, UnknownAppointment, NotToday, AppointmentEnded.
    """
    with unit.work():
        policies.require_staff(by, hall_id)
        now = local_now()
        made = _locked(hall_id=hall_id, code=code.strip()[:8], day__gte=now.date())
        if made.day != now.date():
            raise NotToday(day=made.day.isoformat())
        made.end(AppointmentState.ARRIVED)
        ahead = Ahead.APPOINTED if abs(now - _begin(made)) <= ON_TIME else Ahead.NORMAL
        ticket = issue(by, made.line, ahead, item_code=made.item_code, appointed=True)
        made.ticket, made.ended_at = ticket, clock.now()
        made.save(update_fields=["state", "ticket", "ended_at"])
        audit.record(by, "halls.appointment_kept", made)
    return ticket


def miss_past_appointments() -> int:
    """Mark appointments of days that are over as missed; return how many."""
    count = 0
    rows = Appointment.objects.filter(state=AppointmentState.BOOKED, day__lt=clock.today())
    for pk in list(rows.values_list("pk", flat=True)[:MOST]):
        with unit.work():
            made = rows.select_for_update(of=("self",)).filter(pk=pk).first()
            if made is not None:
                made.end(AppointmentState.MISSED)
                made.ended_at = clock.now()
                made.save(update_fields=["state", "ended_at"])
                audit.record(SYSTEM, "halls.appointment_missed", made)
                count += 1
    return count


def _begin(made: Appointment) -> datetime:
    return datetime.combine(made.day, made.start, local_now().tzinfo)


def _locked(**which: object) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("line", "hall")
    made = rows.filter(**which).order_by("day").first()
    if made is None:
        raise UnknownAppointment
    return made
