"""Refusals of the relay."""

from onewindow.kernel.public import Invalid, NotFound


class LinkInvalid(Invalid):
    """摆渡通道填写有误，请改正后再保存。"""

    code = "exchange_link_invalid"


class UnknownLink(NotFound):
    """没有这个摆渡通道，请核对编号。"""

    code = "exchange_unknown_link"
