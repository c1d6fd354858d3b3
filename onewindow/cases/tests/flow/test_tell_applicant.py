"""The applicant is told of each step, once, with a link and what to do."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

import onewindow.messages
from onewindow.cases import events, telling
from onewindow.cases.models import Case
from onewindow.cases.services.accept import accept_case
from onewindow.cases.services.suspend import resume_case, suspend_case
from onewindow.cases.services.tell import tell_applicants
from onewindow.cases.services.withdraw import withdraw_case
from onewindow.cases.tests.flow.conftest import People
from onewindow.cases.tests.test_sql import statements
from onewindow.kernel.public import outbox, unit

pytestmark = pytest.mark.django_db
Message: Any = apps.get_model("notices", "Message")
Sending: Any = apps.get_model("notices", "Sending")
TEMPLATES = Path(onewindow.messages.__file__).parent / "data" / "templates.yaml"


def told(people: People) -> list[str]:
    outbox.drain()
    return list(Message.objects.order_by("id").values_list("template", flat=True))


def test_every_step_is_told_once(people: People) -> None:
    before = told(people)
    assert before == ["case-received"]
    accept_case(by=people.officer, number=people.number)
    for _twice in range(2):
        suspend_case(by=people.officer, number=people.number, reason="experts", days=10, note="专家评审")
        resume_case(by=people.officer, number=people.number, result="评审已结束")
    withdraw_case(by=people.applicant, number=people.number)
    expected = ["case-accepted", *["case-suspended", "case-resumed"] * 2, "case-withdrawn"]
    assert told(people)[1:] == expected
    assert told(people)[1:] == expected  # nothing is due any more
    message = Message.objects.get(template="case-accepted")
    case = Case.objects.get(number=people.number)
    assert (message.person_id, message.link, message.city) == (
        case.person_id,
        f"/cases/{case.number}/",
        case.city,
    )
    assert case.item_name in (message.text or "")


def test_every_saying_has_a_template() -> None:
    case = Case(item_name="事项", number="N")
    templates = yaml.safe_load(TEMPLATES.read_text(encoding="utf-8"))
    given = {
        "subject": "N",
        "items": 2,
        "days": 5,
        "due": None,
        "kind": "notice",
        "outcome": "granted",
        "to": "某省",
    }
    for saying in telling.SAYINGS.values():
        event = type("Fact", (), given | {"automatic": False, "how": "accepted"})()
        template, values = saying(event, case)
        assert templates[template]["text"].format_map({"item": "事项", "number": "N"} | values)


def test_what_is_told_otherwise_is_not_told_twice(people: People) -> None:
    at_once = events.CaseSubmitted(subject="N", item_code="I", item_version=1, automatic=True)
    assert not telling.is_told(at_once)
    assert telling.is_told(events.CaseSubmitted(subject="N", item_code="I", item_version=1, automatic=False))
    assert not telling.is_told(events.CaseAccepted(subject="N", item_code="I", how="spot"))
    assert telling.is_told(events.CaseAccepted(subject="N", item_code="I", how="accepted"))
    before = told(people)
    with unit.work():
        outbox.publish(at_once)
    assert told(people) == before


def test_many_are_told_in_a_few_statements(people: People) -> None:
    told(people)
    facts = [events.CaseWithdrawn(subject=people.number, item_code="I") for _ in range(5)]
    numbered = [(10**9 + at, fact) for at, fact in enumerate(facts)]
    with CaptureQueriesContext(connection) as captured:
        tell_applicants(numbered)
    assert len(statements(captured.captured_queries)) == 5
    tell_applicants(numbered)  # each occurrence is told once
    assert Message.objects.filter(template="case-withdrawn").count() == 5
    assert Sending.objects.filter(message__template="case-withdrawn").count() == 5


def test_one_that_cannot_be_told_keeps_nobody_from_being_told(people: People) -> None:
    told(people)
    with unit.work():
        outbox.publish(
            events.CaseWithdrawn(subject="nobody's", item_code="I"),
            events.CaseWithdrawn(subject=people.number, item_code="I"),
        )
    outbox.drain()
    assert Message.objects.filter(template="case-withdrawn").count() == 1
