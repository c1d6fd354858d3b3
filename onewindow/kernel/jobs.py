"""Jobs registered here by any context, run by the worker: at times over procrastinate, or when called for."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

CHANNEL = "onewindow_call_"


@dataclass(frozen=True)
class Job:
    """One timed job: cron in UTC (China less 8 hours), and what it calls; it must bear running twice."""

    name: str
    cron: str
    run: Callable[[], object]


registered: dict[str, Job] = {}
on_call: dict[str, Callable[[], object]] = {}


def periodic(cron: str, *, name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a job without arguments under a stable name; a name twice is an error."""

    def register(run: Callable[[], object]) -> Callable[[], object]:
        if name in registered:
            raise ValueError(f"job {name!r} is registered twice")
        registered[name] = Job(name, cron, run)
        return run

    return register


def when_called(name: str, run: Callable[[], object]) -> None:
    """Register what a worker does, in a thread of its own, as soon as `call` of this name is committed.

    A call is a hint and may be lost with the worker: what must be done is found by a timed job too.
    """
    if name in on_call:
        raise ValueError(f"{name!r} is registered twice")
    on_call[name] = run


def call(name: str) -> None:
    """Let the workers begin at once, when the caller's transaction is committed; calls in it count as one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL + name])
