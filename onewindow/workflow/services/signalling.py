"""Tell a running process what happened outside it."""

from collections.abc import Collection, Mapping

from onewindow.kernel.public import Actor, unit
from onewindow.workflow.graph import Kind
from onewindow.workflow.models import Instance, InstanceState, StepKind, Task, TaskState
from onewindow.workflow.services.board import Board, lay_out, locked, running_about
from onewindow.workflow.services.running import finish_waiting, settle

WAITING = frozenset({Kind.MESSAGE, Kind.TASK})


def signal_process(
    *, by: Actor, subject: str, message: str, values: Mapping[str, object] | None = None
) -> int:
    """Tell the running process about a subject that something happened; return how many nodes waited for it.

    A message nobody waits for changes nothing, so it may be told twice.
    """
    with unit.work(joined=True):
        outer = running_about(subject)
        if outer is None:
            return 0
        boards = [lay_out(by, outer)]
        if any(node.kind == Kind.CALL for node in boards[0].graph.nodes):
            called = Instance.objects.filter(root=outer.pk, state=InstanceState.RUNNING).exclude(pk=outer.pk)
            keys = list(called.order_by("id").values_list("pk", flat=True))
            boards += [locked(by, key, outer.pk) for key in keys]
        return sum(_told(board, {message}, values or {}, most=1) for board in boards)


def tell_process(*, by: Actor, subject: str, messages: Collection[str]) -> list[Task]:
    """Tell the running process about a subject all that happened, again where one thing opens the way for
    another; return the tasks and messages its outermost run waits for now, in three statements.

    A process that stands still is told nothing; messages nobody waits for change nothing.
    """
    with unit.work(joined=True):
        outer = running_about(subject)
        if outer is None:
            return []
        board = lay_out(by, outer)
        _told(board, set(messages), {})
        return [one for one in board.open() if one.kind in WAITING]


def _told(board: Board, messages: Collection[str], values: Mapping[str, object], *, most: int = 0) -> int:
    """Let what waits for one of the messages go on, in `most` rounds; return how many nodes did."""
    told = rounds = 0
    if board.instance.state != InstanceState.RUNNING:
        return told
    while not most or rounds < most:
        ready = [one for one in board.open() if board.graph.node[one.node].message in messages]
        ready = [one for one in ready if one.kind == Kind.MESSAGE]
        if not ready:
            break
        for task in ready:
            if task.state == TaskState.OPEN:
                board.set_values({n: v for n, v in values.items() if n in board.graph.names})
                finish_waiting(board, task, {}, StepKind.DONE)
                told += 1
        rounds += 1
    if told:
        settle(board, "process.message")
    return told
