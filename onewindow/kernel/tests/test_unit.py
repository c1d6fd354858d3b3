"""A unit of work writes its log and its events once, and nothing of it when it fails."""

from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from onewindow.kernel import audit, outbox, unit
from onewindow.kernel.actors import SYSTEM
from onewindow.kernel.models import AuditEntry, CalendarYear, OutboxEvent
from onewindow.kernel.tests.events import Pinged

pytestmark = pytest.mark.django_db


def change(year: int) -> None:
    row = CalendarYear.objects.create(year=year, region_prefix="99", basis="test")
    audit.record(SYSTEM, "test.changed", row)
    outbox.publish(Pinged(subject=str(year)))


def inserts(captured: CaptureQueriesContext, table: str) -> int:
    return sum(1 for query in captured.captured_queries if f'INSERT INTO "{table}"' in query["sql"])


def test_writes_entries_and_events_in_one_statement_each() -> None:
    with CaptureQueriesContext(connection) as captured, unit.work():
        for year in (2101, 2102, 2103):
            change(year)
        with unit.work():
            change(2104)
        assert AuditEntry.objects.count() == OutboxEvent.objects.count() == 0
    assert (inserts(captured, "kernel_auditentry"), inserts(captured, "kernel_outboxevent")) == (1, 1)
    assert (AuditEntry.objects.count(), OutboxEvent.objects.count()) == (4, 4)


def test_a_failure_leaves_nothing() -> None:
    with pytest.raises(ZeroDivisionError), unit.work():
        change(2101)
        raise ZeroDivisionError
    assert (CalendarYear.objects.count(), AuditEntry.objects.count(), OutboxEvent.objects.count()) == (
        0,
        0,
        0,
    )
    with unit.work():
        pass
    assert AuditEntry.objects.count() == 0


def test_what_a_failed_nested_unit_recorded_is_forgotten() -> None:
    with unit.work():
        change(2101)
        with pytest.raises(ZeroDivisionError), unit.work():
            change(2102)
            raise ZeroDivisionError
        change(2103)
    assert list(CalendarYear.objects.order_by("year").values_list("year", flat=True)) == [2101, 2103]
    assert AuditEntry.objects.count() == 2
    assert list(OutboxEvent.objects.order_by("id").values_list("subject", flat=True)) == ["2101", "2103"]


def test_a_failing_flush_leaves_nothing() -> None:
    def fail(_rows: list[object]) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), unit.work():
        change(2101)
        unit.later(fail, ["row"])
    assert (CalendarYear.objects.count(), AuditEntry.objects.count(), OutboxEvent.objects.count()) == (
        0,
        0,
        0,
    )


def test_without_a_unit_a_plain_transaction_writes_at_once() -> None:
    with transaction.atomic():
        change(2101)
        assert AuditEntry.objects.count() == OutboxEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_can_be_recorded() -> None:
    row = CalendarYear(year=2101, basis="test")
    with pytest.raises(RuntimeError, match="transaction"):
        audit.record(SYSTEM, "test.changed", row)
    with pytest.raises(RuntimeError, match="transaction"):
        outbox.publish(Pinged(subject="1"))


@pytest.mark.django_db(transaction=True)
def test_a_nested_unit_of_a_whole_one_costs_no_statement_and_fails_with_it() -> None:
    def year(number: int) -> None:
        CalendarYear.objects.create(year=number, region_prefix="99", basis="b")

    with CaptureQueriesContext(connection) as captured, unit.work(whole=True), unit.work():
        year(1)
    assert [q["sql"] for q in captured if "SAVEPOINT" in q["sql"]] == []
    with pytest.raises(ValueError, match="cannot"), unit.work(whole=True):
        year(2)
        with unit.work():
            year(3)
            raise ValueError("cannot")
    with pytest.raises(TransactionManagementError), unit.work(whole=True):
        year(4)
        with suppress(ValueError), unit.work():
            raise ValueError("cannot")
        year(5)
    assert list(CalendarYear.objects.filter(region_prefix="99").values_list("year", flat=True)) == [1]


def test_a_joined_unit_has_no_savepoint_and_its_failure_is_the_outer_one_s() -> None:
    with CaptureQueriesContext(connection) as captured, unit.work():
        change(2101)
        with unit.work(joined=True):
            change(2102)
    said = [query["sql"].split()[0] for query in captured.captured_queries]
    assert said.count("SAVEPOINT") == 1  # the test's own transaction is around the outer unit
    with pytest.raises(TransactionManagementError), unit.work():
        change(2103)
        with suppress(ZeroDivisionError), unit.work(joined=True):
            raise ZeroDivisionError
        CalendarYear.objects.count()
    assert list(CalendarYear.objects.order_by("year").values_list("year", flat=True)) == [2101, 2102]
