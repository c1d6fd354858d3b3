"""Granted permits are made public by the worker, once, without a person's full name; nothing else is."""

import pytest
from django.test import Client

from onewindow.cases import public as cases
from onewindow.cases.models import Disclosure
from onewindow.cases.services.disclose import disclose_decisions
from onewindow.cases.tests.flow.conftest import People
from onewindow.kernel.public import outbox

pytestmark = pytest.mark.django_db


def decide(people: People, outcome: cases.Outcome) -> None:
    cases.decide_case(
        by=people.officer,
        number=people.number,
        outcome=outcome,
        opinion="已核对。",
        legal_basis="护士条例第八条",
    )


def test_a_grant_is_public_once_the_worker_heard_of_it(people: People, client: Client) -> None:
    assert "这里还没有准予的许可" in client.get("/decisions/").content.decode()
    decide(people, cases.Outcome.GRANTED)
    outbox.drain()
    made = Disclosure.objects.select_related("case").get()
    assert (made.case.number, made.holder, str(made.decided_on)) == (people.number, "覃*远", "2026-03-02")
    assert disclose_decisions(numbers=[people.number]) == 0
    shown = client.get(f"/decisions/?city={made.city}&item={made.item_code}").content.decode()
    assert "覃*远" in shown and "覃志远" not in shown and people.number not in shown
    assert "护士执业注册" in shown
    assert "覃*远" not in client.get("/decisions/?city=4501").content.decode()
    assert client.get("/decisions/?after=nonsense&city=%00").status_code == 200


def test_what_was_not_granted_is_not_public(people: People) -> None:
    assert disclose_decisions(numbers=[people.number]) == 0
    decide(people, cases.Outcome.REFUSED)
    cases.release_filing(by=people.chief, number=people.number)
    outbox.drain()
    assert not Disclosure.objects.exists()
