"""Bad ratings and concerns come with their limits: late ones make cards, kept ones and appeals do not."""

from typing import Any

import pytest

from onewindow.cases import public as cases
from onewindow.feedback import public as feedback
from onewindow.feedback.tests import factories as feedback_factories
from onewindow.kernel.public import clock, outbox
from onewindow.supervision.models import Dossier
from onewindow.supervision.services.watching import check_due
from onewindow.supervision.tests.factories import People, at, signals


@pytest.fixture
def remedy(people: People) -> Any:
    """A bad rating of a case the officer decided."""
    cases.decide_case(
        by=people.officer, number=people.number, outcome=cases.Outcome.GRANTED, opinion="材料齐全，准予。"
    )
    made = feedback.rate(
        by=people.applicant, case_number=people.number, occasion="result", said=feedback.Said(1), channel="1"
    )
    outbox.drain()
    return feedback.Remedy.objects.get(rating=made)


def test_a_bad_rating_left_alone_makes_cards(people: People, remedy: Any) -> None:
    assert Dossier.objects.get(kind="rating").subject == str(remedy.pk)
    with clock.at(at(8)):
        check_due()
    assert signals(kind="rating") == [("S01", "yellow", "2026-03-04"), ("S01", "yellow", "2026-03-10")]


def test_one_put_right_in_time_makes_none(people: People, remedy: Any) -> None:
    with clock.at(at(1)):
        feedback_factories.put_right(people.chief, remedy)
        outbox.drain()
    with clock.at(at(60)):
        check_due()
    assert signals(kind="rating") == []


def test_an_appeal_stops_the_clock(people: People, remedy: Any) -> None:
    feedback_factories.appealed(people.chief, remedy)
    outbox.drain()
    with clock.at(at(60)):
        check_due()
    assert signals(kind="rating") == []


def test_a_concern_answered_late_makes_a_card(people: People) -> None:
    told = feedback.Told("consult", "护士延续要多久", "想问护士执业注册延续要几天。")
    for days, expected in ((1, []), (5, [("S02", "yellow", "2026-03-06")])):
        concern = feedback.raise_concern(by=people.applicant, told=told)
        task = feedback_factories.given_to(people.first, concern, int(people.chief.agency))
        outbox.drain()
        one = Dossier.objects.get(kind="complaint", subject=str(task.pk))
        assert (one.item_name, one.person) == ("咨询", "")
        with clock.at(at(days)):
            feedback_factories.answered(people.chief, task)
            outbox.drain()
            check_due()
        assert signals(kind="complaint") == expected
