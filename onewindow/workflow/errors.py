"""Refusals of the workflow context."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class UnknownDefinition(NotFound):
    """没有这个流程，或者还没有发布。"""

    code = "unknown_process"


class UnknownTask(NotFound):
    """没有找到这个任务，请刷新页面查看。"""

    code = "unknown_task"


class NotRunning(Conflict):
    """流程没有在运行，可能已经结束或者正在停止计时。请刷新页面查看。"""

    code = "process_not_running"


class AlreadyRunning(Conflict):
    """这件事的流程已经在运行，不能再启动一次。"""

    code = "process_already_running"


class TaskGone(Conflict):
    """这个任务已经有人办理，或者已经结束。请刷新页面，看现在到哪一步。"""

    code = "task_gone"


class TaskHeld(Conflict):
    """这个任务由{holder}办理。请先由其转交，或者等其办完。"""

    code = "task_held"


class NotYourTask(NotAllowed):
    """这个任务不由您的岗位办理。"""

    code = "not_your_task"


class SameHand(NotAllowed):
    """办过“{step}”的人不能再办这一步，请由另一位有权限的人员办理。"""

    code = "same_hand"


class WaitsForOpinions(Conflict):
    """已经请其他人员提出意见，还没有全部答复。请等他们答复，或者撤回加签。"""

    code = "waits_for_opinions"


class TooManyReturns(Conflict):
    """已经退回 {most} 次，不能再退回。请在这一步办理。"""

    code = "too_many_returns"


class CannotTakeBack(Conflict):
    """下一步已经有人办理，不能撤回了。需要更正的，请对方退回。"""

    code = "cannot_take_back"


class TaskInvalid(Invalid):
    """有的内容还没有填好，请改正后再提交。"""

    code = "task_invalid"


class DefinitionUnsound(Invalid):
    """流程有问题，不能发布。请按下面的说明改正。"""

    code = "process_unsound"


class BpmnRefused(Invalid):
    """这个 BPMN 文件不能导入。下面逐个列出了不能用的元素和原因。"""

    code = "bpmn_refused"
