"""Refusals about posts."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class DutiesMixed(Conflict):
    """系统管理、安全管理、审计管理三种岗位和业务岗位不能由同一个人担任，请先结束原来的任职，或换一位工作人员。"""

    code = "duties_mixed"


class RolesMixed(Invalid):
    """系统管理、安全管理、审计管理不能和其他角色放在同一个岗位，请分开设岗。"""

    code = "roles_mixed"


class PostNotFound(NotFound):
    """没有找到这个岗位，或者它不在您的管理范围内。"""

    code = "post_not_found"


class HoldingNotFound(NotFound):
    """没有找到这次任职，或者它已经结束。"""

    code = "holding_not_found"


class GrantGone(Conflict):
    """这项申请已经处理过了，请刷新页面。"""

    code = "grant_gone"


class OwnRequest(NotAllowed):
    """自己提出的或与自己有关的申请，要由另一位管理员处理。"""

    code = "own_request"


class PostInvalid(Invalid):
    """填写的内容有误，请按提示改正。"""

    code = "post_invalid"


class PostTaken(Conflict):
    """这个机构已有同名岗位，请换一个名称，或直接使用原有岗位。"""

    code = "post_taken"


class OfficialUnknown(Invalid):
    """没有找到这位工作人员，请核对用户名。"""

    code = "official_unknown"


class NotYourDuty(NotAllowed):
    """您今天没有担任这个岗位。"""

    code = "not_your_duty"


class SameHand(NotAllowed):
    """前面的环节是您本人办的，这一步要由另一位工作人员办理。"""

    code = "same_hand"
