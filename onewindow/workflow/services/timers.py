"""What happens by itself: limits that end, programs that answer."""

import logging
from collections.abc import Callable, Mapping
from uuid import UUID

from onewindow.kernel.public import SYSTEM, Refusal, clock, unit
from onewindow.workflow.errors import TaskGone
from onewindow.workflow.models import StepKind, Task, TaskState
from onewindow.workflow.services.board import board_of_task
from onewindow.workflow.services.running import finish_waiting, settle

log = logging.getLogger(__name__)

Program = Callable[[str, Mapping[str, object]], Mapping[str, object]]
_programs: dict[str, Program] = {}


def register_program(name: str, run: Program) -> None:
    """Register what a service node calls with subject and values; it must bear running twice.

    It answers with values for the conditions; `outcome` among them is the outcome of its node.
    """
    if name in _programs:
        raise ValueError(f"program {name!r} is registered twice")
    _programs[name] = run


def run_program(*, task: UUID, service: str) -> bool:
    """Run what a service node waits for, outside any transaction of ours, and let the process go on.

    False where that was done before. A program nobody registered raises KeyError: the event is tried again.
    """
    waiting = Task.objects.select_related("instance").filter(pk=task, state=TaskState.OPEN).first()
    if waiting is None:
        return False
    told = _programs[service](waiting.subject, dict(waiting.instance.values))
    with unit.work():
        board = board_of_task(SYSTEM, task)
        one = board.task(task)
        if one.state != TaskState.OPEN:
            return False
        board.require_running()
        own = {name: value for name, value in told.items() if name != "outcome"}
        board.set_values(own)
        finish_waiting(board, one, {"outcome": str(told.get("outcome", "done"))}, StepKind.DONE)
        settle(board, "process.program_done")
    return True


def fire_due(*, limit: int = 500) -> int:
    """Let every limit that has ended take its way, a unit of work each; return how many."""
    ended = Task.objects.filter(state=TaskState.OPEN, fires_on__lt=clock.today())
    ready = ended.filter(instance__state="running").order_by("fires_on", "id")
    fired = 0
    for key in ready.values_list("pk", flat=True)[:limit]:
        try:
            _fire(key)
        except Refusal as refusal:
            log.warning("task %s left for tomorrow: %s", key, refusal.code)
            continue
        fired += 1
    return fired


def _fire(key: UUID) -> None:
    with unit.work():
        board = board_of_task(SYSTEM, key)
        board.require_running()
        one = board.task(key)
        if one.state != TaskState.OPEN or one.fires_on is None or one.fires_on >= clock.today():
            raise TaskGone
        finish_waiting(board, one, {}, StepKind.FIRED)
        settle(board, "process.fired")
