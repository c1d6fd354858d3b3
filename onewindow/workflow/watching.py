"""What supervision reads of processes: the tasks about many subjects in one statement, as plain rows."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from onewindow.workflow.models import Task


class TaskRow(NamedTuple):
    """A task with the definition its run follows, and since when that run stands."""

    subject: str
    id: UUID
    node: str
    name: str
    state: str
    holder: str
    due: date | None
    closed_at: datetime | None
    closed_by: str
    definition_id: int
    paused_on: date | None


def tasks_about(subjects: Collection[str]) -> dict[str, list[TaskRow]]:
    """Return the tasks of the runs about subjects, without asked opinions and what was undone, oldest first.

    Goes by the runs, which have an index on the subject.
    """
    rows = Task.objects.filter(instance__subject__in=subjects, kind="task", of=None).exclude(
        state__in=["taken", "dropped"]
    )
    told = rows.order_by("opened_at", "id").values_list(
        "subject", "id", "node", "name", "state", "holder", "due", "closed_at", "closed_by",
        "instance__definition_id", "instance__paused_on",
    )  # fmt: skip
    found: dict[str, list[TaskRow]] = defaultdict(list)
    for row in told:
        found[row[0]].append(TaskRow(*row))
    return found
