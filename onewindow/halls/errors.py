"""Refusals of halls."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class UnknownHall(NotFound):
    """没有这个大厅，可能已经停用。"""

    code = "unknown_hall"


class UnknownTicket(NotFound):
    """没有这个排队号，请核对号码和日期。"""

    code = "unknown_ticket"


class UnknownAppointment(NotFound):
    """没有这个预约，请核对预约码。"""

    code = "unknown_appointment"


class NotOfTheHall(NotAllowed):
    """您不是这个大厅的工作人员。请联系大厅管理员把您加入人员名单。"""

    code = "not_of_the_hall"


class NotTheManager(NotAllowed):
    """只有大厅管理员可以做这件事。"""

    code = "not_the_hall_manager"


class NotYourAppointment(NotAllowed):
    """这不是您的预约，不能这样操作。"""

    code = "not_your_appointment"


class HallClosed(Conflict):
    """大厅现在不取号，下次开门：{opens}。开放时间以大厅页面公布的为准。"""

    code = "hall_closed"


class LineClosed(Conflict):
    """这个队列已经停用，请选择其他队列。"""

    code = "line_closed"


class CounterTaken(Conflict):
    """{counter} 号窗口已经有人在岗（{name}）。请换一个窗口，或者请对方先离岗。"""

    code = "counter_taken"


class AlreadySitting(Conflict):
    """您已经在 {counter} 号窗口在岗。请先在那里离岗。"""

    code = "already_sitting"


class NotSitting(Conflict):
    """您不在这个窗口。请先点“到岗”。"""

    code = "not_sitting"


class CounterBusy(Conflict):
    """这个窗口正在办理 {number} 号。请先办结、过号或者转出。"""

    code = "counter_busy"


class NobodyWaits(Conflict):
    """现在没有人等候。"""

    code = "nobody_waits"


class TicketMoved(Conflict):
    """{number} 号现在是“{state}”，不能这样操作。请刷新页面。"""

    code = "ticket_moved"


class SlotFull(Conflict):
    """这个时段已经约满，请选择其他时段。"""

    code = "slot_full"


class SlotClosed(Conflict):
    """这个时段不能预约：大厅不开放、时间已过，或者超出可以预约的日期。"""

    code = "slot_closed"


class AlreadyBooked(Conflict):
    """您在这个大厅这一天已经有预约。要改时间，请先取消原来的预约。"""

    code = "already_booked"


class MissedTooOften(Conflict):
    """您最近 {days} 天有 {most} 次预约没有到场，{until} 起可以再预约。现在办事请直接到大厅取号，不受影响。"""

    code = "appointments_missed"


class TooLate(Conflict):
    """预约时段已经开始，不能取消。"""

    code = "appointment_began"


class AppointmentEnded(Conflict):
    """这个预约已经是“{state}”，不能再用。"""

    code = "appointment_ended"


class NotToday(Conflict):
    """预约的日期是 {day}，请当天再来取号。"""

    code = "appointment_not_today"


class SetupInvalid(Invalid):
    """大厅设置有误，请改正后再保存。"""

    code = "hall_setup_invalid"
