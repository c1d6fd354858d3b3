"""The states and kinds of feedback."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stars(models.IntegerChoices):
    """满意度, kept as stars; GB/T 39046 counts the other way round."""

    VERY_BAD = 1, _("非常不满意")
    BAD = 2, _("不满意")
    FAIR = 3, _("基本满意")
    GOOD = 4, _("满意")
    VERY_GOOD = 5, _("非常满意")


class Channel(models.TextChoices):
    """评价渠道 (GB/T 39046)."""

    WEB = "1", _("电脑端")
    MOBILE = "2", _("移动端")
    QR = "3", _("二维码")
    PAD = "4", _("大厅评价器")
    TERMINAL = "5", _("大厅其他终端")
    PHONE = "6", _("电话")
    SMS = "7", _("短信")


class Occasion(models.TextChoices):
    """评价机会: on site once a visit, online once a matter (GB/T 39734 一次一评, 一事一评).

    A visit is a queue number that was served; where a case came of it, it is the intake of that case.
    """

    VISIT = "visit", _("窗口服务")
    INTAKE = "intake", _("窗口收件")
    RESULT = "result", _("办理结果")


class Turn(models.TextChoices):
    """Which word about the same occasion it is."""

    FIRST = "first", _("评价")
    FOLLOW = "follow", _("追评")
    AGAIN = "again", _("整改后再评")


class RemedyState(models.TextChoices):
    """Where the putting right of a bad rating stands."""

    OPEN = "open", _("待核实")
    VERIFIED = "verified", _("已核实，待整改")
    RECTIFIED = "rectified", _("已整改，待回访")
    CLOSED = "closed", _("已办结")
    REVOKED = "revoked", _("评价不计入")


class Finding(models.TextChoices):
    """核实结果."""

    UPHELD = "upheld", _("反映属实")
    PARTLY = "partly", _("部分属实")
    UNFOUNDED = "unfounded", _("没有查实，作出解释")


class AppealState(models.TextChoices):
    """申诉."""

    ASKED = "asked", _("申诉中")
    GRANTED = "granted", _("申诉成立")
    REFUSED = "refused", _("申诉不成立")


class SuspicionState(models.TextChoices):
    """异常评价的处理."""

    OPEN = "open", _("待核查")
    CONFIRMED = "confirmed", _("属于刷评，不计入")
    DISMISSED = "dismissed", _("没有异常")


BAD = frozenset({Stars.VERY_BAD, Stars.BAD})
WORKING = frozenset({RemedyState.OPEN, RemedyState.VERIFIED})
ENDED = frozenset({RemedyState.CLOSED, RemedyState.REVOKED})


class Source(models.TextChoices):
    """诉求来源."""

    PORTAL = "portal", _("门户")
    COUNTER = "counter", _("窗口")
    PHONE = "phone", _("12345 电话")
    API = "api", _("接口")
    WEBSITE = "website", _("政府网站")
    ACCESS = "access", _("查看异议")


class ConcernState(models.TextChoices):
    """Where a concern stands."""

    RECEIVED = "received", _("已收到，待受理")
    HANDLING = "handling", _("办理中")
    REPLIED = "replied", _("已答复，待您确认")
    CLOSED = "closed", _("已办结")
    DECLINED = "declined", _("不予受理")
    MERGED = "merged", _("与同一件事合并办理")
    WITHDRAWN = "withdrawn", _("已撤回")


class TaskState(models.TextChoices):
    """Where the part of one body stands."""

    WAITING = "waiting", _("待答复")
    ANSWERED = "answered", _("已答复")
    RETURNED = "returned", _("已退回")


OVER = frozenset({ConcernState.CLOSED, ConcernState.DECLINED, ConcernState.WITHDRAWN})
