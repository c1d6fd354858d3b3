"""A visit without a case is rated by the link on its number: once, on the day, by who holds the number."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from onewindow.feedback import invitations
from onewindow.feedback.errors import RatedAlready, RatingClosed, RatingNotFound, RatingNotOpen
from onewindow.feedback.models import Rater, Rating, Remedy
from onewindow.feedback.services.rating import Said, rate
from onewindow.halls import public as halls
from onewindow.halls.tests.factories import MONDAY, Place, plant_hall
from onewindow.kernel.public import ANONYMOUS, clock, workdays

pytestmark = pytest.mark.django_db
VISIT = {"occasion": "visit", "channel": "3"}


@pytest.fixture
def place(db: None) -> Iterator[Place]:
    """Give a hall with a clerk at a counter, on a Monday morning."""
    workdays.plant()
    with clock.at(MONDAY):
        made = plant_hall()
        halls.sit_down(by=made.clerk, counter_id=made.one.pk)
        yield made
    workdays.forget()


def visited(place: Place, **given: str) -> halls.Ticket:
    """Return a number that was called and served."""
    halls.take_number(by=place.clerk, line_id=place.joint.pk)
    ticket = halls.call_next(by=place.clerk, counter_id=place.one.pk)
    return halls.finish_ticket(by=place.clerk, ticket_id=ticket.pk, **given)


def said(ticket: halls.Ticket, stars: int, code: str = "") -> Rating:
    known = code or invitations.code_for(ticket.token, "visit")
    return rate(
        by=ANONYMOUS, case_number=ticket.token, said=Said(stars, text="排得太久"), code=known, **VISIT
    )


def test_once_about_the_clerk_who_served_and_put_right_when_bad(place: Place) -> None:
    ticket = visited(place)
    rating = said(ticket, 2)
    assert (rating.occasion, rating.handler_id, rating.agency_id, rating.item_name) == (
        "visit", place.clerk.account_id, place.hall.agency_id, f"{place.hall.name}：综合受理",
    )  # fmt: skip
    rater = Rater.objects.get(rating=rating)
    assert (rater.case_number, rater.person_id, rater.organisation_id) == ("", None, None)
    assert Remedy.objects.get(rating=rating).agency_id == place.hall.agency_id
    with pytest.raises(RatedAlready):
        said(ticket, 5)


def test_only_with_its_code_after_the_service_and_on_the_day(place: Place) -> None:
    waiting = halls.take_number(by=place.clerk, line_id=place.joint.pk)
    with pytest.raises(RatingNotOpen):
        said(waiting, 5)
    with pytest.raises(RatingNotFound):
        said(waiting, 5, code="wrong")
    ticket = visited(place)
    with clock.at(MONDAY + timedelta(days=2)), pytest.raises(RatingClosed):
        said(ticket, 5)


def test_the_page_of_the_number_leads_to_the_rating(place: Place, client: Client) -> None:
    ticket = visited(place)
    address = invitations.path_for(ticket.token, "visit")
    assert address in client.get(f"/halls/tickets/{ticket.token}/").content.decode()
    shown = client.get(address).content.decode()
    assert "综合受理" in shown and "申请人" not in shown and "让办理机构知道" not in shown
    answer = client.post(address, {"act": "rate", "stars": "5", "options": ["517"]})
    assert answer.status_code == 302
    assert Rating.objects.values_list("stars", "channel").get() == (5, "3")
