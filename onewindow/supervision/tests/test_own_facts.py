"""Facts that were missing once: who held which post, what was made public; each fires only where it must."""

from typing import Any

import pytest
from django.apps import apps

from onewindow.cases import public as cases
from onewindow.kernel.public import Actor, clock, outbox
from onewindow.supervision.services.watching import check_due, watch_cases
from onewindow.supervision.tests.factories import People, at, signals

CaseEvent: Any = apps.get_model("cases", "CaseEvent")
Holding: Any = apps.get_model("identity", "Holding")


def granted(people: People) -> None:
    cases.decide_case(
        by=people.officer, number=people.number, outcome=cases.Outcome.GRANTED, opinion="符合条件。"
    )


def rule(code: str) -> list[tuple[str, str, str]]:
    return [one for one in signals() if one[0] == code]


def test_acts_of_those_who_held_the_post_are_in_order(people: People) -> None:
    cases.accept_case(by=people.officer, number=people.number)
    with clock.at(at(1)):
        granted(people)
        outbox.drain()
    assert rule("P02") == []


@pytest.mark.parametrize("name", ["elsewhere", "applicant"])
def test_an_act_past_the_policies_is_found(people: People, name: str) -> None:
    """The verbs refuse it; what came another way, by an import or by hand, is found all the same."""
    _accepted_by(people, getattr(people, name))
    watch_cases(numbers=[people.number])
    assert rule("P02") == ([("P02", "red", "2026-03-02")] if name == "elsewhere" else [])


def test_a_post_that_had_ended_gives_no_authority(people: People) -> None:
    Holding.objects.filter(account_id=people.officer.account_id).update(
        starts_on="2026-01-05", ends_on="2026-03-01"
    )
    _accepted_by(people, people.officer)
    watch_cases(numbers=[people.number])
    assert rule("P02") == [("P02", "red", "2026-03-02")]


def _accepted_by(people: People, by: Actor) -> None:
    case = cases.Case.objects.get(number=people.number)
    CaseEvent.objects.create(
        case=case, at=clock.now(), kind="accepted", title="受理", who="某局", city=case.city, actor=by.label
    )


def test_a_grant_that_is_made_public_in_time_is_in_order(people: People) -> None:
    with clock.at(at(1)):
        granted(people)
        outbox.drain()
    with clock.at(at(30)):
        check_due()
    assert rule("I02") == []


def test_a_grant_the_public_never_saw_is_found(people: People) -> None:
    with clock.at(at(1)):
        granted(people)
        watch_cases(numbers=[people.number])  # the worker's other deliveries are stuck
    with clock.at(at(30)):
        check_due()
    assert rule("I02") == [("I02", "yellow", "2026-03-13")]
