"""Taking a number."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from onewindow.halls.errors import HallClosed, LineClosed, NotOfTheHall, TicketMoved, UnknownTicket
from onewindow.halls.events import TicketTaken
from onewindow.halls.models import Line, Ticket
from onewindow.halls.queries import tickets as reads
from onewindow.halls.queries.halls import places
from onewindow.halls.services.tickets import give_up, lapse_yesterday, take_number
from onewindow.halls.tests.factories import MONDAY, Place
from onewindow.kernel.public import ANONYMOUS, SYSTEM, clock, outbox


def test_gives_the_next_number_of_the_line(place: Place) -> None:
    numbers = [take_number(by=place.clerk, line_id=place.joint.pk).number for _ in range(2)]
    assert numbers == ["A001", "A002"]
    other = take_number(by=place.clerk, line_id=place.topic.pk)
    assert (other.number, other.state, other.day, other.city) == ("B001", "waiting", date(2026, 3, 2), "4501")
    assert [step.kind for step in other.steps.all()] == ["take"]
    told = outbox.last(TicketTaken)
    assert told is not None
    assert (told.number, told.appointed, told.city) == ("B001", False, "4501")


def test_begins_anew_every_day(place: Place) -> None:
    take_number(by=place.clerk, line_id=place.joint.pk)
    with clock.at(MONDAY + timedelta(days=1)):
        assert take_number(by=place.clerk, line_id=place.joint.pk).number == "A001"


def test_is_refused_to_strangers(place: Place) -> None:
    for by in (place.stranger, place.citizen, ANONYMOUS):
        with pytest.raises(NotOfTheHall):
            take_number(by=by, line_id=place.joint.pk)


@pytest.mark.parametrize(("hours", "opens"), [(-2, "3月2日09:00"), (7, "3月3日09:00"), (-24, "3月2日09:00")])
def test_is_refused_outside_the_hours(place: Place, hours: int, opens: str) -> None:
    with clock.at(MONDAY + timedelta(hours=hours)), pytest.raises(HallClosed) as refused:
        take_number(by=place.clerk, line_id=place.joint.pk)
    assert f"下次开门：{opens}" in refused.value.message
    assert not Ticket.objects.exists()


def test_holidays_and_the_working_days_they_are_moved_to_count(place: Place) -> None:
    """国务院办公厅关于2026年部分节假日安排的通知: 10 October is worked for the days off before."""
    with clock.at(datetime(2026, 10, 10, 2, tzinfo=UTC)):  # a Saturday
        assert take_number(by=place.clerk, line_id=place.joint.pk).number == "A001"
    with clock.at(datetime(2026, 10, 6, 2, tzinfo=UTC)), pytest.raises(HallClosed) as refused:  # a Tuesday
        take_number(by=place.clerk, line_id=place.joint.pk)
    assert "下次开门：10月8日09:00" in refused.value.message
    with clock.at(datetime(2026, 10, 6, 2, tzinfo=UTC)):
        assert places(place.joint, place.hall, date(2026, 10, 7)) == []
        assert places(place.joint, place.hall, date(2026, 10, 10)) != []


def test_is_refused_for_a_line_out_of_use(place: Place) -> None:
    Line.objects.filter(pk=place.topic.pk).update(in_use=False)
    for line in (place.topic.pk, 0):
        with pytest.raises(LineClosed):
            take_number(by=place.clerk, line_id=line)


def test_costs_seven_statements(place: Place, django_assert_num_queries: Any) -> None:
    take_number(by=place.clerk, line_id=place.joint.pk)
    with django_assert_num_queries(
        9
    ):  # seven, and the savepoint the test's own transaction makes of the unit
        take_number(by=place.clerk, line_id=place.joint.pk)


def test_priority_goes_first_and_the_rest_keep_their_order(place: Place) -> None:
    first = take_number(by=place.clerk, line_id=place.joint.pk)
    second = take_number(by=place.clerk, line_id=place.joint.pk)
    old = take_number(by=place.clerk, line_id=place.joint.pk, priority=True)
    assert [reads.before(one) for one in (old, first, second)] == [0, 1, 2]


def test_the_holder_of_the_token_gives_it_back_once(place: Place) -> None:
    made = take_number(by=place.clerk, line_id=place.joint.pk)
    assert give_up(by=ANONYMOUS, token=made.token).state == "left"
    with pytest.raises(TicketMoved, match="A001 号现在是“已放弃”"):
        give_up(by=ANONYMOUS, token=made.token)
    with pytest.raises(UnknownTicket):
        give_up(by=SYSTEM, token="none")


def test_the_night_ends_what_waited(place: Place) -> None:
    made = take_number(by=place.clerk, line_id=place.joint.pk)
    assert lapse_yesterday() == 0
    with clock.at(MONDAY + timedelta(days=1)):
        assert (lapse_yesterday(), lapse_yesterday()) == (1, 0)
    made.refresh_from_db()
    assert made.state == "lapsed"
