"""Refusals about acting in another's name."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class MandateNotFound(NotFound):
    """没有找到这个授权，或者它与您无关。"""

    code = "mandate_not_found"


class MandateInvalid(Invalid):
    """授权没有记下，请按提示改正。"""

    code = "mandate_invalid"


class MandateOver(Conflict):
    """这个授权已经结束或者过期，请重新授权。"""

    code = "mandate_over"


class MandateNotYours(NotAllowed):
    """只有本人、单位账号或法定代表人可以这样做；您是受托代办的，请联系委托人。"""

    code = "mandate_not_yours"


class MandateTooNarrow(NotAllowed):
    """授权里没有这个事项。请联系委托人增加授权，或者换一个名义办理。"""

    code = "mandate_too_narrow"


class PartyChanged(Conflict):
    """您已经换了办理的名义，这一页还是原来的。请回到上一页，核对“以谁的名义办”以后再提交。"""

    code = "party_changed"


class NotTheHead(Invalid):
    """登记信息里，您不是这个单位的法定代表人（负责人）。请核对统一社会信用代码；

    刚刚变更的，请等登记机关更新后再试，也可以请原法定代表人授权您为经办人。
    """

    code = "not_the_head"


class HeadNotAsked(Invalid):
    """登记信息暂时查不到，不是您的问题，请稍后再试。"""

    code = "head_not_asked"
