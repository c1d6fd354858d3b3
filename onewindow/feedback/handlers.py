"""Reactions of feedback: what was decided is counted, an objection to a look is a complaint."""

from onewindow.cases import public as cases
from onewindow.feedback.services.objections import open_complaint, settle_complaint
from onewindow.feedback.services.tallies import count_decided
from onewindow.identity import public as identity
from onewindow.kernel.public import outbox


@outbox.on(cases.CaseDecided, name="feedback.count_handled", gather=5)
def handled(event: cases.CaseDecided) -> None:
    """Count a decided case in its body's month, and all others that wait to be counted."""
    count_decided([event.subject, *outbox.along("feedback.count_handled")])


@outbox.on(identity.AccessObjected, name="feedback.open_complaint")
def objected(event: identity.AccessObjected) -> None:
    """Open the complaint that an objection is."""
    open_complaint(event.objection)


@outbox.on(identity.ObjectionSettled, name="feedback.settle_complaint")
def settled(event: identity.ObjectionSettled) -> None:
    """Reply to the complaint."""
    settle_complaint(event.objection)
