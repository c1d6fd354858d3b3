"""Reactions of feedback: what was decided is counted, an objection to a look is a complaint."""

from onewindow.cases import public as cases
from onewindow.feedback.services.objections import open_complaint, settle_complaint
from onewindow.feedback.services.tallies import count_handled
from onewindow.identity import public as identity
from onewindow.kernel.public import clock, outbox


@outbox.on(cases.CaseDecided, name="feedback.count_handled")
def handled(event: cases.CaseDecided) -> None:
    """Count a decided case in its body's month."""
    case = cases.Case.objects.only("agency_id", "city", "decided_at").get(number=event.subject)
    if case.decided_at is not None:
        count_handled(case.agency_id, clock.local(case.decided_at).date().replace(day=1), case.city)


@outbox.on(identity.AccessObjected, name="feedback.open_complaint")
def objected(event: identity.AccessObjected) -> None:
    """Open the complaint that an objection is."""
    open_complaint(event.objection)


@outbox.on(identity.ObjectionSettled, name="feedback.settle_complaint")
def settled(event: identity.ObjectionSettled) -> None:
    """Reply to the complaint."""
    settle_complaint(event.objection)
