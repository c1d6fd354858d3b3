"""Named reads of fees."""

from onewindow.kernel.public import Actor
from onewindow.payments import policies
from onewindow.payments.errors import BillNotFound
from onewindow.payments.models import Bill, BillState

A_PAGE = 20


def bill_of(case_number: str) -> Bill | None:
    """Return the bill in force of a case, in one statement."""
    return Bill.objects.filter(case_number=case_number).exclude(state=BillState.VOID).first()


def bill_for(by: Actor, number: str) -> Bill:
    """Return a bill to who pays or charges; raise BillNotFound, BillNotYours."""
    bill = Bill.objects.filter(number=number).first()
    if bill is None:
        raise BillNotFound
    policies.require_reader(by, bill)
    return bill


def is_unpaid(case_number: str) -> bool:
    """Tell whether a fee of the case is still owed."""
    bill = bill_of(case_number)
    return bill is not None and bill.state == BillState.DUE
