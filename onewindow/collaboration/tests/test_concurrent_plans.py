"""Procedures declared by chance, whose members all answer at the same moment: each counts once, it ends."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings

from onewindow.collaboration.plan import SUM_UP, Plan, graph_of
from onewindow.collaboration.tests.test_plan import plans
from onewindow.kernel.public import SYSTEM
from onewindow.workflow import public as workflow

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(subject: str, messages: list[str]) -> list[int]:
    """Tell every message twice, all at the same moment on connections of their own."""
    calls = [*messages, *messages]
    start = Barrier(len(calls))

    def tell(message: str) -> int:
        start.wait(10)
        try:
            return workflow.signal_process(by=SYSTEM, subject=subject, message=message)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(tell, calls))


@settings(
    max_examples=8, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(plan=plans())
def test_whatever_is_declared_no_answer_is_lost_or_counted_twice(plan: Plan) -> None:
    key, subject = f"plan-{uuid4().hex[:12]}", f"PLAN{uuid4().hex[:12]}"
    workflow.draft_process(by=SYSTEM, key=key, name=key, graph=graph_of(plan, {}))
    workflow.publish_process(by=SYSTEM, key=key)
    workflow.start_process(
        by=SYSTEM, key=key, subject=subject, city="4501", region_code="450100000000", agency="7"
    )
    told = rounds = 0
    mine = workflow.Task.objects.filter(subject=subject, kind="message")
    while waiting := list(mine.filter(state="open").order_by("id")):
        told += sum(_at_once(subject, [f"member_{one.node.removeprefix('m_')}" for one in waiting]))
        rounds += 1
        assert rounds <= len(plan.members)
    assert told == mine.filter(state="done").count()
    assert mine.values("node").distinct().count() == mine.count()
    left = workflow.Task.objects.filter(subject=subject, state="open")
    assert list(left.values_list("node", flat=True)) == [SUM_UP]
