"""Parts that several contexts give become one statement: all of it happens, or nothing."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from onewindow.kernel import inserting, parts
from onewindow.kernel.models import AuditEntry, OutboxEvent
from onewindow.kernel.parts import Part
from onewindow.kernel.public import clock

pytestmark = pytest.mark.django_db


def _event(subject: str) -> OutboxEvent:
    return OutboxEvent(type="Told", subject=subject, payload={"a": [1, "二"]}, occurred_at=clock.now())


def _entry(state: bytes | None = b"\x00\xff") -> AuditEntry:
    return AuditEntry(at=clock.now(), actor="system:-", action="told", table="t", key="1", state=state)


def _sure(told: bool) -> Part:
    return Part("sure", "SELECT $1::boolean AS fine", (told,))


def test_the_values_of_each_part_are_numbered_after_those_before() -> None:
    given = [
        Part("one", "SELECT $1::int AS n, $2::text AS t, $1::int + 1 AS more", (1, "甲")),
        Part("two", "SELECT n + $1::int AS n FROM one", (10,)),
    ]
    with CaptureQueriesContext(connection) as captured:
        assert parts.run(given, "SELECT one.n, one.t, one.more, two.n FROM one, two") == [(1, "甲", 2, 11)]
    assert len(captured) == 1
    text, values = parts.statement(given, "SELECT 1")
    assert values == [1, "甲", 10]
    assert "two AS (SELECT n + $3::int AS n FROM one)" in text


def test_rows_of_two_tables_are_inserted_where_a_condition_holds() -> None:
    for told, many in ((False, 0), (True, 2)):
        rows = [
            inserting.part("events", [_event("甲"), _event("乙")], when="(SELECT fine FROM sure)"),
            inserting.part("entries", [_entry(), _entry(None)], when="(SELECT fine FROM sure)"),
        ]
        assert parts.run([_sure(told), *rows], "SELECT fine FROM sure") == [(told,)]
        assert (OutboxEvent.objects.count(), AuditEntry.objects.count()) == (many, many)
    assert [(row.subject, row.payload) for row in OutboxEvent.objects.order_by("id")] == [
        ("甲", {"a": [1, "二"]}),
        ("乙", {"a": [1, "二"]}),
    ]
    states = [row.state for row in AuditEntry.objects.order_by("id")]
    assert [None if state is None else bytes(state) for state in states] == [b"\x00\xff", None]


def test_what_one_part_breaks_no_other_did() -> None:
    broken = _entry()
    broken.action = None  # type: ignore[assignment]  # what the table refuses
    rows = [
        inserting.part("events", [_event("甲")], when="true"),
        inserting.part("entries", [broken], when="true"),
    ]
    with (
        CaptureQueriesContext(connection) as captured,
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        parts.run(rows, "SELECT 1")
    assert len([one for one in captured if "INSERT" in one["sql"]]) == 1
    assert not OutboxEvent.objects.exists()


def test_columns_tell_a_table_without_what_it_numbers() -> None:
    told = inserting.columns(OutboxEvent)
    assert "id" not in told
    assert told["occurred_at"] == "timestamp with time zone"
