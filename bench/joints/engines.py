"""The same graph of a joint procedure run by our tables and by SpiffWorkflow with its state in PostgreSQL."""

import importlib
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

Walk = Callable[[], int]
"""Walks one joint application through the process to its end and returns how many steps were committed."""

STATE = "CREATE TEMP TABLE spiff_state (id uuid PRIMARY KEY, state jsonb NOT NULL)"
LOG = "CREATE TEMP TABLE spiff_log (id bigserial PRIMARY KEY, run uuid, node text, at timestamptz)"


def graph(procedure: Any, *, tasks: bool = False) -> dict[str, Any]:
    """Return the plain graph of a procedure's process; with `tasks` its members are user tasks."""
    from onewindow.workflow import public as workflow

    definition = workflow.published_process(procedure.process)
    assert definition is not None
    told = json.loads(json.dumps(definition.graph))
    if tasks:
        for node in told["nodes"]:
            if node["kind"] == "message":
                node |= {"kind": "task", "role": "approve"}
                node.pop("message")
    return dict(told)


def ours(procedure: Any) -> Walk:
    """Our engine: a unit of work a step with task, token and record rows, audit entry and event."""
    from onewindow.kernel.public import SYSTEM
    from onewindow.workflow import public as workflow

    def walk() -> int:
        subject = f"BENCH{uuid4().hex}"
        waiting = workflow.start_process(
            by=SYSTEM, key=procedure.process, subject=subject, city="4501", region_code="450100000000",
            agency="1", title="示例",
        ).opened  # fmt: skip
        steps = 1
        while waiting:
            one = waiting[0]
            if one.kind == "message":
                message = f"member_{one.node.removeprefix('m_')}"
                waiting = tuple(workflow.tell_process(by=SYSTEM, subject=subject, messages=[message]))
            else:
                waiting = workflow.complete_task(by=SYSTEM, task=one.pk, outcome="准予").opened
            steps += 1
        return steps

    return walk


def spiff(procedure: Any) -> Walk:
    """SpiffWorkflow: load the state of a run, complete one task, store it with a line of a log, commit."""
    from django.db import connection, transaction

    parsing = importlib.import_module("SpiffWorkflow.bpmn.parser.BpmnParser")
    running = importlib.import_module("SpiffWorkflow.bpmn.workflow")
    serializing = importlib.import_module("SpiffWorkflow.bpmn.serializer")
    states = importlib.import_module("SpiffWorkflow.util.task").TaskState
    parser = parsing.BpmnParser()
    parser.add_bpmn_str(bpmn(procedure).encode())
    spec = parser.get_spec("joint")
    serializer = serializing.BpmnWorkflowSerializer()
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        cursor.execute(LOG)

    def walk() -> int:
        key, steps = uuid4(), 1
        run = running.BpmnWorkflow(spec)
        run.do_engine_steps()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO spiff_state VALUES (%s, %s)", [key, serializer.serialize_json(run)])
        while True:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT state FROM spiff_state WHERE id = %s FOR UPDATE", [key])
                held = cursor.fetchone()[0]
                run = serializer.deserialize_json(held if isinstance(held, str) else json.dumps(held))
                ready = [one for one in run.get_tasks(state=states.READY) if one.task_spec.manual]
                if not ready:
                    return steps
                ready[0].run()
                run.do_engine_steps()
                cursor.execute(
                    "UPDATE spiff_state SET state = %s WHERE id = %s", [serializer.serialize_json(run), key]
                )
                cursor.execute(
                    "INSERT INTO spiff_log (run, node, at) VALUES (%s, %s, now())",
                    [key, ready[0].task_spec.bpmn_id],
                )
            steps += 1

    return walk


def bpmn(procedure: Any) -> str:
    """Return the process as the BPMN file another engine reads: members as user tasks, no condition asked."""
    from onewindow.workflow import public as workflow

    told = graph(procedure, tasks=True)
    told["flows"] = [flow | ({"when": "False"} if flow.get("when") else {}) for flow in told["flows"]]
    return workflow.write_bpmn(workflow.graph_from(told), key="joint", name="联办")
