"""One running process under its lock: its rows as a marking, and a move of the marking as changes of rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from onewindow.kernel.public import Actor, audit, clock, inserting, outbox, prepared, workdays
from onewindow.rules.public import holds
from onewindow.workflow.errors import NotRunning, TaskGone, TaskInvalid, UnknownTask
from onewindow.workflow.events import ProcessEnded, ServiceAwaited
from onewindow.workflow.game import Counts, Marking, Played, fire, is_left
from onewindow.workflow.graph import Graph, Kind, Node, graph_from
from onewindow.workflow.models import Definition, Instance, InstanceState, Step, StepKind, Task, TaskState

MOST_VALUES = 8_000  # characters of the values a process keeps: keys and outcomes, never a form


@dataclass
class Board:
    """A locked instance, its tasks, and what was changed until `save`."""

    instance: Instance
    graph: Graph
    tasks: list[Task]
    by: Actor
    made: list[Task] = field(default_factory=list)
    changed: dict[UUID, Task] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    began: list[Task] = field(default_factory=list)

    def task(self, key: UUID) -> Task:
        """Return a task of this instance."""
        found = next((one for one in self.tasks if one.pk == key), None)
        if found is None:
            raise UnknownTask
        return found

    def open(self, node: str = "") -> list[Task]:
        """Return the open rows that carry tokens, of one node or of all; asked opinions carry none."""
        held = [one for one in self.tasks if one.state == TaskState.OPEN and _holds_token(one)]
        return [one for one in held if not node or one.node == node]

    @property
    def marking(self) -> Marking:
        """Where the process stands."""
        active = tuple(sorted({one.node for one in self.open()}))
        return Marking(active, _counts(self.instance.waiting), _counts(self.instance.loops))

    def require_running(self) -> None:
        """Raise NotRunning for a process that ended or stands still."""
        if self.instance.state != InstanceState.RUNNING:
            raise NotRunning

    def note(
        self, kind: StepKind, task: Task | None = None, *, note: str = "", outcome: str = "", who: str = ""
    ) -> None:
        """Add a line to the record of the process."""
        self.steps.append(
            Step(
                instance=self.instance,
                task=task,
                kind=kind,
                at=clock.now(),
                node=task.node if task else "",
                name=task.name if task else "",
                actor=self.by.label,
                who=(who or ("系统" if self.by.kind == "system" else self.by.name))[:100],
                outcome=outcome,
                note=note[:1000],
                city=self.instance.city,
            )
        )

    def close(self, task: Task, state: TaskState, *, outcome: str = "", note: str = "") -> None:
        """Close a task; the caller's own was found open by `touch`."""
        task.state, task.outcome, task.note = state, outcome, note
        task.closed_at, task.closed_by = clock.now(), self.by.label
        task.closed_person, task.closed_name = self.by.person_id, self.by.name[:100]
        self.changed[task.pk] = task

    def set_values(self, values: dict[str, object]) -> None:
        """Keep values for the conditions; only what the definition names."""
        unknown = set(values) - set(self.graph.names)
        if unknown:
            raise TaskInvalid(errors={"values": [f"流程没有声明这些数据：{'、'.join(sorted(unknown))}。"]})
        self.instance.values = {**self.instance.values, **values}
        if len(str(self.instance.values)) > MOST_VALUES:
            raise TaskInvalid(errors={"values": ["流程里只放少量判断用的数据，内容请放在业务表里。"]})

    def move(self, node: str, flow: str = "", *, cause: Task | None = None) -> None:
        """Let the token of a node go on, and through every choice after it, into rows."""
        before = self.instance.waiting, self.instance.loops
        stands = replace(self.marking, active=tuple(sorted({*self.marking.active, node})))
        self.play(fire(self.graph, stands, node, flow), cause)
        if cause is not None:
            cause.effect = {
                "waiting": _difference(before[0], self.instance.waiting),
                "loops": _difference(before[1], self.instance.loops),
                "opened": [str(one.pk) for one in self.made if one.made_by_id == cause.pk],
                **({"dropped": dropped} if (dropped := cause.effect.get("dropped")) else {}),
            }

    def play(self, played: Played, cause: Task | None) -> None:
        """Turn a move, and the choices that follow it, into rows."""
        results = list(played.results)
        opened, closed = list(played.opened), list(played.closed)
        while choice := next((one for one in opened if self.graph.node[one].kind == Kind.CHOICE), None):
            played = fire(self.graph, played.marking, choice, self._way(choice, played.marking))
            opened = [one for one in opened if one != choice and one not in played.closed]
            opened += [one for one in played.opened if one not in opened]
            closed += played.closed
            results += played.results
        self.instance.waiting, self.instance.loops = dict(played.marking.waiting), dict(played.marking.loops)
        for node in closed:
            self.drop(self.open(node), cause)
        for node in opened:
            self._begin(self.graph.node[node], cause)
        if results:
            self.instance.result = results[-1]

    def drop(self, tasks: Iterable[Task], cause: Task | None) -> None:
        """Close what is no longer needed, opinions that were asked for it among them."""
        for task in list(tasks):
            self.close(task, TaskState.DROPPED)
            if cause is not None:
                cause.effect = {**cause.effect, "dropped": [*cause.effect.get("dropped", []), str(task.pk)]}
            self.drop([t for t in self.tasks if t.of_id == task.pk and t.state == TaskState.OPEN], None)

    def _way(self, choice: str, marking: Marking) -> str:
        ways = [flow for flow in self.graph.outgoing[choice] if is_left(marking, flow)]
        known, names = self.instance.values, self.graph.names
        taken = next((f for f in ways if not f.default and holds(f.when, known, names)), None)
        usual = next((f for f in ways if f.default), ways[0])
        return (taken or usual).id

    def _begin(self, node: Node, cause: Task | None) -> None:
        if node.many is None:
            self._open(node, cause, agency=self._agency(node.agency))
            return
        listed = self.instance.values.get(node.many.over) if node.many.over else [""] * node.many.hands
        bodies = [str(one) for one in listed] if isinstance(listed, list) else []
        if not bodies:
            raise TaskInvalid(errors={node.many.over: [f"“{node.name}”的会签名单是空的。"]})
        for seq, body in enumerate(bodies, 1):
            self._open(node, cause, agency=body or self._agency(node.agency), seq=seq)

    def _open(self, node: Node, cause: Task | None, *, agency: str, seq: int = 1) -> None:
        today, calendar = clock.today(), workdays.calendar_for(self.instance.region_code)
        mine = [t for t in self.tasks if t.node == node.id and t.seq == seq and t.of_id is None]
        before = [t for t in mine if t.state == TaskState.DONE]
        again = before[-1] if before and cause is not None and cause.state == TaskState.RETURNED else None
        task = Task(
            instance=self.instance, subject=self.instance.subject, title=self.instance.title,
            city=self.instance.city, node=node.id, name=node.name or node.id, kind=node.kind, agency=agency,
            role=node.role, holder=again.closed_by if again else "",
            holder_person=again.closed_person if again else None,
            holder_name=again.closed_name if again else "", seq=seq,
            of=self._bound(node), made_by=cause, opened_at=clock.now(),
            due=calendar.due(today, node.limit).on if node.limit is not None else None,
            fires_on=calendar.due(today, node.after).on if node.after else None,
        )  # fmt: skip
        self.tasks.append(task)
        self.made.append(task)
        if node.kind == Kind.SERVICE:
            outbox.publish(
                ServiceAwaited(subject=task.subject, city=task.city, task=task.pk, service=node.service)
            )
        elif node.kind == Kind.CALL:
            self.began.append(task)

    def _bound(self, node: Node) -> Task | None:
        return next(iter(self.open(node.of)), None) if node.kind == Kind.BOUNDARY else None

    def _agency(self, named: str) -> str:
        if not named:
            return self.instance.agency
        return str(self.instance.values.get(named[1:], "")) if named.startswith("=") else named

    def save(self, action: str) -> None:
        """Write what was changed with its record, in one statement, and audit; end a run that ended."""
        ended = self.instance.state == InstanceState.RUNNING and self.marking.is_ended
        if ended:
            self.instance.state, self.instance.ended_at = InstanceState.ENDED, clock.now()
            self.note(StepKind.ENDED, outcome=self.instance.result)
        new = {one.pk for one in self.made}
        old = [one for one in self.changed.values() if one.pk not in new]
        for one in self.made:
            self.note(StepKind.OPENED, one)
        inserting.write(*self.made, *self.steps, changed=[*old, self.instance], names=WRITTEN)
        audit.record(self.by, action, self.instance, *self.made, *old)
        if ended and self.instance.parent_id is None:
            outbox.publish(
                ProcessEnded(
                    subject=self.instance.subject,
                    city=self.instance.city,
                    key=self.instance.definition.key,
                    result=self.instance.result,
                )
            )


WRITTEN: inserting.Changed = {
    Task: (
        "state", "agency", "holder", "holder_person", "holder_name", "touched_at", "due", "fires_on",
        "closed_at", "closed_by", "closed_person", "closed_name", "outcome", "note", "effect",
    ),
    Instance: ("agency", "state", "result", "values", "waiting", "loops", "paused_on", "ended_at"),
}  # fmt: skip
"""What of a task and of a run ever changes."""


def _holds_token(task: Task) -> bool:
    return task.of_id is None or task.kind == Kind.BOUNDARY


def touch(task: Task) -> None:
    """Note when an open task was first dealt with; raise TaskGone where somebody was faster.

    The lock of its run is held, and its row was read after that.
    """
    if task.state != TaskState.OPEN:
        raise TaskGone
    task.touched_at = clock.now()


_RUN = prepared.Kept(lambda: Instance.objects.select_for_update().filter(pk=prepared.Place(1)))
_ABOUT = prepared.Kept(
    lambda: Instance.objects.select_for_update().filter(
        subject=prepared.Place(1), parent=None, state__in=["running", "paused"]
    )
)
_TASK = prepared.Kept(lambda: Task.objects.select_related("instance").filter(pk=prepared.Place(1)))
_TASKS = prepared.Kept(lambda: Task.objects.filter(instance_id=prepared.Place(1)).order_by("id"))


def board_of_task(by: Actor, key: UUID) -> Board:
    """Lock the process a task belongs to, its outermost run first; raise UnknownTask."""
    mine = _TASK.first(key)
    outer = _RUN.first(mine.instance.root) if mine is not None else None
    if mine is None or outer is None:
        raise UnknownTask
    board = lay_out(by, outer)
    if any(one.pk == key for one in board.tasks):
        return board
    return locked(by, mine.instance_id, outer.pk)


def running_about(subject: str) -> Instance | None:
    """Return the outermost run about a subject that has not ended, locked; None where there is none."""
    return _ABOUT.first(subject)


def locked(by: Actor, key: UUID, root: UUID) -> Board:
    """Return an instance with the lock of its outermost run held; always from the outside in."""
    outer = _RUN.first(root)
    inner = outer if key == root else _RUN.first(key)
    if outer is None or inner is None:
        raise NotRunning
    return lay_out(by, inner)


def lay_out(by: Actor, instance: Instance) -> Board:
    """Return the board of a run whose outermost run is locked."""
    instance.definition = definition = _definition(instance.definition_id)
    tasks = _TASKS.all(instance.pk)
    for one in tasks:
        one.instance = instance
    return Board(instance, graph_of(definition), tasks, by)


def _definition(key: int) -> Definition:
    """Return a published definition, read once: what it says never changes, only that it was retired."""
    return _known.get(key) or keep(Definition.objects.get(pk=key))


def keep(definition: Definition) -> Definition:
    """Keep a definition that is published for the next board of one of its runs."""
    _known[definition.pk] = definition
    return definition


def graph_of(definition: Definition) -> Graph:
    """Return the graph of a definition; one that is published is parsed once."""
    if definition.state == "draft":
        return graph_from(definition.graph)
    key = (definition.pk, definition.digest)
    if key not in _parsed:
        _parsed[key] = graph_from(definition.graph)
    return _parsed[key]


_known: dict[int, Definition] = {}
_parsed: dict[tuple[int, str], Graph] = {}


def _counts(held: dict[str, int]) -> Counts:
    return tuple(sorted(held.items()))


def _difference(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    names = set(before) | set(after)
    return {n: d for n in sorted(names) if (d := after.get(n, 0) - before.get(n, 0))}
