"""Officers at the same moment, on real connections: no approval lost, none counted twice, no deadlock."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

from onewindow.kernel.public import SYSTEM, Actor, Refusal, audit
from onewindow.workflow import public as workflow
from onewindow.workflow.models import Definition, Instance, Step, Task
from onewindow.workflow.tests.conftest import open_nodes, task_at
from onewindow.workflow.tests.processes import ALL, BODY, END, FIRST, START, flows, hand, task

BRANCHES = [f"d{n}" for n in range(5)]
FIVE = {
    "nodes": [
        START, {"id": "f", "kind": "fork"}, *(task(one) for one in BRANCHES), {"id": "j", "kind": "fork"},
        task("sum"), END,
    ],
    "flows": flows(
        "s>f", *(f"f>{one}" for one in BRANCHES), *(f"{one}>j" for one in BRANCHES), "j>sum", "sum>e"
    ),
}  # fmt: skip


@pytest.fixture
def running(transactional_db: None) -> Callable[[str, dict], None]:
    """Publish and start for other connections to see."""

    def start(key: str, graph: dict, **values: object) -> None:
        workflow.draft_process(by=SYSTEM, key=key, name=key, graph=graph)
        workflow.publish_process(by=SYSTEM, key=key)
        workflow.start_process(
            by=SYSTEM, key=key, subject="CASE-1", city="4501", region_code="450100000000", agency=BODY,
            values=values,
        )  # fmt: skip

    return start


def together(*acts: Callable[[], object]) -> list[str]:
    """Run acts at the same moment on connections of their own; return what each came to."""
    barrier, came = threading.Barrier(len(acts)), [""] * len(acts)

    def run(n: int, act: Callable[[], object]) -> None:
        barrier.wait(10)
        try:
            act()
            came[n] = "done"
        except Refusal as refusal:
            came[n] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return came


def completing(by: Actor, node: str, seq: int = 1, outcome: str = "") -> Callable[[], object]:
    key = task_at(node, seq=seq)
    return lambda: workflow.complete_task(by=by, task=key, outcome=outcome)


@pytest.mark.django_db(transaction=True)
def test_five_departments_at_once_keep_all_five(running) -> None:
    running("five", FIVE)
    came = together(*(completing(hand(n + 1), one) for n, one in enumerate(BRANCHES)))
    assert came == ["done"] * 5
    assert open_nodes() == ["sum"]
    assert Task.objects.filter(state="done").count() == 5
    assert Step.objects.filter(kind="opened", node="sum").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_task_by_two_is_done_once(running) -> None:
    running("five", FIVE)
    for node in BRANCHES:
        came = together(completing(hand(1), node), completing(hand(2), node))
        assert sorted(came) == ["done", "task_gone"]
    assert Step.objects.filter(kind="done").count() == 5


@pytest.mark.django_db(transaction=True)
def test_votes_at_once_decide_once(running) -> None:
    running("vote", ALL["vote"])
    came = together(*(completing(hand(n), "vote", n, "agree") for n in (1, 2, 3)))
    assert came.count("done") >= 2
    assert set(came) <= {"done", "task_gone", "process_not_running"}
    run = Instance.objects.get()
    assert (run.state, run.result) == ("ended", "granted")
    assert Step.objects.filter(kind="ended").count() == 1


@pytest.mark.django_db(transaction=True)
def test_taking_back_while_the_next_begins_lets_one_of_both_happen(running) -> None:
    running("line", ALL["line"])
    for _ in range(4):
        workflow.complete_task(by=FIRST, task=task_at("check"))
        mine, next_ = task_at("check", state="done"), task_at("approve")
        other = hand(7, "approve")
        came = together(
            lambda mine=mine: workflow.take_back_task(by=FIRST, task=mine),
            lambda next_=next_, other=other: workflow.claim_task(by=other, task=next_),
        )
        assert came in (["done", "task_gone"], ["cannot_take_back", "done"])
        if came[0] != "done":
            workflow.release_task(by=other, task=next_)
            break
    assert len(open_nodes()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_call_that_ends_while_all_is_cancelled_does_not_deadlock(running) -> None:
    workflow.draft_process(by=SYSTEM, key="line", name="line", graph=ALL["line"])
    workflow.publish_process(by=SYSTEM, key="line")
    running("calling", ALL["calling"], lower=BODY)
    workflow.complete_task(by=FIRST, task=task_at("check"))
    came = together(
        completing(hand(7, "approve"), "approve"),
        lambda: workflow.cancel_process(by=SYSTEM, subject="CASE-1"),
    )
    assert came[1] == "done"
    assert came[0] in {"done", "task_gone", "process_not_running"}
    assert open_nodes() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM workflow_instance WHERE state IN ('running', 'paused')")
        assert cursor.fetchone() == (0,)
    assert audit.verify().ok
    assert Definition.objects.count() == 2
