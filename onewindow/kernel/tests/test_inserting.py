"""Rows of several tables go in one statement at the end of the unit, or not at all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.kernel import inserting
from onewindow.kernel.models import AuditEntry, OutboxEvent
from onewindow.kernel.public import clock, unit


def _event(subject: str) -> OutboxEvent:
    return OutboxEvent(type="Told", subject=subject, payload={"a": [1, "二"]}, occurred_at=clock.now())


def _entry(state: bytes | None = b"\x00\xff") -> AuditEntry:
    return AuditEntry(at=clock.now(), actor="system:-", action="told", table="t", key="1", state=state)


def _inserts(captured: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in captured.captured_queries if "INSERT" in query["sql"]]


@pytest.mark.django_db
def test_rows_of_two_tables_are_one_statement_at_the_end() -> None:
    with CaptureQueriesContext(connection) as captured, unit.work():
        inserting.insert(_event("甲"), _entry())
        assert not OutboxEvent.objects.exists()
        inserting.insert(_event("乙"), _entry(None))
    assert len(_inserts(captured)) == 1
    assert [(row.subject, row.payload) for row in OutboxEvent.objects.order_by("id")] == [
        ("甲", {"a": [1, "二"]}),
        ("乙", {"a": [1, "二"]}),
    ]
    states = [row.state for row in AuditEntry.objects.order_by("id")]
    assert [None if state is None else bytes(state) for state in states] == [b"\x00\xff", None]


@pytest.mark.django_db
def test_outside_a_unit_a_row_is_there_at_once() -> None:
    inserting.insert(_event("甲"))
    assert OutboxEvent.objects.get().subject == "甲"


@pytest.mark.django_db
def test_a_unit_that_fails_inserts_nothing() -> None:
    with pytest.raises(ZeroDivisionError), unit.work():
        inserting.insert(_event("甲"))
        raise ZeroDivisionError
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db
def test_many_rows_of_one_table_go_by_themselves() -> None:
    many = inserting.MANY + 1
    with CaptureQueriesContext(connection) as captured, unit.work():
        inserting.insert(*(_event(str(number)) for number in range(many)), _entry())
    assert len(_inserts(captured)) == 2
    assert OutboxEvent.objects.count() == many
    assert AuditEntry.objects.count() == 1
