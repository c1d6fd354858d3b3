"""Decide and withdraw: what people do with a case that the rules left to them."""

from onewindow.cases import notices, policies
from onewindow.cases.errors import CaseAlreadyClosed, CaseNotFound, OpinionMissing
from onewindow.cases.events import CaseDecided, CaseWithdrawn
from onewindow.cases.models import Case
from onewindow.cases.states import Outcome
from onewindow.cases.timeline import step
from onewindow.catalogue import public as catalogue
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit, clock, outbox, unit


def _locked(number: str) -> Case:
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("account", "person", "organisation")
        .filter(number=number)
        .first()
    )
    if case is None:
        raise CaseNotFound
    return case


def decide_case(*, by: Actor, number: str, outcome: Outcome, opinion: str, legal_basis: str = "") -> Case:
    """Grant or refuse a case under review and sign its notice.

    A refusal needs reasons and a legal basis (行政许可法 第三十八条). Raises CaseNotYours, CaseAlreadyClosed,
    OpinionMissing.
    """
    with unit.work():
        case = _locked(number)
        policies.require(policies.can_decide(by, case))
        if not case.is_open():
            raise CaseAlreadyClosed
        _check_opinion(outcome, opinion, legal_basis)
        case.close(
            outcome, at=clock.now(), by=by.label, opinion=opinion.strip(), legal_basis=legal_basis.strip()
        )
        case.save()
        version = catalogue.item_version(case.item_version_id)
        title = f"人工决定：{Outcome(outcome).label}"
        step(case, outcome, title, who=version.agency_name, detail=opinion.strip()).save()
        audit.record(by, "case.decided", case, facts={"outcome": str(outcome)})
        notices.issue_for(case, version, identity.applicant_of(case.account), by=by, decision=None)
        outbox.publish(
            CaseDecided(
                subject=case.number,
                city=case.city,
                item_code=case.item_code,
                outcome=case.outcome,
                automatic=False,
                notice="granted" if outcome == Outcome.GRANTED else "refused",
            )
        )
    return case


def withdraw_case(*, by: Actor, number: str) -> Case:
    """Take an open case back at the applicant's wish; it stays on record as withdrawn."""
    with unit.work():
        case = _locked(number)
        policies.require(policies.can_withdraw(by, case))
        case.close(Outcome.WITHDRAWN, at=clock.now(), by=by.label)
        case.save()
        step(case, "withdrawn", "申请人撤回申请", who="申请人").save()
        audit.record(by, "case.withdrawn", case)
        outbox.publish(CaseWithdrawn(subject=case.number, city=case.city, item_code=case.item_code))
    return case


def _check_opinion(outcome: Outcome, opinion: str, legal_basis: str) -> None:
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
