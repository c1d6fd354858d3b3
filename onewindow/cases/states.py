"""The states of a case and the moves between them, as data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a case stands."""

    REVIEWING = "reviewing", _("审查中")
    CLOSED = "closed", _("已办结")


class Outcome(models.TextChoices):
    """How a case was closed (办结结果)."""

    GRANTED = "granted", _("准予")
    REFUSED = "refused", _("不予")
    WITHDRAWN = "withdrawn", _("申请人撤回")


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


AWAITED = frozenset({Grade.MISSING, Grade.LEFT_OUT})

TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.REVIEWING: frozenset({Status.CLOSED}),
    Status.CLOSED: frozenset(),
}
