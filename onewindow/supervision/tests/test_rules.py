"""Rules as data: drafted, tried on history without raising, released by another from its day."""

from datetime import date

import pytest

from onewindow.kernel.public import clock, outbox
from onewindow.supervision.errors import NotSupervisor, RuleInvalid, SameHand
from onewindow.supervision.models import Rule, Signal, Trial
from onewindow.supervision.services.ruling import ask_trial, draft_rule, drop_rule, plant_rules, release_rule
from onewindow.supervision.services.watching import check_due
from onewindow.supervision.tests.factories import People, at, signals

SINCE = date(2026, 3, 6)


def drafted(people: People, days: int = 3) -> Rule:
    return draft_rule(
        by=people.first, code="T02", level="yellow", numbers={"days": days}, since=SINCE, source="试行办法"
    )


def test_a_trial_reads_history_and_raises_nothing(people: People) -> None:
    drafted(people)
    trial = ask_trial(by=people.first, code="T02", first=date(2026, 3, 1), last=date(2026, 3, 31))
    with clock.at(at(4)):
        outbox.drain()
    done = Trial.objects.get(pk=trial.pk)
    assert (done.read, done.found, done.found_before, done.by_city) == (1, 1, 0, {"4500": 1})
    assert done.examples[0][:2] == [people.number, "2026-03-02"]
    assert Signal.objects.count() == 0


def test_released_by_another_it_judges_from_its_day(people: People) -> None:
    drafted(people)
    with pytest.raises(SameHand):
        release_rule(by=people.first, code="T02")
    release_rule(by=people.second, code="T02")
    with clock.at(at(8)):
        check_due()
    assert signals(rule="T02") == [("T02", "yellow", "2026-03-06")]
    rows = Rule.objects.filter(code="T02").order_by("number").values_list("number", "since", "until")
    assert list(rows) == [(1, date(2015, 1, 1), SINCE), (2, SINCE, None)]


def test_faults_are_told_at_their_field(people: People) -> None:
    with pytest.raises(RuleInvalid) as told:
        draft_rule(by=people.first, code="T02", level="x", numbers={"days": 0}, since=None, source="")
    assert set(told.value.errors) == {"level", "numbers", "since", "source"}


def test_only_the_region_writes_rules_and_a_draft_can_be_given_up(people: People) -> None:
    with pytest.raises(NotSupervisor):
        draft_rule(by=people.chief, code="T02", level="red", numbers={"days": 3}, since=SINCE, source="x")
    drafted(people)
    drop_rule(by=people.first, code="T02")
    assert drafted(people).number == 3
    assert plant_rules() == "supervision rules: 0 new"
