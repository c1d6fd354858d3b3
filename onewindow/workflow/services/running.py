"""Start, complete, pause, move and cancel running processes."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from onewindow.kernel.public import Actor, clock, inserting, prepared, unit, workdays
from onewindow.workflow import policies
from onewindow.workflow.errors import (
    AlreadyRunning,
    NotRunning,
    SameHand,
    TaskInvalid,
    UnknownDefinition,
    WaitsForOpinions,
)
from onewindow.workflow.game import begin
from onewindow.workflow.graph import Kind, Node
from onewindow.workflow.models import Definition, Instance, InstanceState, StepKind, Task, TaskState
from onewindow.workflow.services.board import (
    Board,
    board_of_task,
    graph_of,
    keep,
    lay_out,
    locked,
    running_about,
    touch,
)

OPINIONS = ("同意", "不同意")


@dataclass(frozen=True)
class Progress:
    """Where a process stands after a verb: whether it ended, with what result, and what was opened."""

    instance: Instance
    opened: tuple[Task, ...]

    @property
    def is_ended(self) -> bool:
        """Tell whether the process came to its end."""
        return self.instance.state == InstanceState.ENDED

    @property
    def result(self) -> str:
        """The result its end names."""
        return self.instance.result


def start_process(
    *,
    by: Actor,
    key: str,
    subject: str,
    city: str,
    region_code: str,
    agency: str,
    title: str = "",
    values: Mapping[str, object] | None = None,
    number: int | None = None,
) -> Progress:
    """Start a published process about a subject, in the version given or the one in force.

    One process runs about a subject at a time. Raises UnknownDefinition, AlreadyRunning, TaskInvalid.
    """
    with unit.work(joined=True):
        definition = definition_in_force(key, number)
        board = _begun(
            by, definition, subject=subject, city=city, region_code=region_code, agency=agency, title=title,
            values=dict(values or {}), parent=None,
        )  # fmt: skip
        return _progress(board)


def definition_in_force(key: str, number: int | None = None) -> Definition:
    """Return a published version, the one in force where no number is given; raise UnknownDefinition."""
    if number is None:
        definition = _IN_FORCE.first(key)
    else:
        definition = Definition.objects.filter(key=key, number=number).exclude(state="draft").first()
    if definition is None:
        raise UnknownDefinition
    return definition


_IN_FORCE = prepared.Kept(
    lambda: Definition.objects.filter(key=prepared.Place(1), state="published").order_by("pk")[:1]
)


def _begun(
    by: Actor,
    definition: Definition,
    *,
    subject: str,
    city: str,
    region_code: str,
    agency: str,
    title: str,
    values: dict[str, object],
    parent: Task | None,
    root: UUID | None = None,
) -> Board:
    instance = Instance(
        definition=definition, subject=subject, title=title[:200], city=city, region_code=region_code,
        agency=agency, parent=parent, started_at=clock.now(),
    )  # fmt: skip
    instance.root = root or instance.pk
    if not inserting.claim(instance):
        raise AlreadyRunning
    graph = graph_of(keep(definition))
    board = Board(instance, graph, [], by)
    board.set_values({name: value for name, value in values.items() if parent is None or name in graph.names})
    board.note(StepKind.STARTED, note=f"{definition.name}，第 {definition.number} 版")
    board.play(begin(graph), None)
    settle(board, "process.started")
    return board


def complete_task(
    *, by: Actor, task: UUID, outcome: str = "", note: str = "", values: Mapping[str, object] | None = None
) -> Progress:
    """Complete an open task with one of its outcomes; the process goes on.

    Raises UnknownTask, TaskGone, NotRunning, NotYourTask, TaskHeld, SameHand, WaitsForOpinions, TaskInvalid.
    """
    with unit.work(joined=True):
        board = board_of_task(by, task)
        one = board.task(task)
        _require_open(board, one)
        policies.require_doer(by, one)
        node = board.graph.node[one.node]
        given = _outcome(one, node, outcome)
        if one.of_id is None:
            _require_apart(board, one, node)
            _require_opinions(board, one)
        board.set_values(dict(values or {}))
        board.close(one, TaskState.DONE, outcome=given, note=note[:4000])
        board.note(StepKind.DONE, one, note=note, outcome=given)
        if one.of_id is None:
            _go_on(board, one, node)
        settle(board, "process.task_done")
        return _progress(board)


def _require_open(board: Board, task: Task) -> None:
    board.require_running()
    touch(task)


def _outcome(task: Task, node: Node, outcome: str) -> str:
    allowed = node.outcomes if task.of_id is None else OPINIONS
    given = outcome or (allowed[0] if len(allowed) == 1 else "")
    if given not in allowed:
        raise TaskInvalid(errors={"outcome": ["请选择这一步的结论。"]})
    return given


def _require_apart(board: Board, task: Task, node: Node) -> None:
    """Keep hands apart: of the nodes the process names, and of the members of one joint task."""
    others = [one for one in members_of(board, task) if one.state == TaskState.DONE]
    if any(policies.same_hand(board.by, one.closed_by, one.closed_person) for one in others):
        raise SameHand(step=task.name)
    for other in node.apart:
        done = [t for t in board.tasks if t.node == other and t.of_id is None and t.state == TaskState.DONE]
        if any(policies.same_hand(board.by, t.closed_by, t.closed_person) for t in done):
            raise SameHand(step=board.graph.node[other].name or other)


def _require_opinions(board: Board, task: Task) -> None:
    if any(t.of_id == task.pk and t.kind == Kind.TASK and t.state == TaskState.OPEN for t in board.tasks):
        raise WaitsForOpinions


def _go_on(board: Board, task: Task, node: Node) -> None:
    """Move the token of the node, once its task is done, or enough of a joint task are."""
    members = members_of(board, task)
    outcome = verdict(node, members)
    if outcome is None:
        return
    open_ = [one for one in members if one.state == TaskState.OPEN]
    board.drop(open_, task)
    agreed = sum(one.outcome == node.outcomes[0] for one in members)
    board.set_values({node.id: {"outcome": outcome, "agreed": agreed, "of": len(members)}})
    board.move(node.id, cause=task)


def members_of(board: Board, task: Task) -> list[Task]:
    """Return the rows of the same joint task: opened by the same move, and not put aside since."""
    return [
        one for one in board.tasks
        if one.node == task.node and one.of_id is None and one.made_by_id == task.made_by_id
        and one.opened_at == task.opened_at and one.state != TaskState.DROPPED
    ]  # fmt: skip


def verdict(node: Node, members: list[Task]) -> str | None:
    """Return the outcome of a task with all its members, None while it is open.

    The first outcome of the node counts for it; when it can no longer be reached, the latest other holds.
    """
    done = [one for one in members if one.state == TaskState.DONE]
    if node.many is None:
        return done[-1].outcome if done else None
    if node.many.every and len(done) < len(members):
        return None
    for_it = sum(one.outcome == node.outcomes[0] for one in done)
    needed = {"all": len(members), "any": 1}.get(node.many.join, min(node.many.quorum, len(members)))
    if for_it >= needed:
        return node.outcomes[0]
    against = [one for one in done if one.outcome != node.outcomes[0]]
    if len(members) - len(against) < needed:
        return max(against, key=lambda one: (one.closed_at, one.pk)).outcome
    return None


def settle(board: Board, action: str) -> None:
    """Save a board, begin what it calls, and let the run above go on when this one ended."""
    board.save(action)
    for task in board.began:
        _call(board, task)
    instance = board.instance
    if instance.state == InstanceState.ENDED and instance.parent_id is not None:
        _hand_up(board)


def _call(board: Board, task: Task) -> None:
    node, instance = board.graph.node[task.node], board.instance
    _begun(
        board.by, definition_in_force(node.calls), subject=instance.subject, city=instance.city,
        region_code=instance.region_code, agency=task.agency, title=instance.title,
        values=dict(instance.values), parent=task, root=instance.root,
    )  # fmt: skip
    instance.refresh_from_db()


def _hand_up(board: Board) -> None:
    """Complete the call of the run above with the result of this one."""
    parent = Task.objects.select_related("instance").get(pk=board.instance.parent_id)
    above = locked(board.by, parent.instance_id, board.instance.root)
    task = above.task(parent.pk)
    if task.state != TaskState.OPEN:
        return
    above.close(task, TaskState.DONE, outcome=board.instance.result)
    _go_on_with(above, task, {"outcome": board.instance.result})
    settle(above, "process.call_done")


def _go_on_with(board: Board, task: Task, told: dict[str, object]) -> None:
    node = board.graph.node[task.node]
    board.set_values({node.id: told})
    board.move(node.id, cause=task)


def finish_waiting(board: Board, task: Task, told: Mapping[str, object], kind: StepKind) -> None:
    """Let what waits for no person go on: a program that answered, a message, a time that came."""
    board.close(task, TaskState.DONE, outcome=str(told.get("outcome", "done"))[:40])
    board.note(kind, task)
    if task.kind == Kind.BOUNDARY:
        board.move(task.node, cause=task)
    else:
        _go_on_with(board, task, {"outcome": "done", **told})


def pause_process(*, by: Actor, subject: str) -> None:
    """Let a process stand still: nothing is done, no time counts. Raises NotRunning."""
    with unit.work(joined=True):
        for board in _whole(by, subject):
            board.require_running()
            board.instance.state, board.instance.paused_on = InstanceState.PAUSED, clock.today()
            board.note(StepKind.PAUSED)
            board.save("process.paused")


def resume_process(*, by: Actor, subject: str) -> None:
    """Let a paused process go on; every open due day moves by the working days it stood."""
    with unit.work(joined=True):
        for board in _whole(by, subject):
            if board.instance.state != InstanceState.PAUSED or board.instance.paused_on is None:
                continue
            since, today = board.instance.paused_on, clock.today()
            calendar = workdays.calendar_for(board.instance.region_code)
            for task in board.tasks:
                if task.state == TaskState.OPEN:
                    for name in ("due", "fires_on"):
                        if (day := getattr(task, name)) is not None:
                            left = calendar.days_between(since, day)
                            setattr(task, name, calendar.due(today, left).on if left >= 0 else day)
                    board.changed[task.pk] = task
            board.instance.state, board.instance.paused_on = InstanceState.RUNNING, None
            board.note(StepKind.RESUMED)
            board.save("process.resumed")


def move_process(*, by: Actor, subject: str, agency: str, held_by: str = "") -> None:
    """Give the open tasks of the body that began a process, or of `held_by`, to another body.

    Who held them there holds them no more.
    """
    with unit.work(joined=True):
        for board in _whole(by, subject):
            old = held_by or board.instance.agency
            if old == board.instance.agency:
                board.instance.agency = agency
            for task in board.tasks:
                if task.state == TaskState.OPEN and task.agency == old:
                    task.agency, task.holder, task.holder_person, task.holder_name = agency, "", None, ""
                    board.changed[task.pk] = task
            board.note(StepKind.MOVED)
            board.save("process.moved")


def cancel_process(*, by: Actor, subject: str, note: str = "") -> bool:
    """End a process before its end; its open tasks are no longer needed. False where none was running."""
    with unit.work(joined=True):
        boards = _whole(by, subject, missing_ok=True)
        for board in boards:
            board.drop([t for t in board.tasks if t.state == TaskState.OPEN], None)
            board.instance.state, board.instance.ended_at = InstanceState.CANCELLED, clock.now()
            board.instance.paused_on = None
            board.note(StepKind.CANCELLED, note=note)
            board.save("process.cancelled")
        return bool(boards)


def _whole(by: Actor, subject: str, *, missing_ok: bool = False) -> list[Board]:
    """Lock the running process about a subject with all it called, the outermost first."""
    found = running_about(subject)
    if found is None:
        if missing_ok:
            return []
        raise NotRunning
    outer, root = lay_out(by, found), found.pk
    called = Instance.objects.filter(root=root, state__in=["running", "paused"]).exclude(pk=root)
    return [outer, *(locked(by, key, root) for key in called.order_by("id").values_list("pk", flat=True))]


def _progress(board: Board) -> Progress:
    return Progress(board.instance, tuple(one for one in board.made if one.state == TaskState.OPEN))
