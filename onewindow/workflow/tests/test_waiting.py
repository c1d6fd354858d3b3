"""What waits for no person: messages, times, programs, limits on tasks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.kernel.public import SYSTEM, audit, clock
from onewindow.workflow import public as workflow
from onewindow.workflow.models import Task
from onewindow.workflow.services import timers
from onewindow.workflow.tests.conftest import MONDAY, open_nodes, task_at
from onewindow.workflow.tests.processes import BODY, END, FIRST, HEAD, START, flows, task

asked: list[str] = []


def _ask(subject: str, values) -> dict[str, object]:
    asked.append(subject)
    return {"outcome": "scored", "score": 40 if subject == "CASE-1" else 90}


@pytest.fixture(autouse=True)
def program() -> None:
    asked.clear()
    timers._programs.setdefault("test.ask", _ask)


def test_message_then_time_then_program_then_a_choice(begin) -> None:
    begin("waiting")
    assert workflow.signal_process(by=SYSTEM, subject="CASE-1", message="other") == 0
    assert workflow.signal_process(by=SYSTEM, subject="CASE-1", message="paid") == 1
    assert workflow.signal_process(by=SYSTEM, subject="CASE-1", message="paid") == 0
    assert open_nodes() == ["rest"]
    with clock.at(MONDAY + timedelta(days=2)):
        assert workflow.fire_due() == 0
    with clock.at(MONDAY + timedelta(days=3)):
        assert workflow.fire_due() == 1
        assert workflow.fire_due() == 0
    waits = task_at("ask")
    assert timers.run_program(task=waits, service="test.ask") is True
    assert timers.run_program(task=waits, service="test.ask") is False
    assert (open_nodes(), asked) == (["hand"], ["CASE-1"])
    assert audit.verify().ok


def test_a_choice_reads_the_answer(begin) -> None:
    begin("waiting", subject="CASE-2")
    workflow.signal_process(by=SYSTEM, subject="CASE-2", message="paid")
    with clock.at(MONDAY + timedelta(days=3)):
        workflow.fire_due()
        timers.run_program(task=task_at("ask", subject="CASE-2"), service="test.ask")
    assert open_nodes("CASE-2") == []


def test_a_limit_warns_and_the_task_goes_on(begin) -> None:
    begin("limited")
    assert open_nodes() == ["late", "slow"]
    with clock.at(MONDAY + timedelta(days=8)):
        assert [one.node for one in workflow.late_tasks(clock.today())] == ["slow"]
        assert workflow.fire_due() == 1
        assert open_nodes() == ["hurry", "slow"]
        workflow.complete_task(by=FIRST, task=task_at("slow"))
        assert workflow.complete_task(by=HEAD, task=task_at("hurry")).is_ended


def test_a_task_done_in_time_takes_its_limit_with_it(begin) -> None:
    begin("limited")
    assert workflow.complete_task(by=FIRST, task=task_at("slow")).is_ended
    assert Task.objects.get(node="late").state == "dropped"
    with clock.at(MONDAY + timedelta(days=30)):
        assert workflow.fire_due() == 0


def test_no_time_runs_while_paused(begin) -> None:
    begin("limited")
    workflow.pause_process(by=SYSTEM, subject="CASE-1")
    with clock.at(MONDAY + timedelta(days=30)):
        assert workflow.fire_due() == 0


AFTER = {
    "nodes": [
        START, {"id": "f", "kind": "fork"}, {"id": "m1", "kind": "message", "message": "one"},
        {"id": "m2", "kind": "message", "message": "two"},
        {"id": "m3", "kind": "message", "message": "three"},
        {"id": "j", "kind": "fork"}, {"id": "m4", "kind": "message", "message": "four"}, task("sum"), END,
    ],
    "flows": flows("s>f", "f>m1", "f>m3", "m1>m2", "m2>j", "m3>j", "j>m4", "m4>sum", "sum>e"),
}  # fmt: skip


def test_all_that_happened_is_told_at_once_as_far_as_it_goes(monday) -> None:
    workflow.draft_process(by=SYSTEM, key="after", name="after", graph=AFTER)
    workflow.publish_process(by=SYSTEM, key="after")
    workflow.start_process(
        by=SYSTEM, key="after", subject="CASE-9", city="4501", region_code="450100000000", agency=BODY
    )

    def told(*messages: str) -> list[str]:
        waiting = workflow.tell_process(by=SYSTEM, subject="CASE-9", messages=messages)
        return sorted(one.node for one in waiting)

    assert told() == told("four", "nothing") == ["m1", "m3"]
    with CaptureQueriesContext(connection) as captured:
        assert told("one", "two", "four") == ["m3"]
    said = [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(said) == 4, said
    workflow.pause_process(by=SYSTEM, subject="CASE-9")
    assert told("three") == ["m3"]  # it stands still
    workflow.resume_process(by=SYSTEM, subject="CASE-9")
    assert told("one", "two", "three", "four") == ["sum"]
    assert open_nodes("CASE-9") == ["sum"]
    assert workflow.tell_process(by=SYSTEM, subject="CASE-0", messages=["one"]) == []
    assert audit.verify().ok
