"""What the way costs: statements of the verbs and of the reads, counted."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.cases.flow import flow_of
from onewindow.cases.public import (
    Delivery,
    Outcome,
    accept_case,
    case_for,
    decide_case,
    desk_queue,
    late_cases,
)
from onewindow.cases.tests.test_sql import statements
from onewindow.kernel.public import clock


def cost(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(statements(captured.captured_queries))


def test_verbs_cost_what_they_write(people) -> None:
    """Lock, list in force, promises, case with its step; paper, clock, audit and event together.

    A grant also reads what was found, whether a hearing is open, and writes the licence.
    """
    assert cost(lambda: accept_case(by=people.officer, number=people.number)) == 5
    granted = {"outcome": Outcome.GRANTED, "opinion": "好。", "delivery": Delivery.COUNTER}
    assert cost(lambda: decide_case(by=people.officer, number=people.number, **granted)) == 7


def test_reads_cost_the_same_however_long_the_list(people) -> None:
    assert cost(lambda: desk_queue(people.officer)) == 1
    assert cost(lambda: late_cases(clock.today())) == 1
    found = case_for(people.officer, people.number)
    assert cost(lambda: flow_of(found)) == 2


def test_what_is_late_is_found_by_an_index(people) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT * FROM cases_case WHERE next_due < '2026-03-10' ORDER BY next_due, id LIMIT 1000"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "case_late" in plan or "case_todo" in plan
