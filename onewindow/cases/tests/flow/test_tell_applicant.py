"""The applicant is told of each step, once, with a link and what to do."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps

import onewindow.messages
from onewindow.cases import events, telling
from onewindow.cases.models import Case
from onewindow.cases.services.accept import accept_case
from onewindow.cases.services.suspend import resume_case, suspend_case
from onewindow.cases.services.withdraw import withdraw_case
from onewindow.cases.tests.flow.conftest import People
from onewindow.kernel.public import outbox

pytestmark = pytest.mark.django_db
Message: Any = apps.get_model("notices", "Message")
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
    given = {"subject": "N", "items": 2, "days": 5, "due": None, "kind": "notice", "outcome": "granted"}
    for kind, saying in telling.SAYINGS.items():
        event = type("Fact", (), given | {"automatic": False, "how": "accepted"})()
        found = saying(event, case)
        assert found is not None, kind
        template, values = found
        assert templates[template]["text"].format_map({"item": "事项", "number": "N"} | values)


def test_what_is_told_otherwise_is_not_told_twice() -> None:
    case = Case(item_name="事项", number="N")
    fact = events.CaseSubmitted(subject="N", item_code="I", item_version=1, automatic=True)
    assert telling.told_of(fact, case) is None
    assert telling.told_of(events.CaseAccepted(subject="N", item_code="I", how="spot"), case) is None
