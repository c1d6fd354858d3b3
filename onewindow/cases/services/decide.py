"""Decide: grant at once, or file a refusal for another person to release."""

from onewindow.cases import policies
from onewindow.cases.charging import BEFORE_DECISION
from onewindow.cases.errors import CaseAlreadyClosed, OpinionMissing, ProcessDecides, WrongState
from onewindow.cases.models import Case
from onewindow.cases.services.accept import accept_now
from onewindow.cases.services.charge import require_paid
from onewindow.cases.services.closing import finish
from onewindow.cases.services.hearing import check_heard
from onewindow.cases.services.refuse import file_negative
from onewindow.cases.services.steps import locked
from onewindow.cases.states import FINAL, Acceptance, Delivery, Outcome, Status
from onewindow.catalogue import public as catalogue
from onewindow.decisions import public as decisions
from onewindow.kernel.public import Actor, unit


def decide_case(
    *,
    by: Actor,
    number: str,
    outcome: Outcome,
    opinion: str,
    legal_basis: str = "",
    delivery: Delivery = Delivery.ELECTRONIC,
) -> Case:
    """Grant a case with a signed notice, or file its refusal; a received case is accepted on the spot first.

    A refusal needs reasons and a legal basis (行政许可法 第三十八条) and takes effect when another person
    releases it. 第三十四条第二款 lets a body decide on the spot. Raises CaseNotYours, CaseAlreadyClosed,
    WrongState, ProcessDecides for an item with a process, OpinionMissing, MarketForbidden, HearingPending,
    HearingRightUntold, FeeUnpaid, decisions.LedgerExhausted.
    """
    with unit.work():
        case = locked(number)
        policies.require(policies.can_decide(by, case))
        if case.status in FINAL:
            raise CaseAlreadyClosed
        if not case.is_grantable:
            raise WrongState(status=Status(case.status).label)
        if case.process or catalogue.item_version(case.item_version_id).process:
            raise ProcessDecides
        check_opinion(outcome, opinion, legal_basis)
        heard = check_heard(case, by, refusing=outcome == Outcome.REFUSED)
        if outcome == Outcome.GRANTED:
            require_paid(case, BEFORE_DECISION)
        if case.status == Status.RECEIVED:
            accept_now(case, by, how=Acceptance.SPOT)
        said, basis = "\n".join(filter(None, [opinion.strip(), heard])), legal_basis.strip()
        if outcome == Outcome.REFUSED:
            file_negative(
                case, by, step="refuse", kind="refused", reason=said, basis=basis, delivery=str(delivery)
            )
        else:
            grant(case, by, opinion=said, legal_basis=basis, delivery=delivery)
    return case


def grant(case: Case, by: Actor, *, opinion: str, legal_basis: str, delivery: Delivery) -> None:
    """Grant a locked case in the caller's unit of work; what its rules keep a ledger of is taken from it."""
    rule_set = catalogue.item_version(case.item_version_id).rule_set
    decisions.take_for_case(by=by, rule_set=rule_set, case_number=case.number)
    finish(case, by, outcome=Outcome.GRANTED, opinion=opinion, legal_basis=legal_basis, delivery=delivery)


def check_opinion(outcome: Outcome, opinion: str, legal_basis: str) -> None:
    """Raise OpinionMissing, each fault at its field, unless an outcome has its reasons."""
    errors: dict[str, list[str]] = {}
    if not opinion.strip():
        errors["opinion"] = ["请填写办理意见。"]
    elif len(opinion) > 1000:
        errors["opinion"] = [f"办理意见最多 1000 字，现在是 {len(opinion)} 字。"]
    if outcome == Outcome.REFUSED and not legal_basis.strip():
        errors["legal_basis"] = ["不予办理的，请写明依据的法律条款。"]
    elif len(legal_basis) > 500:
        errors["legal_basis"] = ["依据最多 500 字。"]
    if outcome not in {Outcome.GRANTED, Outcome.REFUSED}:
        errors["outcome"] = ["请选择准予或不予。"]
    if errors:
        raise OpinionMissing(errors=errors)
