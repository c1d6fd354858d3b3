"""Charge: what the item version says is owed is billed at acceptance, told by a signed paper, and awaited."""

from collections.abc import Sequence

from onewindow.cases import papers, policies, wording
from onewindow.cases.charging import BEFORE_DECISION, BEFORE_DELIVERY, charged, pays, situations_of
from onewindow.cases.errors import FeeOpen, FeeUnpaid, FlowInvalid, WrongState
from onewindow.cases.models import Case
from onewindow.cases.services.steps import leave_trace, locked
from onewindow.cases.states import Outcome, Status
from onewindow.catalogue import public as catalogue
from onewindow.documents import public as documents
from onewindow.kernel.public import Actor, unit
from onewindow.payments import public as payments


def charge(
    case: Case, version: catalogue.ItemVersion, by: Actor, grounds: Sequence[str] = ()
) -> payments.Bill | None:
    """Bill an accepted case by its item version, in the caller's unit of work; a free one gets no bill.

    Nor does one of which nobody can tell yet which fees apply: an officer finds that out (settle_fees).
    """
    found = charged(case, version)
    if not found.fees:
        return None
    if found.answers:
        case.situation = found.answers
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
        fees=found.fees,
        grounds=grounds,
        due_on=case.promised_due,
    )
    if bill is not None:
        before = [one for one in documents.notices_of(case.number) if one.kind == "fee"]
        papers.issue(case, wording.fee(case, bill), by=by, part=len(before) + 1)
    return bill


def grant_reduction(*, by: Actor, number: str, grounds: Sequence[str]) -> payments.Bill:
    """Bill an unpaid case anew with the reductions the officer found to apply.

    Raises CaseNotYours, WrongState when nothing is owed, payments.FeeInvalid.
    """
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        version = catalogue.item_version(case.item_version_id)
        known = [one["ground"] for one in reductions(case, version)]
        if not payments.is_unpaid(number) or not grounds or not set(grounds) <= set(known):
            raise WrongState(status=Status(case.status).label)
        payments.void_bill(by=by, case_number=number)
        bill = charge(case, version, by, grounds)
        assert bill is not None
        leave_trace(case, by, "fee_reduced", "费用减免", detail=f"应缴 {bill.total} 元")
    return bill


def find_situation(case: Case, version: catalogue.ItemVersion, situation: str) -> None:
    """Keep which of the situations a fee depends on is the case's, where its answers do not tell.

    Nothing is asked where they do, or where the fees are the same in all. Raises FlowInvalid.
    """
    if situation:
        case.situation = _named(version, situation)
    elif charged(case, version).open:
        raise FlowInvalid(errors={"situation": ["请选择按哪种情形收费。"]})


def settle_fees(*, by: Actor, number: str, situation: str) -> Case:
    """Find which situation the fees of an accepted case go by, and bill it anew; twice is once.

    Raises CaseNotYours, WrongState before acceptance, once decided or paid, FlowInvalid.
    """
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        version = catalogue.item_version(case.item_version_id)
        bill = payments.bill_of(number)
        paid = bill is not None and not payments.is_unpaid(number)
        if not case.is_open() or case.accepted_at is None or paid:
            raise WrongState(status=Status(case.status).label)
        found = _named(version, situation)
        if found == case.situation:
            return case
        case.situation = found
        payments.void_bill(by=by, case_number=number)
        bill = charge(case, version, by)
        owed = f"应缴 {bill.total} 元" if bill else "不收费"
        leave_trace(case, by, "fee_settled", "核定收费情形", detail=f"{situation}，{owed}")
    return case


def _named(version: catalogue.ItemVersion, situation: str) -> dict[str, str]:
    known = situations_of(version)
    if len(known) < 2 or situation not in known:
        raise FlowInvalid(errors={"situation": ["请选择按哪种情形收费。"]})
    return known[situation]


def reductions(case: Case, version: catalogue.ItemVersion) -> list[dict[str, str]]:
    """Return the reductions of the fees that apply to a case, each once, by ground."""
    rows = [one for fee in charged(case, version).fees for one in fee.get("reductions") or ()]
    return list({one["ground"]: dict(one) for one in rows}.values())


def require_paid(case: Case, when: str) -> None:
    """Raise FeeUnpaid where a fee that must be paid by now is still owed, FeeOpen where none was chosen."""
    if when == BEFORE_DELIVERY and case.outcome != Outcome.GRANTED:
        return
    version = catalogue.item_version(case.item_version_id)
    every = pays(version.fees)
    if not every or (when == BEFORE_DECISION and every == BEFORE_DELIVERY):
        return
    bill = payments.bill_of(case.number)
    found = charged(case, version)
    due = pays(found.fees)
    if bill is None and case.accepted_at is None and (due or found.open):
        raise FeeUnpaid(bill="（受理后开出）")
    if found.open:
        raise FeeOpen
    if not due or (when == BEFORE_DECISION and due == BEFORE_DELIVERY):
        return
    if bill is not None and not bill.is_settled:
        raise FeeUnpaid(bill=bill.number)
