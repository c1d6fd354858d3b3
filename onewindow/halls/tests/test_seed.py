"""The demonstration's day in a hall: something of everything to look at, once a day, at whatever hour."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from onewindow.halls import seed
from onewindow.halls.models import HallDay, Ticket, TicketStep
from onewindow.halls.queries import halls as reads
from onewindow.halls.tests.factories import Place
from onewindow.kernel.public import audit, clock

MOMENTS = {
    "at noon": datetime(2026, 3, 2, 4, 0, tzinfo=UTC),
    "on a Sunday evening": datetime(2026, 3, 8, 12, 0, tzinfo=UTC),
    "just after midnight": datetime(2026, 3, 2, 16, 3, tzinfo=UTC),
}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_a_day_is_under_way(place: Place, moment: datetime) -> None:
    with clock.at(moment):
        assert seed.plant_day() == "演示大厅今天的排队号 10 个"
        rows = list(Ticket.objects.filter(hall=place.hall, day=clock.today()))
        assert len(rows) == 10
        assert reads.hours_of(place.hall, clock.today()).gives_numbers(reads.local_now())
        assert [queue.counters for queue in reads.queues(place.hall, clock.today())] == [2, 1]
    assert Counter(row.state for row in rows) == {
        "waiting": 5, "served": 2, "missed": 1, "serving": 1, "called": 1,
    }  # fmt: skip
    assert all(row.taken_at <= moment for row in rows)
    steps = list(TicketStep.objects.order_by("id").values_list("at", flat=True))
    assert steps == sorted(steps) and steps[-1] <= moment
    assert audit.verify().ok


def test_a_second_time_changes_nothing(place: Place) -> None:
    seed.plant_day()
    assert seed.plant_day() == "演示大厅今天已有排队号"
    assert (Ticket.objects.count(), HallDay.objects.count()) == (10, seed.DAYS)


def test_it_keeps_away_from_people_at_work(place: Place) -> None:
    from onewindow.halls.services.counters import sit_down

    sit_down(by=place.clerk, counter_id=place.one.pk)
    assert seed.plant_day() == "演示大厅有人在岗"
    assert not Ticket.objects.exists()
