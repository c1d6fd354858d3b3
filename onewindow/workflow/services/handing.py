"""Claim, release, delegate, ask others (加签), return (退回), take back (撤回)."""

from collections.abc import Collection
from uuid import UUID

from onewindow.kernel.public import Actor, clock, unit
from onewindow.workflow import policies
from onewindow.workflow.errors import (
    CannotTakeBack,
    NotYourTask,
    TaskInvalid,
    TooManyReturns,
)
from onewindow.workflow.game import is_left
from onewindow.workflow.graph import Kind
from onewindow.workflow.hands import Hand, hand_of
from onewindow.workflow.models import StepKind, Task, TaskState
from onewindow.workflow.services.board import Board, board_of_task, touch
from onewindow.workflow.services.running import Progress, members_of, settle

MOST_ASKED = 20


def claim_task(*, by: Actor, task: UUID) -> Task:
    """Take a free task of one's post; twice is once. Raises TaskHeld, NotYourTask, TaskGone, NotRunning."""
    with unit.work(joined=True):
        board, one = _opened(by, task)
        if policies.is_holder(by, one):
            return one
        policies.require_doer(by, one)
        _hold(one, hand_of(by))
        return _kept(board, one, StepKind.CLAIMED, "process.task_claimed")


def release_task(*, by: Actor, task: UUID) -> Task:
    """Give a task one holds back to the post. Raises NotYourTask, TaskGone, NotRunning."""
    with unit.work(joined=True):
        board, one = _opened(by, task)
        if not policies.is_holder(by, one) or not policies.in_post(by, one):
            raise NotYourTask
        _hold(one, Hand("", None, ""))
        return _kept(board, one, StepKind.RELEASED, "process.task_released")


def delegate_task(*, by: Actor, task: UUID, to: Hand, note: str) -> Task:
    """Hand a task to a colleague, on record with the reason; the head of the body may hand on any.

    The caller checks that the colleague may hold it. Raises NotYourTask, TaskHeld, TaskGone, TaskInvalid.
    """
    if not note.strip():
        raise TaskInvalid(errors={"note": ["请写明转交的理由。"]})
    with unit.work(joined=True):
        board, one = _opened(by, task)
        if not policies.heads(by, one):
            policies.require_doer(by, one)
        if to.label == (one.holder or by.label):
            raise TaskInvalid(errors={"to": ["请选择另一位人员。"]})
        _hold(one, to)
        return _kept(
            board, one, StepKind.DELEGATED, "process.task_delegated", note=f"转交{to.name}：{note.strip()}"
        )


def ask_opinions(*, by: Actor, task: UUID, of: Collection[Hand], question: str) -> list[Task]:
    """Ask others for their opinion before one answers oneself (加签); the task waits for all of them.

    Raises NotYourTask, TaskHeld, TaskGone, NotRunning, TaskInvalid.
    """
    asked = {one.label: one for one in of if one.label != by.label}
    if not asked or len(asked) > MOST_ASKED:
        raise TaskInvalid(errors={"to": [f"请选择 1 到 {MOST_ASKED} 位其他人员。"]})
    if not question.strip():
        raise TaskInvalid(errors={"note": ["请写明想请他们看什么。"]})
    with unit.work(joined=True):
        board, one = _opened(by, task)
        if one.of_id is not None or one.kind != Kind.TASK:
            raise NotYourTask
        policies.require_doer(by, one)
        _hold(one, hand_of(by))
        board.changed[one.pk] = one
        made = [
            Task(
                instance=board.instance, subject=one.subject, title=one.title, city=one.city, node=one.node,
                name=f"{one.name[:90]}（加签）", kind=Kind.TASK, agency=one.agency, holder=hand.label,
                holder_person=hand.person, holder_name=hand.name[:100], seq=n, of=one,
                question=question.strip()[:500], opened_at=clock.now(), due=one.due,
            )
            for n, hand in enumerate(asked.values(), 1)
        ]  # fmt: skip
        board.tasks += made
        board.made += made
        names = "、".join(hand.name for hand in asked.values())
        board.note(StepKind.ASKED, one, note=f"请{names}提出意见：{question.strip()}")
        board.save("process.opinions_asked")
        return made


def drop_opinion(*, by: Actor, task: UUID) -> Task:
    """Take back an opinion one asked for and that was not given yet. Raises NotYourTask, TaskGone."""
    with unit.work(joined=True):
        board, one = _opened(by, task)
        asker = board.task(one.of_id) if one.of_id else None
        if asker is None or not policies.is_holder(by, asker):
            raise NotYourTask
        board.close(one, TaskState.DROPPED)
        board.note(StepKind.TAKEN, one)
        board.save("process.opinion_dropped")
        return one


def return_task(*, by: Actor, task: UUID, to: str, note: str) -> Progress:
    """Send the work back to an earlier node the process allows; who did it there holds it again.

    Raises NotYourTask, TaskHeld, TaskGone, NotRunning, TooManyReturns, TaskInvalid.
    """
    if not note.strip():
        raise TaskInvalid(errors={"note": ["请写明退回的理由。"]})
    with unit.work(joined=True):
        board, one = _opened(by, task)
        policies.require_doer(by, one)
        flow = next((f for f in board.graph.returns.get(one.node, ()) if f.target == to), None)
        if flow is None or one.of_id is not None:
            raise TaskInvalid(errors={"to": ["流程不允许从这一步退回到那里。"]})
        if not is_left(board.marking, flow):
            raise TooManyReturns(most=flow.most)
        others = [t for t in members_of(board, one) if t.state == TaskState.OPEN and t.pk != one.pk]
        board.close(one, TaskState.RETURNED, outcome="returned", note=note.strip()[:4000])
        board.drop(others, one)
        board.drop([t for t in board.tasks if t.of_id == one.pk and _is_opinion(t)], None)
        board.note(StepKind.RETURNED, one, note=note.strip(), outcome="returned")
        board.move(one.node, flow.id, cause=one)
        settle(board, "process.task_returned")
        return Progress(board.instance, tuple(board.made))


def take_back_task(*, by: Actor, task: UUID) -> Task:
    """Undo one's own completion while nobody has begun what it opened; the task is open and one's own again.

    Raises NotYourTask for another's, CannotTakeBack once the next has begun, NotRunning after the end.
    """
    with unit.work(joined=True):
        board = board_of_task(by, task)
        board.require_running()
        one = board.task(task)
        if one.state not in {TaskState.DONE, TaskState.RETURNED} or one.kind != Kind.TASK:
            raise CannotTakeBack
        if not policies.same_hand(by, one.closed_by, one.closed_person):
            raise NotYourTask
        _undo(board, one)
        one.state, one.outcome, one.note, one.effect = TaskState.OPEN, "", "", {}
        one.closed_at, one.closed_by, one.closed_person, one.closed_name = None, "", None, ""
        _hold(one, hand_of(by))
        return _kept(board, one, StepKind.TAKEN, "process.task_taken_back")


def _undo(board: Board, one: Task) -> None:
    """Reverse what a completion did, exactly; raise CannotTakeBack where that is no longer possible."""
    effect = one.effect
    opened = [board.task(UUID(key)) for key in effect.get("opened", [])]
    dropped = [board.task(UUID(key)) for key in effect.get("dropped", [])]
    for task in opened:
        begun = task.state != TaskState.OPEN or task.touched_at or task.kind in {Kind.SERVICE, Kind.CALL}
        if begun or any(t.of_id == task.pk and t.kind != Kind.BOUNDARY for t in board.tasks):
            raise CannotTakeBack
    if one.of_id is not None and board.task(one.of_id).state != TaskState.OPEN:
        raise CannotTakeBack
    moved = bool(opened or effect.get("waiting"))
    if one.of_id is None and not moved and _is_decided(board, one):
        raise CannotTakeBack
    if any(task.kind == Kind.CALL for task in dropped):
        raise CannotTakeBack
    board.instance.waiting = _less(board.instance.waiting, effect.get("waiting", {}))
    board.instance.loops = _less(board.instance.loops, effect.get("loops", {}))
    for task in opened:
        board.close(task, TaskState.DROPPED)
    for task in dropped:
        task.state, task.closed_at, task.closed_by = TaskState.OPEN, None, ""
        task.closed_person, task.closed_name = None, ""
        board.changed[task.pk] = task
    if moved:
        board.instance.values = {k: v for k, v in board.instance.values.items() if k != one.node}


def _is_decided(board: Board, one: Task) -> bool:
    """Tell whether a joint task went on by another member's completion."""
    return all(t.state != TaskState.OPEN for t in members_of(board, one))


def _less(held: dict[str, int], delta: dict[str, int]) -> dict[str, int]:
    left = {n: held.get(n, 0) - delta.get(n, 0) for n in {*held, *delta}}
    if any(count < 0 for count in left.values()):
        raise CannotTakeBack
    return {name: count for name, count in sorted(left.items()) if count}


def _is_opinion(task: Task) -> bool:
    return task.kind == Kind.TASK and task.state == TaskState.OPEN


def _opened(by: Actor, key: UUID) -> tuple[Board, Task]:
    board = board_of_task(by, key)
    board.require_running()
    one = board.task(key)
    touch(one)
    return board, one


def _hold(task: Task, hand: Hand) -> None:
    task.holder, task.holder_person, task.holder_name = hand.label, hand.person, hand.name[:100]
    task.touched_at = task.touched_at or clock.now()


def _kept(board: Board, task: Task, kind: StepKind, action: str, *, note: str = "") -> Task:
    board.changed[task.pk] = task
    board.note(kind, task, note=note)
    board.save(action)
    return task
