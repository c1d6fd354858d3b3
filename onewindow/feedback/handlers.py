"""Reactions of feedback: what was decided may be rated, so it is counted."""

from onewindow.cases import public as cases
from onewindow.feedback.services.tallies import count_handled
from onewindow.kernel.public import clock, outbox


@outbox.on(cases.CaseDecided, name="feedback.count_handled")
def handled(event: cases.CaseDecided) -> None:
    """Count a decided case in its body's month."""
    case = cases.Case.objects.only("agency_id", "city", "decided_at").get(number=event.subject)
    if case.decided_at is not None:
        count_handled(case.agency_id, clock.local(case.decided_at).date().replace(day=1), case.city)
