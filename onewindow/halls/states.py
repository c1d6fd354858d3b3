"""The states of a ticket and of an appointment, and the moves between them, as data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TicketState(models.TextChoices):
    """排队号状态."""

    WAITING = "waiting", _("等候")
    CALLED = "called", _("叫号中")
    SERVING = "serving", _("办理中")
    SERVED = "served", _("已办结")
    MISSED = "missed", _("过号")
    LEFT = "left", _("已放弃")
    LAPSED = "lapsed", _("当日作废")


AT_COUNTER = (TicketState.CALLED, TicketState.SERVING)
MOVES: dict[str, tuple[tuple[TicketState, ...], TicketState]] = {
    "call": ((TicketState.WAITING,), TicketState.CALLED),
    "call_again": ((TicketState.CALLED,), TicketState.CALLED),
    "begin": ((TicketState.CALLED,), TicketState.SERVING),
    "finish": (AT_COUNTER, TicketState.SERVED),
    "skip": ((TicketState.CALLED,), TicketState.MISSED),
    "transfer": (AT_COUNTER, TicketState.WAITING),
    "rejoin": ((TicketState.MISSED,), TicketState.WAITING),
    "give_up": ((TicketState.WAITING,), TicketState.LEFT),
    "lapse": ((TicketState.WAITING, TicketState.MISSED), TicketState.LAPSED),
}


class AppointmentState(models.TextChoices):
    """预约状态."""

    BOOKED = "booked", _("已预约")
    CANCELLED = "cancelled", _("已取消")
    ARRIVED = "arrived", _("已到场")
    MISSED = "missed", _("未到场")


class Ahead(models.IntegerChoices):
    """先后: who goes before whom; within one value the earlier number goes first."""

    TRANSFERRED = 0, _("转来")
    APPOINTED = 1, _("预约")
    PRIORITY = 2, _("优先")
    NORMAL = 3, _("普通")


class LineKind(models.TextChoices):
    """队列种类."""

    JOINT = "joint", _("综合窗口（一窗通办）")
    TOPIC = "topic", _("专题窗口")
    DELIVERY = "delivery", _("统一出件")
    ADVICE = "advice", _("咨询导办")
