"""Hand over: an application that was not accepted yet goes on at a platform of another province."""

from onewindow.cases import papers, policies, wording
from onewindow.cases.events import CaseSentAway
from onewindow.cases.models import Case, ClockEntry, Extension
from onewindow.cases.services.steps import leave_trace, locked, words
from onewindow.cases.services.withdraw import running_stops
from onewindow.cases.states import Outcome
from onewindow.kernel.public import Actor, clock, outbox, unit


def hand_over_case(*, by: Actor, number: str, to: str, reason: str, basis: str, document: str) -> Case:
    """End a case as handed over to `to`, in the document of that number; the applicant is told in writing.

    Receiving is apart from accepting (收受分离): once accepted, the body here decides. Raises CaseNotFound,
    CaseNotYours, WrongState, FlowInvalid.
    """
    said = words("reason", reason, missing="请写明移送的理由，申请人会看到。")
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        case.close(
            Outcome.HANDED_OVER,
            step="hand_over",
            at=clock.now(),
            by=by.label,
            opinion=said,
            legal_basis=basis,
        )
        ClockEntry.objects.bulk_create(running_stops(case, by))
        Extension.objects.filter(case=case, state="asked").update(state="taken", answered_at=clock.now())
        papers.issue(case, wording.handed_over(case, to, said, basis, document), by=by)
        detail = f"{said}\n移交文件 {document}"
        leave_trace(case, by, "handed_over", f"移送{to}"[:100], kind="handover", detail=detail)
        outbox.publish(CaseSentAway(subject=case.number, city=case.city, item_code=case.item_code, to=to))
    return case
