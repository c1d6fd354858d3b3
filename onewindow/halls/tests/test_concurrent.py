"""Many at once: no number twice, nobody called twice, no slot over its places."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta

import pytest
from django.db import connection

from onewindow.halls.errors import NobodyWaits, SlotFull
from onewindow.halls.models import HallDay, Slot, Ticket
from onewindow.halls.services.appointments import book
from onewindow.halls.services.counters import sit_down
from onewindow.halls.services.tickets import call_next, finish_ticket, take_number
from onewindow.halls.tests.factories import plant_hall
from onewindow.identity.public import actor_for
from onewindow.identity.tests.factories import person_account
from onewindow.kernel.public import clock, workdays

pytestmark = pytest.mark.django_db(transaction=True)


def together(acts: list[Callable[[], object]]) -> list[object]:
    """Run acts at the same time, each on a connection of its own; return what each gave or raised."""

    def run(act: Callable[[], object]) -> object:
        try:
            return act()
        except (NobodyWaits, SlotFull) as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_numbers_calls_and_places_are_each_given_once() -> None:
    workdays.forget()
    workdays.plant()
    place = plant_hall(capacity=3)
    today = clock.today()
    tomorrow = today + timedelta(days=1)
    HallDay.objects.bulk_create(
        HallDay(hall=place.hall, day=day, sessions=[["00:00", "23:59"]], city="4501")
        for day in (today, tomorrow)
    )
    sit_down(by=place.clerk, counter_id=place.one.pk)
    sit_down(by=place.other, counter_id=place.two.pk)

    def take() -> object:
        return [take_number(by=place.clerk, line_id=place.joint.pk).number for _ in range(6)]

    taken = [number for some in together([take] * 4) for number in some]  # type: ignore[attr-defined]
    assert sorted(taken) == [f"A{n:03d}" for n in range(1, 25)]

    def serve(by: object, counter: int) -> Callable[[], object]:
        def act() -> object:
            called = []
            while len(called) < 30:
                try:
                    ticket = call_next(by=by, counter_id=counter)  # type: ignore[arg-type]
                except NobodyWaits:
                    break
                called.append(ticket.number)
                finish_ticket(by=by, ticket_id=ticket.pk)  # type: ignore[arg-type]
            return called

        return act

    served = together([serve(place.clerk, place.one.pk), serve(place.other, place.two.pk)])
    assert sorted(served[0] + served[1]) == sorted(taken)  # type: ignore[operator]
    assert set(Ticket.objects.values_list("state", flat=True)) == {"served"}

    people = [actor_for(person_account()) for _ in range(6)]
    wanted = [
        lambda by=by: book(by=by, line_id=place.joint.pk, day=tomorrow, start=time(9)).state for by in people
    ]
    assert Counter(together(wanted)) == {"booked": 3, "slot_full": 3}
    assert Slot.objects.get().taken == 3
