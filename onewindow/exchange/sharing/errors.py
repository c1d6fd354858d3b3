"""Refusals of sharing."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class DemandInvalid(Invalid):
    """需求填写有误，请改正后再提交。"""

    code = "exchange_demand_invalid"


class UnknownDemand(NotFound):
    """没有这个编号的共享需求，请核对。"""

    code = "exchange_unknown_demand"


class UnknownGrant(NotFound):
    """没有这项共享授权。"""

    code = "exchange_unknown_grant"


class UnknownDoubt(NotFound):
    """没有这个编号的疑义校核，请核对。"""

    code = "exchange_unknown_doubt"


class NotShared(Conflict):
    """“{name}”不予共享，依据：{basis}"""

    code = "exchange_not_shared"


class OthersSystem(NotAllowed):
    """“{name}”是{body}的系统，只有{body}和数据共享管理部门可以为它申请。"""

    code = "exchange_others_system"


class SystemLeft(Conflict):
    """“{name}”已经退出，不能再为它申请。"""

    code = "exchange_system_left"


class DemandSettled(Conflict):
    """这项需求现在是“{state}”，不能再这样处理。"""

    code = "exchange_demand_settled"


class AlreadyAsked(Conflict):
    """这个系统对“{name}”已有一项没有答复的需求，请先等答复或撤回。"""

    code = "exchange_already_asked"


class DoubtSettled(Conflict):
    """这项校核已经答复。"""

    code = "exchange_doubt_settled"


class AlreadyDoubted(Conflict):
    """对这份回执的这一项已经提出过校核，正在等待答复。"""

    code = "exchange_already_doubted"


class ResourceInvalid(Invalid):
    """信息资源填写有误，请改正后再保存。"""

    code = "exchange_resource_invalid"


class WrongStanding(Conflict):
    """这项资源现在是“{standing}”，不能这样处理。"""

    code = "exchange_wrong_standing"


class Incomplete(Conflict):
    """还缺{missing}，补齐以后才能发布。"""

    code = "exchange_resource_incomplete"


class StillUsed(Conflict):
    """还在使用，不能停止共享：{used}。请先终止授权、答复需求，或者改事项。"""

    code = "exchange_resource_used"


class NotPublished(Conflict):
    """“{name}”还没有发布或者已经停止共享，不能申请。"""

    code = "exchange_not_published"
