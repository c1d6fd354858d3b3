"""Granted permits are made public by the worker, once, without a person's full name; nothing else is."""

import pytest
from django.test import Client

from onewindow.cases import public as cases
from onewindow.cases.models import Disclosure, NonDisclosure
from onewindow.cases.services.disclose import disclose_decisions, withhold_disclosure
from onewindow.cases.tests.flow.conftest import People
from onewindow.identity.public import Account
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


WHY = {"ground": "trade_secret", "reason": "准予范围里有配方。"}


def test_what_is_withheld_before_the_decision_is_never_public(people: People, client: Client) -> None:
    withhold_disclosure(by=people.officer, number=people.number, **WHY)
    decide(people, cases.Outcome.GRANTED)
    outbox.drain()
    assert not Disclosure.objects.exists()
    assert "这里还没有准予的许可" in client.get("/decisions/").content.decode()
    last = cases.Case.objects.get(number=people.number).events.get(kind="undisclosed")
    assert (last.title, last.detail) == ("结果不予公开", "涉及商业秘密：准予范围里有配方。")


def test_what_is_public_is_taken_down(people: People, client: Client) -> None:
    decide(people, cases.Outcome.GRANTED)
    outbox.drain()
    assert "覃*远" in client.get("/decisions/").content.decode()
    withhold_disclosure(by=people.officer, number=people.number, **WHY)
    assert "覃*远" not in client.get("/decisions/").content.decode()


def test_only_who_may_decide_withholds_once_with_ground_and_reason(people: People) -> None:
    for other in people.outsiders:
        with pytest.raises(cases.CaseNotYours):
            withhold_disclosure(by=other, number=people.number, **WHY)
    for wrong, field in (({"ground": "whim"}, "ground"), ({"reason": " "}, "reason")):
        with pytest.raises(cases.FlowInvalid) as refusal:
            withhold_disclosure(by=people.officer, number=people.number, **WHY | wrong)
        assert set(refusal.value.errors) == {field}
    withhold_disclosure(by=people.officer, number=people.number, **WHY)
    with pytest.raises(cases.FlowInvalid):
        withhold_disclosure(by=people.officer, number=people.number, **WHY)


def test_the_page_of_the_case_offers_it_to_who_may(people: People, client: Client) -> None:
    client.force_login(Account.objects.get(username="menglihua"))
    address = f"/desk/cases/{people.number}/"
    assert "不予公开" in client.get(address).content.decode()
    told = {"undisclose-ground": "privacy", "undisclose-reason": "涉及病历。"}
    assert client.post(f"{address}undisclose/", told).status_code == 302
    assert NonDisclosure.objects.get().ground == "privacy"
    assert "undisclose-ground" not in client.get(address).content.decode()
