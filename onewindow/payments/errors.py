"""Refusals of the payments context."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class PaymentsRefusal(Conflict):
    """现在不能这样办理缴费。请刷新页面再看。"""

    code = "payments_refusal"


class BillNotFound(NotFound):
    """没有找到这张缴费单。请从办件页面进入，或者核对缴费单号。"""

    code = "bill_not_found"


class BillNotYours(NotAllowed):
    """您不能查看或办理这张缴费单。请用申请时的账号登录；工作人员只能办理本机构的缴费单。"""

    code = "bill_not_yours"


class NotDue(PaymentsRefusal):
    """这张缴费单现在是“{state}”，不用再缴费。"""

    code = "bill_not_due"


class NotRefundable(PaymentsRefusal):
    """这张缴费单现在是“{state}”，没有可以退付的款项。"""

    code = "bill_not_refundable"


class CashierSilent(PaymentsRefusal):
    """收银台暂时没有应答，没有扣款。请过几分钟再试，或者到窗口缴费。"""

    code = "cashier_silent"


class NoticeRefused(NotAllowed):
    """到账通知的签名不对，没有入账。"""

    code = "payment_notice_refused"


class FeeInvalid(Invalid):
    """收费项目有误，请对照收费标准核对。"""

    code = "fee_invalid"


class RefundReasonMissing(Invalid):
    """请写明退付的理由。"""

    code = "refund_reason_missing"
