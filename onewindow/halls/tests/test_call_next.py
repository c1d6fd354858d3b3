"""Calling and serving numbers at a counter."""

from datetime import timedelta

import pytest

from onewindow.halls.errors import (
    CounterBusy,
    LineClosed,
    NobodyWaits,
    NotOfTheHall,
    NotSitting,
    TicketMoved,
    UnknownTicket,
)
from onewindow.halls.events import TicketCalled, TicketEnded
from onewindow.halls.models import Ticket
from onewindow.halls.services import tickets
from onewindow.halls.services.counters import sit_down
from onewindow.halls.tests.factories import MONDAY, Place
from onewindow.kernel.public import clock, outbox


def take(place: Place, count: int = 1, **given: bool) -> list[Ticket]:
    return [tickets.take_number(by=place.clerk, line_id=place.joint.pk, **given) for _ in range(count)]


def seated(place: Place) -> None:
    sit_down(by=place.clerk, counter_id=place.one.pk)


def call(place: Place) -> Ticket:
    return tickets.call_next(by=place.clerk, counter_id=place.one.pk)


def test_calls_in_order_and_tells_how_long_one_waited(place: Place) -> None:
    seated(place)
    take(place, 2)
    with clock.at(MONDAY + timedelta(minutes=5)):
        made = call(place)
    assert (made.number, made.state, made.calls, made.counter_id) == ("A001", "called", 1, place.one.pk)
    told = outbox.last(TicketCalled)
    assert told is not None
    assert (told.number, told.counter, told.waited_seconds) == ("A001", "1", 300)


def test_a_counter_serves_all_its_lines_the_earlier_number_first(place: Place) -> None:
    seated(place)
    with clock.at(MONDAY + timedelta(minutes=1)):
        take(place)
    tickets.take_number(by=place.clerk, line_id=place.topic.pk)
    assert call(place).number == "B001"


def test_is_refused_to_who_does_not_sit_there(place: Place) -> None:
    take(place)
    for by in (place.clerk, place.manager):
        with pytest.raises(NotSitting):
            tickets.call_next(by=by, counter_id=place.one.pk)
    with pytest.raises(NotOfTheHall):
        tickets.call_next(by=place.citizen, counter_id=place.one.pk)


def test_is_refused_while_a_number_is_at_the_counter_and_when_nobody_waits(place: Place) -> None:
    seated(place)
    with pytest.raises(NobodyWaits):
        call(place)
    take(place, 2)
    call(place)
    with pytest.raises(CounterBusy, match="A001"):
        call(place)


def test_from_the_call_to_the_end(place: Place) -> None:
    seated(place)
    take(place)
    made = call(place)
    assert tickets.call_again(by=place.clerk, ticket_id=made.pk).calls == 2
    assert tickets.begin_serving(by=place.clerk, ticket_id=made.pk).state == "serving"
    with pytest.raises(TicketMoved):
        tickets.call_again(by=place.clerk, ticket_id=made.pk)
    with clock.at(MONDAY + timedelta(minutes=7)):
        done = tickets.finish_ticket(by=place.clerk, ticket_id=made.pk, case_number=" 4500-1 ")
    assert (done.state, done.case_number) == ("served", "4500-1")
    told = outbox.last(TicketEnded)
    assert told is not None
    assert (told.state, told.served_seconds) == ("served", 420)
    with pytest.raises(TicketMoved):
        tickets.finish_ticket(by=place.clerk, ticket_id=made.pk)
    kinds = ["take", "call", "call_again", "begin", "finish"]
    assert [step.kind for step in done.steps.all()] == kinds


def test_a_missed_number_may_be_called_again_the_same_day(place: Place) -> None:
    seated(place)
    take(place, 2)
    missed = call(place)
    assert tickets.skip_ticket(by=place.clerk, ticket_id=missed.pk).state == "missed"
    again = tickets.call_number(by=place.clerk, counter_id=place.one.pk, ticket_id=missed.pk)
    assert (again.number, again.state, again.calls) == ("A001", "called", 2)
    tickets.finish_ticket(by=place.clerk, ticket_id=again.pk)
    with pytest.raises(TicketMoved):
        tickets.call_number(by=place.clerk, counter_id=place.one.pk, ticket_id=again.pk)


def test_only_lines_of_the_counter_may_be_called(place: Place) -> None:
    sit_down(by=place.other, counter_id=place.two.pk)
    topic = tickets.take_number(by=place.clerk, line_id=place.topic.pk)
    for ticket_id in (topic.pk, 0):
        with pytest.raises(UnknownTicket):
            tickets.call_number(by=place.other, counter_id=place.two.pk, ticket_id=ticket_id)


def test_a_transferred_person_goes_before_all_who_wait(place: Place) -> None:
    seated(place)
    sit_down(by=place.other, counter_id=place.two.pk)
    topic = tickets.take_number(by=place.clerk, line_id=place.topic.pk)
    take(place, 1, priority=True)
    tickets.call_number(by=place.clerk, counter_id=place.one.pk, ticket_id=topic.pk)
    with pytest.raises(LineClosed):
        tickets.transfer_ticket(by=place.clerk, ticket_id=topic.pk, line_id=0)
    with pytest.raises(NotSitting):
        tickets.transfer_ticket(by=place.other, ticket_id=topic.pk, line_id=place.joint.pk)
    moved = tickets.transfer_ticket(by=place.clerk, ticket_id=topic.pk, line_id=place.joint.pk, note="要综窗")
    assert (moved.number, moved.state, moved.counter_id) == ("B001", "waiting", None)
    with pytest.raises(TicketMoved):
        tickets.transfer_ticket(by=place.clerk, ticket_id=topic.pk, line_id=place.joint.pk)
    assert tickets.call_next(by=place.other, counter_id=place.two.pk).number == "B001"
