"""Procedures drawn in BPMN: imported again they are the same, and another engine walks them the same way."""

import random

import pytest
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from onewindow.collaboration.tests.factories import the_procedure
from onewindow.kernel.public import SYSTEM
from onewindow.workflow import public as workflow

KEYS = ("newborn", "company", "restaurant", "retirement", "house", "farewell", "engineering")


def drawn(key: str) -> bytes:
    """Return the drawing of a procedure as a designer gets it: a BPMN file with shapes."""
    definition = workflow.published_process(the_procedure(key).process)
    assert definition is not None
    return workflow.export_process(definition).encode()


def as_user_tasks(data: bytes) -> str:
    """Return the drawing with its parts as user tasks, so that the other engine waits for a hand there."""
    graph = workflow.read_bpmn(data).graph
    assert graph is not None
    told = {"nodes": [_as_task(n) for n in graph.nodes], "flows": [_unasked(f) for f in graph.flows]}
    return workflow.write_bpmn(workflow.graph_from(told), key="oracle", name="oracle")


def _as_task(node) -> dict:
    kind = "task" if node.kind == "message" else str(node.kind)
    told = {name: getattr(node, name) for name in ("id", "name", "join", "quorum", "opens", "result")}
    return {**told, "kind": kind, "role": "approve", "outcomes": list(node.outcomes)}


def _unasked(flow) -> dict:
    told = {name: getattr(flow, name) for name in ("id", "source", "target", "default")}
    return {**told, **({"when": "False"} if flow.when else {})}


def spiff_way(text: str, seed: int) -> list[set[str]]:
    """Walk a drawing in SpiffWorkflow, ready tasks in an order of chance; return what was ready each time."""
    parser, dice = BpmnParser(), random.Random(seed)
    parser.add_bpmn_str(text.encode())
    run, seen = BpmnWorkflow(parser.get_spec("oracle")), []
    while True:
        run.do_engine_steps()
        ready = {t.task_spec.bpmn_id: t for t in run.get_tasks(state=TaskState.READY) if t.task_spec.manual}
        seen.append(set(ready))
        if not ready:
            return seen
        ready[dice.choice(sorted(ready))].run()


def our_way(key: str, seed: int) -> list[set[str]]:
    """Walk the imported process in our tables in the same order of chance."""
    dice, subject, seen = random.Random(seed), f"DRAWN{key}{seed}", []
    workflow.start_process(
        by=SYSTEM, key=f"drawn-{key}", subject=subject, city="4501", region_code="450100000000", agency="1"
    )
    while True:
        open_ = {one.node: one for one in workflow.Task.objects.filter(subject=subject, state="open")}
        seen.append(set(open_))
        if not open_:
            return seen
        one = open_[dice.choice(sorted(open_))]
        if one.kind == "message":
            told = workflow.signal_process(
                by=SYSTEM, subject=subject, message=f"member_{one.node.removeprefix('m_')}"
            )
            assert told == 1
        else:
            workflow.complete_task(by=SYSTEM, task=one.pk, outcome="不予")


@pytest.mark.parametrize("key", KEYS)
def test_drawn_imported_and_walked_as_another_engine_walks_it(world, key: str) -> None:
    data = drawn(key)
    assert b"BPMNShape" in data
    workflow.import_process(by=SYSTEM, key=f"drawn-{key}", data=data)
    made = workflow.publish_process(by=SYSTEM, key=f"drawn-{key}")
    known = workflow.published_process(the_procedure(key).process)
    assert known is not None
    mine, theirs = (
        [(n["id"], n["kind"], n.get("message", ""), n.get("limit")) for n in one.graph["nodes"]]
        for one in (made, known)
    )
    assert sorted(mine, key=str) == sorted(theirs, key=str)
    for seed in (1, 2):
        way = our_way(key, seed)
        assert way == spiff_way(as_user_tasks(data), seed)
        assert way[-2] == {"sum_up"}
