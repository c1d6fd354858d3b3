"""What halls hold about people: their appointments; of those who work in one, posts, sittings and numbers."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onewindow.halls.models import Appointment, Sitting, Staff, TicketStep
from onewindow.halls.states import AppointmentState
from onewindow.identity import public as identity
from onewindow.kernel.public import clock

Rows = Sequence[dict[str, object]]
_STEPS = {
    "take": gettext_lazy("取号"), "call": gettext_lazy("叫号"), "call_again": gettext_lazy("重呼"),
    "begin": gettext_lazy("开始办理"), "finish": gettext_lazy("办结"), "skip": gettext_lazy("过号"),
    "transfer": gettext_lazy("转到其他队列"), "give_up": gettext_lazy("放弃排队"),
    "lapse": gettext_lazy("当日作废"),
}  # fmt: skip


def register() -> None:
    """Add the kinds of data and the condition."""
    for one in (APPOINTMENTS, STAFF, SITTINGS, STEPS):
        identity.register_held_data(one)
    identity.register_closing_check("halls", _expected)


def _appointments(subject: identity.Subject, look: identity.Look) -> Rows:
    rows = Appointment.objects.filter(account_id__in=subject.accounts).select_related("hall", "line")
    rows = rows.order_by("-day", "-id")
    return [
        {
            "hall": row.hall.name,
            "line": row.line.name,
            "day": row.day,
            "start": f"{row.start:%H:%M}",
            "item": row.item_name,
            "name": row.name,
            "status": row.get_state_display(),
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _staff(subject: identity.Subject, look: identity.Look) -> Rows:
    rows = Staff.objects.filter(account_id__in=subject.accounts).select_related("hall").order_by("-id")
    return [
        {"hall": row.hall.name, "name": row.name, "part": _("管理员") if row.manager else _("窗口人员")}
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _sittings(subject: identity.Subject, look: identity.Look) -> Rows:
    rows = Sitting.objects.filter(account_id__in=subject.accounts).select_related("counter__hall")
    rows = rows.order_by("-id")
    return [
        {
            "hall": row.counter.hall.name,
            "counter": row.counter.number,
            "since": row.since,
            "until": row.until or _("现在在岗"),
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _steps(subject: identity.Subject, look: identity.Look) -> Rows:
    rows = TicketStep.objects.filter(account_id__in=subject.accounts).select_related("ticket__hall")
    rows = rows.order_by("-id")
    return [
        {
            "at": row.at,
            "hall": row.ticket.hall.name,
            "number": row.ticket.number,
            "what": _STEPS.get(row.kind, row.kind),
            "note": row.note,
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _expected(subject: identity.Subject) -> str:
    booked = Appointment.objects.filter(
        account_id__in=subject.accounts, state=AppointmentState.BOOKED, day__gte=clock.today()
    )
    if booked.exists():
        return _("还有没到日子的大厅预约，请先取消预约，或者等办完后再注销。")
    return ""


_WORK = gettext_lazy("安排大厅的窗口和人员，查清每个号由谁办理")
APPOINTMENTS = identity.HeldData(
    "appointments", gettext_lazy("大厅预约"), gettext_lazy("为您留出办事时段，到场时核对"), "appointments",
    {
        "hall": gettext_lazy("大厅"), "line": gettext_lazy("队列"), "day": gettext_lazy("日期"),
        "start": gettext_lazy("时间"), "item": gettext_lazy("事项"), "name": gettext_lazy("预约人"),
        "status": gettext_lazy("状态"),
    },
    _appointments, 44, ("halls_appointment",),
)  # fmt: skip
STAFF = identity.HeldData(
    "hall-staff", gettext_lazy("在大厅的工作"), _WORK, "duties",
    {"hall": gettext_lazy("大厅"), "name": gettext_lazy("姓名"), "part": gettext_lazy("身份")},
    _staff, 90, ("halls_staff",), kinds=("person",),
)  # fmt: skip
SITTINGS = identity.HeldData(
    "hall-sittings", gettext_lazy("窗口在岗记录"), _WORK, "duties",
    {
        "hall": gettext_lazy("大厅"), "counter": gettext_lazy("窗口"), "since": gettext_lazy("到岗"),
        "until": gettext_lazy("离岗"),
    },
    _sittings, 91, ("halls_sitting",), kinds=("person",),
)  # fmt: skip
STEPS = identity.HeldData(
    "hall-steps", gettext_lazy("取号和叫号的操作"), _WORK, "duties",
    {
        "at": gettext_lazy("时间"), "hall": gettext_lazy("大厅"), "number": gettext_lazy("排队号"),
        "what": gettext_lazy("操作"), "note": gettext_lazy("备注"),
    },
    _steps, 92, ("halls_ticket", "halls_ticketstep"), kinds=("person",),
)  # fmt: skip
