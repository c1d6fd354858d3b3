"""Refusals of docking."""

from onewindow.kernel.public import Conflict, Invalid, NotFound


class UnknownSystem(NotFound):
    """没有登记这个业务系统，请核对编号。"""

    code = "exchange_unknown_system"


class SystemInvalid(Invalid):
    """登记内容有误，请改正后再提交。"""

    code = "exchange_system_invalid"


class WrongStep(Conflict):
    """“{now}”不能直接改成“{wanted}”，请按计划、联调、接入的顺序办。"""

    code = "exchange_wrong_step"
