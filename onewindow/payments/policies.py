"""Who may see, pay and refund."""

from onewindow.kernel.public import Actor
from onewindow.payments.errors import BillNotYours
from onewindow.payments.models import Bill

HANDLERS = ("review", "approve", "chief", "window")


def is_payer(by: Actor, bill: Bill) -> bool:
    """Tell whether the bill is owed in the actor's name."""
    mine = by.person_id if bill.payer_kind == "person" else by.organisation_id
    return by.kind == "person" and mine is not None and mine == bill.payer_id


def is_body(by: Actor, bill: Bill, *roles: str) -> bool:
    """Tell whether the actor holds a post of the body that charges."""
    return by.kind == "official" and by.agency == str(bill.agency_id) and by.has_role(*(roles or HANDLERS))


def require_reader(by: Actor, bill: Bill) -> None:
    """Raise BillNotYours unless the actor pays or charges."""
    if by.kind != "system" and not is_payer(by, bill) and not is_body(by, bill):
        raise BillNotYours


def require_payer(by: Actor, bill: Bill) -> None:
    """Raise BillNotYours unless the actor owes it, or takes the money at the counter of the body."""
    if not is_payer(by, bill) and not is_body(by, bill, "window", "review", "approve", "chief"):
        raise BillNotYours


def require_refunder(by: Actor, bill: Bill) -> None:
    """Raise BillNotYours unless the actor decides for the body that took the money."""
    if by.kind != "system" and not is_body(by, bill, "approve", "chief"):
        raise BillNotYours
