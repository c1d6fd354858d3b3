"""Refusals of the exchange."""

from onewindow.kernel.public import NotFound, Refusal


class ExchangeRefusal(Refusal):
    """数据共享请求不能完成。"""

    code = "exchange_refused"


class UnknownResource(NotFound):
    """信息资源目录里没有“{code}”。"""

    code = "unknown_resource"


class UnknownReceipt(NotFound):
    """没有编号为“{number}”的交换回执，请核对编号。"""

    code = "unknown_receipt"


class BadRequest(ExchangeRefusal):
    """向“{resource}”查询时缺少或多出了查询条件：{keys}。"""

    code = "exchange_bad_request"


class BadDeclaration(ExchangeRefusal):
    """接入声明有误：{detail}"""

    code = "exchange_bad_declaration"
