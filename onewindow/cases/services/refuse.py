"""Refuse: filed with reason, basis and remedy; in effect when another releases it (否定报备)."""

from onewindow.cases import limits, notices, papers, policies, wording
from onewindow.cases.errors import FlowInvalid, NothingToAnswer, SamePerson
from onewindow.cases.events import CaseNotAccepted, NegativeFiled
from onewindow.cases.models import Case, ClockEntry, ClockName, NegativeFiling
from onewindow.cases.services.closing import finish
from onewindow.cases.services.processes import begin_process
from onewindow.cases.services.steps import leave_trace, locked, stop, words
from onewindow.cases.states import Delivery, Outcome, Status
from onewindow.kernel.public import Actor, clock, outbox, unit


def decline_acceptance(
    *, by: Actor, number: str, cause: str, reason: str, right_body: str = ""
) -> NegativeFiling:
    """File that an application is not to be accepted, for another person to release.

    A case of another body's power must name that body (行政许可法 第三十二条第一款第二项). Raises
    CaseNotYours, WrongState, FlowInvalid.
    """
    why = limits.decline_cause(cause)
    if why is None:
        raise FlowInvalid(errors={"cause": ["请选择不予受理的情形。"]})
    given = words("reason", reason, missing="请写明不予受理的理由。", most=1000)
    if why.right_body and not right_body.strip():
        raise FlowInvalid(errors={"right_body": ["不属于本机关职权的，要写明应当向哪个机关申请。"]})
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        return file_negative(
            case, by, step="decline", kind="not_accepted", cause=cause, reason=given, basis=why.basis,
            right_body=right_body.strip()[:200],
        )  # fmt: skip


def file_negative(
    case: Case,
    by: Actor,
    *,
    step: str,
    kind: str,
    reason: str,
    basis: str,
    cause: str = "",
    right_body: str = "",
    delivery: str = "",
) -> NegativeFiling:
    """File an intended refusal of a locked case, in the caller's unit of work."""
    before = case.status
    case.move(step)
    filing = NegativeFiling(
        case=case, kind=kind, cause=cause, reason=reason, legal_basis=basis, right_body=right_body,
        remedy=notices.REMEDIES, delivery=delivery, before=before, state="filed", filed_at=clock.now(),
        filed_by=by.label, filed_person=by.person_id, city=case.city,
    )  # fmt: skip
    filing.save(force_insert=True)
    leave_trace(case, by, "filed_negative", "送交复核", kind="filed", facts={"kind": kind})
    outbox.publish(NegativeFiled(subject=case.number, city=case.city, kind=kind))
    return filing


def release_filing(*, by: Actor, number: str) -> Case:
    """Release another person's filed refusal: it takes effect and its notice is signed.

    Raises CaseNotYours, NothingToAnswer, SamePerson.
    """
    with unit.work():
        case, filing = _filed(by, number)
        if is_same_person(by, filing.filed_by, filing.filed_person):
            raise SamePerson
        _answer(filing, by, "released")
        papers.issue(case, wording.negative(case, filing), by=by)
        if filing.kind == "not_accepted":
            _close_declined(case, filing, by)
        else:
            finish(
                case,
                by,
                outcome=Outcome.REFUSED,
                opinion=filing.reason,
                legal_basis=filing.legal_basis,
                delivery=Delivery(filing.delivery),
            )
    return case


def return_filing(*, by: Actor, number: str, answer: str) -> Case:
    """Send another person's filed refusal back with the reason; the case goes on where it was.

    Raises CaseNotYours, NothingToAnswer, SamePerson, FlowInvalid.
    """
    said = words("answer", answer, missing="请写明退回的理由。")
    with unit.work():
        case, filing = _filed(by, number)
        if is_same_person(by, filing.filed_by, filing.filed_person):
            raise SamePerson
        _give_back(case, filing, by, state="returned", title="复核未同意，退回办理", said=said)
    return case


def take_back_filing(*, by: Actor, number: str) -> Case:
    """Take one's own filed refusal back before anybody answered it.

    Raises CaseNotYours, NothingToAnswer (also when another person filed it).
    """
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        filing = _open_filing(case)
        if not is_same_person(by, filing.filed_by, filing.filed_person):
            raise NothingToAnswer
        _give_back(case, filing, by, state="taken", title="撤回送审，继续办理")
    return case


def is_same_person(by: Actor, label: str, person_id: int | None) -> bool:
    """Tell whether the actor is who acted before, by account or by person."""
    return by.label == label or (person_id is not None and by.person_id == person_id)


def _filed(by: Actor, number: str) -> tuple[Case, NegativeFiling]:
    case = locked(number)
    policies.require(policies.can_decide(by, case))
    return case, _open_filing(case)


def _open_filing(case: Case) -> NegativeFiling:
    filing = NegativeFiling.objects.filter(case=case, state="filed").first()
    if filing is None:
        raise NothingToAnswer
    return filing


def _answer(filing: NegativeFiling, by: Actor, state: str, said: str = "") -> None:
    filing.state, filing.answer = state, said
    filing.answered_at, filing.answered_by = clock.now(), by.label
    filing.save(update_fields=["state", "answer", "answered_at", "answered_by"])


def _give_back(
    case: Case, filing: NegativeFiling, by: Actor, *, state: str, title: str, said: str = ""
) -> None:
    steps = {
        Status.PRE_REVIEW: "keep_pre_review",
        Status.RECEIVED: "keep_received",
        Status.REVIEWING: "keep_reviewing",
    }
    case.move(steps[Status(filing.before)])
    if filing.kind == "refused":
        begin_process(case, case.process, by=by)
    _answer(filing, by, state, said)
    leave_trace(case, by, f"filing_{state}", title, kind="filed", facts={"kind": filing.kind})


def _close_declined(case: Case, filing: NegativeFiling, by: Actor) -> None:
    case.close(
        Outcome.NOT_ACCEPTED,
        step="close_declined",
        at=clock.now(),
        by=by.label,
        opinion=filing.reason,
        legal_basis=filing.legal_basis,
    )
    case.delivery, case.delivered_at = Delivery.ELECTRONIC, clock.now()
    papers.issue(case, wording.not_accepted(case, filing), by=by)
    if case.received_at is not None:
        ClockEntry.objects.bulk_create([stop(case, by, ClockName.RECEIPT)])
    detail = filing.reason + (f"\n请向{filing.right_body}申请。" if filing.right_body else "")
    leave_trace(case, by, "not_accepted", "不予受理", detail=detail)
    outbox.publish(
        CaseNotAccepted(subject=case.number, city=case.city, item_code=case.item_code, cause=filing.cause)
    )
