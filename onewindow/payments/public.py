"""The door of payments."""

from onewindow.payments.errors import (
    BillNotFound,
    BillNotYours,
    CashierSilent,
    FeeInvalid,
    NotDue,
    NotRefundable,
    PaymentsRefusal,
)
from onewindow.payments.events import BillDrawn, BillPaid, BillRefunded, PaidTwice
from onewindow.payments.fees import Line, lines_of
from onewindow.payments.models import Bill, BillState
from onewindow.payments.queries import bill_for, bill_of, is_unpaid
from onewindow.payments.services import (
    Charge,
    draw_bill,
    look_after_orders,
    open_order,
    refund_bill,
    return_double,
    take_notice,
    void_bill,
)

# fmt: off
__all__ = [
    "Bill", "BillDrawn", "BillNotFound", "BillNotYours", "BillPaid", "BillRefunded", "BillState",
    "CashierSilent", "Charge", "FeeInvalid", "Line", "NotDue", "NotRefundable", "PaidTwice",
    "PaymentsRefusal", "bill_for",
    "bill_of", "draw_bill", "is_unpaid", "lines_of", "look_after_orders", "open_order", "refund_bill",
    "return_double", "take_notice", "void_bill",
]
# fmt: on
