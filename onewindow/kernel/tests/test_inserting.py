"""Rows of several tables go in one statement at the end of the unit, or not at all."""

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext

from onewindow.kernel import inserting
from onewindow.kernel.models import AuditEntry, AuditSeal, OutboxEvent
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
def test_any_number_of_rows_is_the_same_statement() -> None:
    told = []
    for many in (inserting.FEW + 1, 200):
        with CaptureQueriesContext(connection) as captured, unit.work():
            inserting.insert(*(_event(f"{many}-{number}") for number in range(many)), _entry())
        (statement,) = _inserts(captured)
        told.append(statement)
        rows = OutboxEvent.objects.filter(subject__startswith=f"{many}-").order_by("id")
        assert [(row.subject, row.payload) for row in rows] == [
            (f"{many}-{number}", {"a": [1, "二"]}) for number in range(many)
        ]
    assert told[0] == told[1]
    assert AuditEntry.objects.count() == 2


@pytest.mark.django_db
def test_very_many_rows_are_the_same_rows() -> None:
    many = 501
    with unit.work():
        inserting.insert(*(_event(f"{number}\t\\甲") for number in range(many)), _entry())
        inserting.insert(*(_entry(state) for _ in range(many) for state in (None, b"\x00\\\xff")))
    rows = OutboxEvent.objects.order_by("id")
    assert [(r.subject, r.payload, r.dispatched_at) for r in rows] == [
        (f"{number}\t\\甲", {"a": [1, "二"]}, None) for number in range(many)
    ]
    told = AuditEntry.objects.order_by("id")
    assert [r.state and bytes(r.state) for r in told] == [b"\x00\xff", *([None, b"\x00\\\xff"] * many)]
    assert {(r.facts["a"] if r.facts else None, r.city, r.removed) for r in told} == {(None, "4500", False)}


@pytest.mark.django_db
def test_a_value_too_long_is_refused_and_never_cut() -> None:
    with pytest.raises(DataError), unit.work():
        inserting.insert(*(_event("长" * 500) for _ in range(inserting.FEW + 1)))
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db
def test_bytes_and_nulls_go_as_arrays_too() -> None:
    inserting.insert(_entry(b"\x00\xff"), _entry(None), _entry(b""), _entry(b"\x27"))
    states = [row.state for row in AuditEntry.objects.order_by("id")]
    assert [None if state is None else bytes(state) for state in states] == [b"\x00\xff", None, b"", b"\x27"]


@pytest.mark.django_db
def test_a_shape_is_parsed_once_for_all_its_rows() -> None:
    for number in range(3):
        inserting.insert(_event(f"甲{number}"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements "
            """WHERE statement LIKE 'INSERT INTO "kernel_outboxevent"%'"""
        )
        assert cursor.fetchall() == [(3,)]


@pytest.mark.django_db
def test_new_and_changed_rows_are_one_statement_at_once() -> None:
    inserting.insert(_event("甲"), _event("乙"), _entry())
    first, second = OutboxEvent.objects.order_by("id")
    first.subject, first.payload, first.dispatched_at = "甲二", {"b": None}, clock.now()
    second.subject, second.city = "乙二", "4501"
    names = {OutboxEvent: ("subject", "payload", "dispatched_at")}
    with CaptureQueriesContext(connection) as captured:
        inserting.write(_event("丙"), _entry(None), changed=[first, second], names=names)
    assert len(captured) == 1
    told = [(row.subject, row.payload, row.city) for row in OutboxEvent.objects.order_by("id")]
    assert told == [
        ("甲二", {"b": None}, "4500"),
        ("乙二", {"a": [1, "二"]}, "4500"),
        ("丙", {"a": [1, "二"]}, "4500"),
    ]
    at = [row.dispatched_at for row in OutboxEvent.objects.order_by("id")]
    assert at == [first.dispatched_at, None, None]
    with CaptureQueriesContext(connection) as captured:
        inserting.write(changed=[second], names={OutboxEvent: ("city",)})
        inserting.write()
    assert len(captured) == 1
    assert list(OutboxEvent.objects.order_by("id").values_list("city", flat=True)) == ["4500", "4501", "4500"]
    assert AuditEntry.objects.count() == 2


def _seal(first: int) -> AuditSeal:
    return AuditSeal(
        from_id=first, to_id=first + 9, count=10, root=b"\x01", previous=b"", sealed_at=clock.now(),
        kid="k", signature=b"\x02",
    )  # fmt: skip


@pytest.mark.django_db
def test_a_row_whose_place_is_taken_is_not_inserted() -> None:
    with CaptureQueriesContext(connection) as captured, unit.work():
        told = [inserting.claim(_seal(first)) for first in (900, 900, 950)]
    assert told == [True, False, True]
    rows = AuditSeal.objects.filter(from_id__gte=900).order_by("from_id")
    assert [(one.from_id, one.to_id, bytes(one.root)) for one in rows] == [
        (900, 909, b"\x01"), (950, 959, b"\x01"),
    ]  # fmt: skip
    assert len(_inserts(captured)) == 3
