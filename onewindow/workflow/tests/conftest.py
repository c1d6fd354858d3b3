"""Published processes on a Monday at noon, each test in its own transaction."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from onewindow.kernel.public import SYSTEM, clock, workdays
from onewindow.workflow import public as workflow
from onewindow.workflow.models import Task
from onewindow.workflow.tests.processes import ALL, BODY

MONDAY = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
Begin = Callable[..., workflow.Progress]


@pytest.fixture
def monday(db: None) -> Iterator[None]:
    """Hold the clock."""
    workdays.forget()
    with clock.at(MONDAY):
        yield
    workdays.forget()


@pytest.fixture
def begin(monday: None) -> Begin:
    """Publish a named process and start it about a subject."""

    def started(name: str, *, subject: str = "CASE-1", **values: object) -> workflow.Progress:
        for key in ("line", name):
            if workflow.published_process(key) is None:
                workflow.draft_process(by=SYSTEM, key=key, name=key, graph=ALL[key])
                workflow.publish_process(by=SYSTEM, key=key)
        return workflow.start_process(
            by=SYSTEM, key=name, subject=subject, city="4501", region_code="450100000000", agency=BODY,
            values=values,
        )  # fmt: skip

    return started


def task_at(node: str, *, subject: str = "CASE-1", seq: int = 1, state: str = "open") -> UUID:
    """Return the newest task of a node."""
    found = Task.objects.filter(subject=subject, node=node, seq=seq, state=state, of=None).order_by("-id")
    return found[0].pk


def open_nodes(subject: str = "CASE-1") -> list[str]:
    """Return the nodes that wait, joint ones as often as they have open rows."""
    waiting = Task.objects.filter(subject=subject, state="open").order_by("node", "seq")
    return list(waiting.values_list("node", flat=True))
