"""Named reads of processes: the work list, one run with its tasks and record, what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, clock
from onewindow.workflow import policies
from onewindow.workflow.graph import Graph, Kind, graph_from
from onewindow.workflow.hands import Hand
from onewindow.workflow.models import Definition, Instance, Step, Task, TaskState

PAGE_SIZE = 20


@dataclass(frozen=True)
class Run:
    """One run about a subject: its graph, its tasks oldest first, its record."""

    instance: Instance
    graph: Graph
    tasks: tuple[Task, ...]
    steps: tuple[Step, ...]

    @property
    def open(self) -> tuple[Task, ...]:
        """What waits now, time limits left out."""
        return tuple(t for t in self.tasks if t.state == TaskState.OPEN and t.kind != Kind.BOUNDARY)

    @property
    def done_nodes(self) -> frozenset[str]:
        """The nodes that were completed."""
        return frozenset(t.node for t in self.tasks if t.state == TaskState.DONE and t.of_id is None)


def runs_of(subject: str) -> list[Run]:
    """Return the runs about a subject, the outermost newest last, in at most three statements."""
    instances = list(Instance.objects.select_related("definition").filter(subject=subject).order_by("id"))
    if not instances:
        return []
    tasks = list(Task.objects.filter(instance__in=instances).order_by("id"))
    steps = list(Step.objects.filter(instance__in=instances).order_by("id"))
    return [
        Run(
            one, graph_from(one.definition.graph),
            tuple(t for t in tasks if t.instance_id == one.pk),
            tuple(s for s in steps if s.instance_id == one.pk),
        )
        for one in instances
    ]  # fmt: skip


def work_list(
    by: Actor, *, after: tuple[date | None, UUID] | None = None, limit: int = PAGE_SIZE
) -> list[Task]:
    """Return the open tasks the actor may do, the most urgent first; over indexes, by keyset."""
    rows = policies.work_of(by).order_by("due", "id")
    if after is not None:
        day, key = after
        rows = _beyond(rows, day, key)
    return list(rows[:limit])


def _beyond(rows: "QuerySet[Task]", day: date | None, key: UUID) -> "QuerySet[Task]":
    """Return what comes after a row in the order of due days, those without one at the end."""
    if day is None:
        return rows.filter(due=None, pk__gt=key)
    return rows.filter(due__gt=day) | rows.filter(due=day, pk__gt=key) | rows.filter(due=None)


def open_tasks(by: Actor, subject: str) -> list[Task]:
    """Return the open tasks about a subject that the actor may do."""
    mine = Task.objects.filter(subject=subject, state=TaskState.OPEN, kind=Kind.TASK).order_by("id")
    return [task for task in mine if policies.can_do(by, task)]


def late_tasks(on: date, *, limit: int = 1000) -> list[Task]:
    """Return the open tasks whose day was before a day, the latest first, over an index."""
    return list(Task.objects.filter(state=TaskState.OPEN, due__lt=on).order_by("due", "id")[:limit])


def colleagues(by: Actor, role: str, *, mine: bool = False) -> list[Hand]:
    """Return who else (with `mine`: oneself too) in the actor's body holds a post with a role."""
    if by.kind != "official" or not by.agency:
        return []
    posts = identity.Post.objects.filter(agency_id=by.agency, closed_on=None)
    held = posts.filter(roles__contains=[role]) if role else posts
    accounts = identity.Account.objects.filter(post__in=held, is_active=True).select_related("person")
    found = [
        Hand(f"official:{one.pk}", one.person_id, one.person.name if one.person else one.username)
        for one in accounts.order_by("id")[:200]
    ]
    return [one for one in found if mine or one.label != by.label]


@dataclass(frozen=True)
class Load:
    """How much one hand of a body holds: open tasks, late ones, since when the oldest; no name: free ones."""

    name: str
    open: int
    late: int
    oldest: datetime


def load_of(agency: str) -> list[Load]:
    """Return what each hand of a body holds, the fullest first, in one statement over open tasks."""
    rows = Task.objects.filter(state=TaskState.OPEN, kind=Kind.TASK, agency=agency)
    counted = rows.values("holder", "holder_name").annotate(
        open=Count("pk"), late=Count("pk", filter=Q(due__lt=clock.today())), oldest=Min("opened_at")
    )
    return [
        Load(row["holder_name"], row["open"], row["late"], row["oldest"])
        for row in counted.order_by("-open", "holder_name")[:100]
    ]


def published_process(key: str) -> Definition | None:
    """Return the version of a process in force, None where there is none."""
    return Definition.objects.filter(key=key, state="published").first()


def processes() -> Sequence[Definition]:
    """Return the newest version of every process, by key: its draft where there is one."""
    return list(Definition.objects.exclude(state="retired").order_by("key", "-number"))
