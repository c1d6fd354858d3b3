"""Timed jobs: registered here by any context, run by the worker over procrastinate."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """One timed job: cron in UTC (China less 8 hours), and what it calls; it must bear running twice."""

    name: str
    cron: str
    run: Callable[[], object]


registered: dict[str, Job] = {}


def periodic(cron: str, *, name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a job without arguments under a stable name; a name twice is an error."""

    def register(run: Callable[[], object]) -> Callable[[], object]:
        if name in registered:
            raise ValueError(f"job {name!r} is registered twice")
        registered[name] = Job(name, cron, run)
        return run

    return register
