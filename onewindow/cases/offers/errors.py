"""Refusals about offers."""

from onewindow.kernel.public import Conflict, Invalid, NotFound


class OfferNotFound(NotFound):
    """没有找到这个邀请。请用本人的账号登录，在“我的”里查看。"""

    code = "offer_not_found"


class OfferClosed(Conflict):
    """这个邀请已经处理过或者已经到期。需要办理的，可以按办事指南直接申请。"""

    code = "offer_closed"


class OfferNotAgreed(Invalid):
    """请勾选确认后再提交。"""

    code = "offer_not_agreed"
