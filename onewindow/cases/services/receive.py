"""Receive: what was looked at beforehand becomes an application received, and the five days begin."""

from onewindow.cases import papers, policies, wording
from onewindow.cases.deadlines import due_after
from onewindow.cases.events import CaseReceived
from onewindow.cases.models import Case, ClockName
from onewindow.cases.services.steps import leave_trace, locked, start
from onewindow.cases.states import Status
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, clock, inserting, outbox, unit


def receive_case(*, by: Actor, number: str) -> Case:
    """Pass an application through pre-review: it is received now, with a signed receipt.

    Raises CaseNotFound, CaseNotYours, WrongState.
    """
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        case.move("receive")
        begin_receipt(case, by)
        leave_trace(case, by, "received", "预审通过，已收件")
        outbox.publish(CaseReceived(subject=case.number, city=case.city, item_code=case.item_code))
    return case


def set_receipt(case: Case) -> None:
    """Set what a case has from its receipt on: the moment and the last day of the five."""
    case.received_at = clock.now()
    case.receipt_due = due_after("receipt", clock.today(), case.region_code)
    case.next_due = case.due_in(Status(case.status))


def begin_receipt(case: Case, by: Actor, *, part: int = 1) -> None:
    """Set and sign the receipt, in the caller's unit of work, before the case is saved."""
    set_receipt(case)
    sign_receipt(case, by, part=part)


def sign_receipt(
    case: Case, by: Actor, *, part: int = 1, applicant: identity.Applicant | None = None, hall: str = ""
) -> None:
    """Sign the receipt of a case whose receipt is set, and start its clock; `hall` received it elsewhere."""
    papers.issue(case, wording.receipt(case, hall=hall), by=by, part=part, applicant=applicant)
    inserting.insert(start(case, by, ClockName.RECEIPT))
