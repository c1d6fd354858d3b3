"""The decision itself: outcome, signed notice, and delivery at once where nothing is left to be checked."""

from onewindow.cases import notices, papers, results, wording
from onewindow.cases.charging import BEFORE_DECISION
from onewindow.cases.deadlines import due_after
from onewindow.cases.events import CaseDecided
from onewindow.cases.models import Case, CaseMaterial, ClockName
from onewindow.cases.services.charge import require_paid
from onewindow.cases.services.steps import leave_trace, start, stop
from onewindow.cases.states import Delivery, Grade, Outcome
from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import Actor, clock, inserting, outbox, prepared

_UNSEEN = prepared.Kept(
    lambda: CaseMaterial.objects.filter(case_id=prepared.Place(1), grade=Grade.UPLOADED).order_by()[:1]
)


def finish(
    case: Case, by: Actor, *, outcome: Outcome, opinion: str, legal_basis: str, delivery: Delivery
) -> None:
    """Decide a locked case in the caller's unit of work.

    A grant with uploaded materials whose originals nobody has seen waits for them (信任在先、办结核验).
    Raises FeeUnpaid.
    """
    if outcome == Outcome.GRANTED:
        require_paid(case, BEFORE_DECISION)
    unseen = outcome == Outcome.GRANTED and _UNSEEN.first(case.pk) is not None
    at_once = delivery == Delivery.ELECTRONIC and not unseen
    now = clock.now()
    case.delivery = delivery
    case.delivery_due = due_after("delivery", clock.today(), case.region_code)
    case.close(
        outcome,
        step="decide_and_deliver" if at_once else "decide",
        at=now,
        by=by.label,
        opinion=opinion,
        legal_basis=legal_basis,
    )
    entries = [stop(case, by, ClockName.DECISION), start(case, by, ClockName.DELIVERY)]
    if at_once:
        case.delivered_at = now
        entries.append(stop(case, by, ClockName.DELIVERY))
    inserting.insert(*entries)
    leave_trace(
        case, by, "decided", f"人工决定：{Outcome(outcome).label}", kind=str(outcome), detail=opinion,
        facts={"outcome": str(outcome)},
    )  # fmt: skip
    version = catalogue.item_version(case.item_version_id)
    part = (case.reopened or 0) + 1
    notice = notices.issue_for(case, version, case.applicant, by=by, decision=None, part=part)
    if at_once:
        handed = [(notice.title, notice.number)]
        papers.issue(case, wording.delivered(case, handed, ""), by=by)
    if outcome == Outcome.GRANTED:
        results.of_people(case, version, by=by)
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
