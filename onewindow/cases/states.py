"""The states of a case and the moves between them, as data."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a case stands."""

    PRE_REVIEW = "pre_review", _("网上预审中")
    PRE_RETURNED = "pre_returned", _("预审退回，待修改")
    RECEIVED = "received", _("已收件，待受理")
    CORRECTING = "correcting", _("待补正")
    DECLINING = "declining", _("受理复核中")
    REVIEWING = "reviewing", _("审查中")
    SUSPENDED = "suspended", _("特别程序中")
    REFUSING = "refusing", _("决定复核中")
    DECIDED = "decided", _("已决定，待送达")
    CLOSED = "closed", _("已办结")
    ARCHIVED = "archived", _("已归档")


class Outcome(models.TextChoices):
    """How a case was closed (办结结果)."""

    GRANTED = "granted", _("准予")
    REFUSED = "refused", _("不予")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    LAPSED = "lapsed", _("逾期未补正")
    WITHDRAWN = "withdrawn", _("申请人撤回")
    HANDED_OVER = "handed_over", _("移送外省办理")


class Channel(models.TextChoices):
    """Where the application came from (申报来源, GB/T 39046 A.5)."""

    COUNTER = "1", _("窗口")
    WEB = "2", _("电脑端")
    MOBILE = "3", _("移动端")


class Grade(models.TextChoices):
    """Trust grade of a material (国办函〔2016〕108号)."""

    ISSUED = "A", _("部门共享，直接使用")
    CHECKED = "B", _("窗口核对过原件")
    UPLOADED = "C", _("申请人上传，领取前核对原件")
    PROMISED = "D", _("申请人承诺")
    MISSING = "-", _("可以后补，还没有交")
    UNCONFIRMED = "?", _("共享数据没有核到，由工作人员核实")
    LEFT_OUT = "0", _("选交，没有交")


class Lane(models.TextChoices):
    """Queues that go first (绿色通道)."""

    CEPA = "cepa", _("绿色通道（CEPA 港澳投资者）")
    URGENT = "urgent", _("绿色通道（急件）")


class Acceptance(models.TextChoices):
    """How a case came to be accepted (受理方式)."""

    OFFICER = "officer", _("受理")
    SPOT = "spot", _("当场受理并决定")
    SYSTEM = "system", _("系统核对后即时受理")
    DEEMED = "deemed", _("逾期未告知，视为受理")


class Delivery(models.TextChoices):
    """How the decision reaches the applicant (送达方式)."""

    ELECTRONIC = "electronic", _("网上下载")
    COUNTER = "counter", _("窗口领取")
    POST = "post", _("邮寄")


AWAITED = frozenset({Grade.MISSING, Grade.LEFT_OUT})
FINAL = frozenset({Status.CLOSED, Status.ARCHIVED})
WAITING = frozenset({Status.PRE_RETURNED, Status.CORRECTING, Status.SUSPENDED})
TODO = frozenset(Status) - FINAL - WAITING
WITH_OUTCOME = FINAL | {Status.DECIDED}


@dataclass(frozen=True)
class Move:
    """One step that a verb may take: its stable name, from which states, to which."""

    name: str
    sources: frozenset[Status]
    target: Status


def _move(name: str, sources: str, target: Status) -> Move:
    return Move(name, frozenset(Status(one) for one in sources.split()), target)


_NOT_DECIDED = "pre_review pre_returned received correcting declining reviewing suspended refusing"

MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        _move("receive", "pre_review", Status.RECEIVED),
        _move("return_pre_review", "pre_review", Status.PRE_RETURNED),
        _move("resubmit", "pre_returned", Status.PRE_REVIEW),
        _move("correct", "received", Status.CORRECTING),
        _move("supply", "correcting", Status.RECEIVED),
        _move("lapse", "pre_returned correcting", Status.CLOSED),
        _move("accept", "received", Status.REVIEWING),
        _move("deem_accepted", "received declining", Status.REVIEWING),
        _move("decline", "pre_review received", Status.DECLINING),
        _move("keep_pre_review", "declining", Status.PRE_REVIEW),
        _move("keep_received", "declining", Status.RECEIVED),
        _move("close_declined", "declining", Status.CLOSED),
        _move("suspend", "reviewing", Status.SUSPENDED),
        _move("resume", "suspended", Status.REVIEWING),
        _move("refuse", "reviewing", Status.REFUSING),
        _move("keep_reviewing", "refusing", Status.REVIEWING),
        _move("decide", "reviewing refusing", Status.DECIDED),
        _move("decide_and_deliver", "reviewing refusing", Status.CLOSED),
        _move("deliver", "decided", Status.CLOSED),
        _move("reopen", "decided", Status.REVIEWING),
        _move("default", "reviewing suspended refusing", Status.CLOSED),
        _move("withdraw", _NOT_DECIDED, Status.CLOSED),
        _move("hand_over", "pre_review received", Status.CLOSED),
        _move("archive", "closed", Status.ARCHIVED),
    )
}
"""Every change of state there is; a test holds the guard in the database to the same pairs."""

TRANSITIONS: dict[Status, frozenset[Status]] = {
    source: frozenset(move.target for move in MOVES.values() if source in move.sources) for source in Status
}
