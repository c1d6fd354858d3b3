"""Coming to a counter and leaving it."""

import pytest

from onewindow.halls.errors import (
    AlreadySitting,
    CounterBusy,
    CounterTaken,
    NotOfTheHall,
    NotSitting,
    NotTheManager,
    UnknownHall,
)
from onewindow.halls.services.counters import leave_counter, relieve_counter, sit_down
from onewindow.halls.services.tickets import call_next, take_number
from onewindow.halls.tests.factories import Place


def test_one_clerk_one_counter(place: Place) -> None:
    made = sit_down(by=place.clerk, counter_id=place.one.pk)
    assert sit_down(by=place.clerk, counter_id=place.one.pk).pk == made.pk
    with pytest.raises(CounterTaken, match="周海燕"):
        sit_down(by=place.other, counter_id=place.one.pk)
    with pytest.raises(AlreadySitting, match="1 号窗口"):
        sit_down(by=place.clerk, counter_id=place.two.pk)
    assert leave_counter(by=place.clerk, counter_id=place.one.pk).until is not None
    with pytest.raises(NotSitting):
        leave_counter(by=place.clerk, counter_id=place.one.pk)
    assert sit_down(by=place.clerk, counter_id=place.two.pk).pk != made.pk


def test_is_refused_to_who_does_not_work_there(place: Place) -> None:
    for by in (place.stranger, place.citizen):
        with pytest.raises(NotOfTheHall):
            sit_down(by=by, counter_id=place.one.pk)
    with pytest.raises(UnknownHall):
        sit_down(by=place.clerk, counter_id=0)


def test_nobody_leaves_a_person_at_the_counter(place: Place) -> None:
    sit_down(by=place.clerk, counter_id=place.one.pk)
    take_number(by=place.clerk, line_id=place.joint.pk)
    call_next(by=place.clerk, counter_id=place.one.pk)
    with pytest.raises(CounterBusy, match="A001"):
        leave_counter(by=place.clerk, counter_id=place.one.pk)
    with pytest.raises(CounterBusy):
        relieve_counter(by=place.manager, counter_id=place.one.pk)


def test_the_manager_ends_a_forgotten_sitting(place: Place) -> None:
    sit_down(by=place.clerk, counter_id=place.one.pk)
    with pytest.raises(NotTheManager):
        relieve_counter(by=place.other, counter_id=place.one.pk)
    relieve_counter(by=place.manager, counter_id=place.one.pk)
    with pytest.raises(NotSitting):
        relieve_counter(by=place.manager, counter_id=place.one.pk)
