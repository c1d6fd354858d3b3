"""Booking a place, giving it back, arriving with it."""

from datetime import date, time, timedelta

import pytest

from onewindow.halls.errors import (
    AlreadyBooked,
    AppointmentEnded,
    LineClosed,
    MissedTooOften,
    NotOfTheHall,
    NotToday,
    NotYourAppointment,
    SlotClosed,
    SlotFull,
    TooLate,
    UnknownAppointment,
)
from onewindow.halls.events import AppointmentBooked, AppointmentCancelled
from onewindow.halls.models import Appointment, Slot
from onewindow.halls.queries import halls as reads
from onewindow.halls.queries import tickets as numbers
from onewindow.halls.services.appointments import (
    book,
    cancel_appointment,
    check_in,
    miss_past_appointments,
)
from onewindow.halls.services.tickets import take_number
from onewindow.halls.tests.factories import MONDAY, Place
from onewindow.kernel.public import Actor, clock, outbox

TUESDAY = date(2026, 3, 3)


def booked(place: Place, by: Actor | None = None, start: time = time(9), day: date = TUESDAY) -> Appointment:
    return book(by=by or place.citizen, line_id=place.joint.pk, day=day, start=start, item_name="护士注册")


def test_takes_a_place_and_masks_the_name(place: Place) -> None:
    made = booked(place)
    assert (made.state, made.name, made.city, len(made.code)) == ("booked", "韦*兰", "4501", 6)
    assert Slot.objects.get().taken == 1
    left = {one.start: one.left for one in reads.places(place.joint, place.hall, TUESDAY)}
    assert (left[time(9)], left[time(9, 30)], time(12) in left) == (0, 1, False)
    told = outbox.last(AppointmentBooked)
    assert told is not None
    assert (told.day, told.start) == ("2026-03-03", "09:00")


def test_a_full_slot_a_second_place_and_a_closed_time_are_refused(place: Place) -> None:
    booked(place)
    with pytest.raises(AlreadyBooked):
        booked(place, start=time(10))
    with pytest.raises(SlotFull):
        booked(place, by=place.neighbour)
    for day, start in (
        (TUESDAY, time(12)),
        (TUESDAY, time(9, 10)),
        (date(2026, 3, 7), time(9)),
        (date(2026, 3, 2), time(9, 30)),
        (date(2026, 3, 1), time(9)),
        (date(2026, 3, 10), time(9)),
    ):
        with pytest.raises(SlotClosed):
            booked(place, by=place.neighbour, day=day, start=start)
    with pytest.raises(LineClosed):
        book(by=place.neighbour, line_id=place.topic.pk, day=TUESDAY, start=time(9))
    assert Slot.objects.get().taken == 1


def test_a_cancelled_place_is_free_again(place: Place) -> None:
    made = booked(place)
    with pytest.raises(NotYourAppointment):
        cancel_appointment(by=place.neighbour, appointment_id=made.pk)
    assert cancel_appointment(by=place.citizen, appointment_id=made.pk).state == "cancelled"
    assert outbox.last(AppointmentCancelled) is not None
    with pytest.raises(AppointmentEnded):
        cancel_appointment(by=place.citizen, appointment_id=made.pk)
    with pytest.raises(UnknownAppointment):
        cancel_appointment(by=place.citizen, appointment_id=0)
    assert booked(place, by=place.neighbour).pk != made.pk


def test_it_is_too_late_once_the_slot_begins(place: Place) -> None:
    made = booked(place)
    with clock.at(MONDAY + timedelta(hours=23)), pytest.raises(TooLate):
        cancel_appointment(by=place.citizen, appointment_id=made.pk)
    made.refresh_from_db()
    assert made.state == "booked"


@pytest.mark.parametrize(("minutes", "ahead"), [(-29, 1), (0, 1), (30, 1), (31, 3)])
def test_on_time_it_goes_before_the_others(place: Place, minutes: int, ahead: int) -> None:
    made = booked(place)
    with clock.at(MONDAY + timedelta(hours=23, minutes=minutes)):
        walked_in = take_number(by=place.clerk, line_id=place.joint.pk)
        ticket = check_in(by=place.clerk, hall_id=place.hall.pk, code=f" {made.code} ")
        assert (ticket.ahead, numbers.before(ticket)) == (ahead, 0 if ahead == 1 else 1)
        assert walked_in.number == "A001"
        with pytest.raises(AppointmentEnded, match="已到场"):
            check_in(by=place.clerk, hall_id=place.hall.pk, code=made.code)
    made.refresh_from_db()
    assert (made.state, made.ticket_id) == ("arrived", ticket.pk)


def test_only_on_its_day_and_at_its_hall(place: Place) -> None:
    made = booked(place)
    with pytest.raises(NotToday, match="2026-03-03"):
        check_in(by=place.clerk, hall_id=place.hall.pk, code=made.code)
    with pytest.raises(NotOfTheHall):
        check_in(by=place.citizen, hall_id=place.hall.pk, code=made.code)
    with pytest.raises(UnknownAppointment):
        check_in(by=place.clerk, hall_id=place.hall.pk, code="nothing")


def test_who_did_not_come_three_times_waits_thirty_days(place: Place) -> None:
    for weeks in range(3):
        with clock.at(MONDAY + timedelta(days=7 * weeks)):
            booked(place, day=TUESDAY + timedelta(days=7 * weeks))
    with clock.at(MONDAY + timedelta(days=21)):
        assert miss_past_appointments() == 3
        with pytest.raises(MissedTooOften) as refusal:
            booked(place, day=date(2026, 3, 24))
        assert "2026-04-16 起可以再预约" in refusal.value.message
        assert booked(place, by=place.neighbour, day=date(2026, 3, 24)).state == "booked"
    with clock.at(MONDAY + timedelta(days=45)):
        assert booked(place, day=date(2026, 4, 17)).state == "booked"


def test_the_night_marks_who_did_not_come(place: Place) -> None:
    made = booked(place)
    assert miss_past_appointments() == 0
    with clock.at(MONDAY + timedelta(days=2)):
        assert (miss_past_appointments(), miss_past_appointments()) == (1, 0)
    made.refresh_from_db()
    assert made.state == "missed"
