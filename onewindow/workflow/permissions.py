"""The verbs of workflow with the policies they ask, for the permission table."""

from collections.abc import Callable

from onewindow.kernel.public import Actor, permissions
from onewindow.workflow import policies
from onewindow.workflow.models import Task

TITLE = "流程"
POST = "本岗位的任务，没有被别人领走"


def _free(policy: Callable[[Actor, Task], bool]) -> permissions.Judge:
    """Ask about a free task of the actor's own body, for any role."""
    return lambda by: policy(by, Task(agency=by.agency, role="", holder=""))


def _own(policy: Callable[[Actor, Task], bool]) -> permissions.Judge:
    """Ask about a task the actor holds."""
    return lambda by: by.kind == "official" and policy(by, Task(agency=by.agency, role="", holder=by.label))


Permission = permissions.Permission
DO, HOLD = _free(policies.can_do), _own(policies.is_holder)
VERBS = (
    Permission("claim_task", "领取任务", DO, POST),
    Permission("release_task", "放回任务", HOLD, "自己领取的"),
    Permission("complete_task", "完成任务", DO, POST + "；流程要求时不是上一步的人"),
    Permission("return_task", "退回上一步", DO, POST),
    Permission("take_back_task", "收回自己的办理", HOLD, "自己刚办的，下一步还没有开始"),
    Permission("delegate_task", "交给同事", DO, POST + "；首席代表可以交办本机构的"),
    Permission("ask_opinions", "征求意见（加签）", DO, POST),
    Permission("drop_opinion", "收回征求意见", HOLD, "自己征求的"),
    Permission("start_process", "开始流程", None, "由受理等动词调用"),
    Permission("cancel_process", "终止流程", None, "由撤回、办结等动词调用"),
    Permission("move_process", "移交流程", None, "由移送办件调用"),
    Permission("pause_process", "暂停流程", None, "由启动特别程序调用"),
    Permission("resume_process", "恢复流程", None, "由结束特别程序调用"),
    Permission("signal_process", "通知流程", None, "由收到补正等动词调用"),
    Permission("tell_process", "通知流程，直到停住", None, "由联合办理的动词调用"),
    Permission("draft_process", "保存流程草稿", None, "由流程管理的动词和安装调用"),
    Permission("publish_process", "发布流程", None, "由流程管理的动词和安装调用"),
)
