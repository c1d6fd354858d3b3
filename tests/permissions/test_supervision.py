"""Each verb called by every kind of actor forbids exactly where the permission table says so."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from onewindow.config.permission_page import columns
from onewindow.kernel.public import Actor, NotAllowed, Refusal, clock
from onewindow.supervision import public as supervision
from onewindow.supervision.models import Accountability, Recommendation, Signal
from onewindow.supervision.permissions import VERBS
from onewindow.supervision.services import ruling
from onewindow.supervision.services.watching import check_due
from onewindow.supervision.tests.factories import MONDAY, People, at, planted_people

WORDS = {"words": "已经核实。"}
RULE = {"code": "T02"}


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[People]:
    """Plant the world and one received case."""
    with planted_people(django_db_blocker) as people:
        yield people


@pytest.fixture
def people(planted: People, db: None) -> Iterator[People]:
    """Give a test the people on the Monday of receipt."""
    with clock.at(MONDAY):
        yield planted


def given(people: People) -> dict[str, dict[str, Any]]:
    """Plant a signal, a responsibility case and a letter about the body; return arguments by verb."""
    with clock.at(at(8)):
        check_due()
    signal = Signal.objects.get(rule="T02")
    held = Accountability.objects.create(
        number="Z1", signal=signal, agency_id=signal.agency_id, agency_name="", measure="remind", fact="",
        basis="", proposed_by="x", proposed_at=clock.now(), city="4500",
    )  # fmt: skip
    letter = Recommendation.objects.create(
        number="S1", agency_id=signal.agency_id, agency_name="", region_code="450000000000", title="",
        text="", due_on=date(2026, 4, 1), sent_by="x", sent_at=clock.now(), city="4500",
    )  # fmt: skip
    by_number = {"signal": signal.number, "accountability": held.number, "recommendation": letter.number}
    more: dict[str, dict[str, Any]] = {
        "answer_appeal": {"uphold": True}, "close_signal": {"enough": True},
        "propose_accountability": {"measure": "remind", "fact": "x", "basis": "x"},
        "decide_accountability": {"agree": True}, "answer_accountability_appeal": {"uphold": True},
        "recommend": {"agency_id": signal.agency_id, "title": "x", "text": "x"},
        "draft_rule": {**RULE, "level": "red", "numbers": {}, "since": None, "source": ""},
        "ask_trial": {**RULE, "first": date(2026, 1, 1), "last": date(2026, 2, 1)},
        "release_rule": RULE, "drop_rule": RULE,
    }  # fmt: skip
    wordless = {
        "propose_accountability", "carry_out_accountability", "close_recommendation", "recommend",
        "draft_rule", "ask_trial", "release_rule", "drop_rule",
    }  # fmt: skip
    found = {}
    for one in VERBS:
        kind = next((name for name in by_number if name in one.verb), "signal")
        kind = "signal" if one.verb == "propose_accountability" else kind
        plain: dict[str, Any] = {} if one.verb in wordless else dict(WORDS)
        if "rule" not in one.verb and one.verb not in {"ask_trial", "recommend"}:
            plain["number"] = by_number[kind]
        found[one.verb] = plain | more.get(one.verb, {})
    return found


def test_the_verbs_do_as_the_table_says(people: People) -> None:
    arguments = given(people)
    wrong = []
    for permission in VERBS:
        call: Any = getattr(supervision, permission.verb, None) or getattr(ruling, permission.verb)
        for column in columns(agency=people.officer.agency):
            actor: Actor = column.actor
            answer: object = None
            try:
                with transaction.atomic(), clock.at(at(8)):
                    call(by=actor, **arguments[permission.verb])
                    transaction.set_rollback(True)
            except Refusal as refusal:
                answer = refusal
            if isinstance(answer, NotAllowed) is permission.allows(actor):
                wrong.append((permission.verb, column.name, repr(answer)))
    assert wrong == []
