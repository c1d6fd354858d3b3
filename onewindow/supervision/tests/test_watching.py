"""Our own cases, driven through the verbs: events and days raise exactly what the rules say, once."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.cases import public as cases
from onewindow.kernel.public import audit, clock, outbox
from onewindow.supervision.models import Dossier, Signal
from onewindow.supervision.services.watching import check_due, take_all, watch_cases
from onewindow.supervision.tests.factories import People, at, signals


def dossier(number: str) -> Dossier:
    return Dossier.objects.get(kind="case", subject=number)


def test_an_event_makes_a_dossier_with_the_next_day_to_look(people: People) -> None:
    one = dossier(people.number)
    assert (one.facts["receipts"], str(one.check_on)) == ([["2026-03-02", None]], "2026-03-06")
    assert signals() == []


def test_days_without_a_word_remind_and_then_make_a_red_card(people: People) -> None:
    with clock.at(at(4)):
        assert check_due() == 1
        assert check_due() == 0
    assert signals() == [("T01", "reminder", "2026-03-06")]
    with clock.at(at(8)):
        check_due()
    assert signals(level="red") == [("T02", "red", "2026-03-10")]


def test_a_promise_near_passed_and_beyond_the_law(people: People) -> None:
    cases.accept_case(by=people.officer, number=people.number)
    outbox.drain()
    case = cases.Case.objects.get(number=people.number)
    with clock.at(at(60)):
        check_due()
        check_due()
    found = {rule: day for rule, _, day in signals(kind="case")}
    assert set(found) == {"T04", "T05"}  # a promise of one day is not reminded of
    assert found["T05"] > str(case.statutory_due) >= found["T04"] > str(case.promised_due)


def test_a_decision_in_minutes_and_in_time(people: People) -> None:
    with clock.at(at(1)):
        cases.decide_case(
            by=people.officer, number=people.number, outcome=cases.Outcome.GRANTED, opinion="符合条件。"
        )
        outbox.drain()
        one = dossier(people.number)
    assert (one.outcome, str(one.decided_on), signals()) == ("granted", "2026-03-03", [])


def test_looking_twice_raises_nothing_twice_and_leaves_a_clean_log(people: People) -> None:
    with clock.at(at(8)):
        watch_cases(numbers=[people.number])
        first = set(Signal.objects.values_list("number", flat=True))
        assert (watch_cases(numbers=[people.number]), take_all()) == (0, 1)
    assert set(Signal.objects.values_list("number", flat=True)) == first != set()
    assert [one for one in audit.verify().problems if "supervision" in str(one)] == []


def test_the_evidence_is_what_was_known_under_its_digest(people: People) -> None:
    from onewindow.kernel.public import canonical

    with clock.at(at(8)):
        check_due()
    one = Signal.objects.get(rule="T02")
    assert one.evidence["facts"] == dossier(people.number).facts
    assert canonical.sm3(canonical.canonical_json(one.evidence)).hex() == one.digest


def test_many_cases_cost_as_many_statements_as_one(people: People) -> None:
    with CaptureQueriesContext(
        connection,
    ) as taken:
        watch_cases(numbers=[people.number])
    assert len([q for q in taken.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]) <= 18


def test_waiting_deliveries_are_taken_along(people: People) -> None:
    Delivery: Any = apps.get_model("kernel", "Delivery")

    cases.accept_case(by=people.officer, number=people.number)
    outbox.dispatch()
    mine = Delivery.objects.filter(handler="supervision.watch", state="waiting")
    assert mine.count() == 1
    assert outbox.along("supervision.watch") == [people.number]
    assert mine.count() == 0


@pytest.mark.parametrize("name", ["first", "second", "inside"])
def test_supervision_cannot_touch_the_case(people: People, name: str) -> None:
    by = getattr(people, name)
    for verb in (
        lambda: cases.accept_case(by=by, number=people.number),
        lambda: cases.suspend_case(by=by, number=people.number, reason="experts", days=3, note="x"),
        lambda: cases.transfer_case(by=by, number=people.number, agency="广西壮族自治区民政厅", reason="x"),
        lambda: cases.decide_case(by=by, number=people.number, outcome=cases.Outcome.GRANTED, opinion="x"),
    ):
        with pytest.raises(cases.CaseNotYours):
            verb()
