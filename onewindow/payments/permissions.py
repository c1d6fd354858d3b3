"""The verbs of payments with the policies they ask, for the permission table."""

from onewindow.kernel.public import Actor, permissions
from onewindow.payments import policies
from onewindow.payments.models import Bill

TITLE = "缴费"


def _own(by: Actor) -> Bill:
    """Return a bill the actor owes, of the actor's own body."""
    firm = by.organisation_id is not None
    return Bill(
        payer_kind="organisation" if firm else "person",
        payer_id=(by.organisation_id if firm else by.person_id) or 0,
        agency_id=int(by.agency or 0),
    )


PAY = permissions.passes(lambda by: policies.require_payer(by, _own(by)))
REFUND = permissions.passes(lambda by: policies.require_refunder(by, _own(by)))
READ = permissions.passes(lambda by: policies.require_reader(by, _own(by)))
Permission = permissions.Permission
VERBS = (
    Permission("open_bill", "查看缴费单", READ, "自己的，或本机构收取的"),
    Permission("open_order", "去缴费", PAY, "自己的；本机构收取的可以在窗口代缴"),
    Permission("refund_bill", "退付", REFUND, "本机构收取的，要写理由"),
    Permission("draw_bill", "开出缴费单", None, "由受理、费用减免调用"),
    Permission("void_bill", "作废缴费单", None, "由撤回、费用减免等动词调用，只限没有缴费的"),
)
