"""What supervision reads of processes: the tasks about many subjects in one statement, as plain rows."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from onewindow.kernel.public import reading


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


_TASKS = """
    SELECT t.subject, t.id, t.node, t.name, t.state, t.holder, t.due, t.closed_at, t.closed_by,
        i.definition_id, i.paused_on
    FROM workflow_instance i JOIN workflow_task t ON t.instance_id = i.id
    WHERE i.subject = ANY(%s) AND t.kind = 'task' AND t.of_id IS NULL AND t.state NOT IN ('taken', 'dropped')
    ORDER BY t.opened_at, t.id
"""


def tasks_about(subjects: Collection[str]) -> dict[str, list[TaskRow]]:
    """Return the tasks of the runs about subjects, without asked opinions and what was undone, oldest first.

    Goes by the runs, which have an index on the subject.
    """
    found: dict[str, list[TaskRow]] = defaultdict(list)
    for row in reading.rows(_TASKS, [list(subjects)]):
        found[row[0]].append(TaskRow(*row))
    return found
