"""Charge: what the item version says is owed is billed at acceptance, told by a signed paper, and awaited."""

from collections.abc import Sequence

from onewindow.cases import papers, policies, wording
from onewindow.cases.errors import FeeUnpaid, WrongState
from onewindow.cases.models import Case
from onewindow.cases.services.steps import leave_trace, locked
from onewindow.cases.states import Outcome, Status
from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import Actor, unit
from onewindow.payments import public as payments

BEFORE_DECISION, BEFORE_DELIVERY = "before_decision", "before_delivery"


def charge(
    case: Case, version: catalogue.ItemVersion, by: Actor, grounds: Sequence[str] = ()
) -> payments.Bill | None:
    """Bill an accepted case by its item version, in the caller's unit of work; a free one gets no bill."""
    bill = payments.draw_bill(
        by=by,
        charge=payments.Charge(
            case_number=case.number,
            item_name=case.item_name,
            payer_kind="person" if case.person_id else "organisation",
            payer_id=case.person_id or case.organisation_id or 0,
            payer_name=case.applicant_name,
            agency_id=case.agency_id,
            agency_name=case.agency.name,
            city=case.city,
        ),
        fees=version.fees,
        grounds=grounds,
        due_on=case.promised_due,
    )
    if bill is not None:
        part = 2 if grounds else 1
        papers.issue(case, wording.fee(case, bill), by=by, part=part)
    return bill


def grant_reduction(*, by: Actor, number: str, grounds: Sequence[str]) -> payments.Bill:
    """Bill an unpaid case anew with the reductions the officer found to apply.

    Raises CaseNotYours, WrongState when nothing is owed, payments.FeeInvalid.
    """
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        version = catalogue.item_version(case.item_version_id)
        known = [one["ground"] for one in reductions(version)]
        if not payments.is_unpaid(number) or not grounds or not set(grounds) <= set(known):
            raise WrongState(status=Status(case.status).label)
        payments.void_bill(by=by, case_number=number)
        bill = charge(case, version, by, grounds)
        assert bill is not None
        leave_trace(case, by, "fee_reduced", "费用减免", detail=f"应缴 {bill.total} 元")
    return bill


def reductions(version: catalogue.ItemVersion) -> list[dict[str, str]]:
    """Return the reductions an item knows, each once, by ground."""
    found = {one["ground"]: dict(one) for fee in version.fees for one in fee.get("reductions", ())}
    return list(found.values())


def pays(version: catalogue.ItemVersion) -> str:
    """Return when the fees of an item must be paid, "" where it has none with an amount."""
    told = [str(fee.get("pay", BEFORE_DECISION)) for fee in version.fees if fee.get("amount")]
    return BEFORE_DECISION if BEFORE_DECISION in told else (told[0] if told else "")


def require_paid(case: Case, when: str) -> None:
    """Raise FeeUnpaid where a fee that must be paid by now is still owed."""
    if when == BEFORE_DELIVERY and case.outcome != Outcome.GRANTED:
        return
    version = catalogue.item_version(case.item_version_id)
    due = pays(version)
    if not due or (when == BEFORE_DECISION and due == BEFORE_DELIVERY):
        return
    bill = payments.bill_of(case.number)
    if bill is None and case.accepted_at is None:
        raise FeeUnpaid(bill="（受理后开出）")
    if bill is not None and not bill.is_settled:
        raise FeeUnpaid(bill=bill.number)
