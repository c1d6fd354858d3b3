"""What an applicant is told about a fact: template and values, from the fact and the case."""

from collections.abc import Callable, Mapping
from typing import Any

from onewindow.cases import events
from onewindow.cases.models import Case
from onewindow.cases.wording import day
from onewindow.kernel.public import Event

Told = tuple[str, Mapping[str, object]]
Saying = Callable[[Any, Case], Told]


def _submitted(event: events.CaseSubmitted, case: Case) -> Told:
    return ("case-submitted" if case.received_at is None else "case-received"), {}


def _correction(event: events.CorrectionAsked, case: Case) -> Told:
    template = "pre-review-returned" if event.kind == "pre_review" else "correction-asked"
    return template, {"count": event.items, "day": day(event.due)}


def _accepted(event: events.CaseAccepted, case: Case) -> Told:
    return ("case-deemed-accepted" if event.how == "deemed" else "case-accepted"), {}


def _decided(event: events.CaseDecided, case: Case) -> Told:
    return ("case-granted" if event.outcome == "granted" else "case-refused"), {}


SAYINGS: dict[type[Event], Saying] = {
    events.CaseSubmitted: _submitted,
    events.CaseReceived: lambda event, case: ("case-received", {}),
    events.CorrectionAsked: _correction,
    events.CaseLapsed: lambda event, case: ("case-lapsed", {}),
    events.CaseAccepted: _accepted,
    events.CaseNotAccepted: lambda event, case: ("case-not-accepted", {}),
    events.CaseSuspended: lambda event, case: ("case-suspended", {"days": event.days}),
    events.CaseResumed: lambda event, case: ("case-resumed", {"day": day(event.due)}),
    events.CaseExtended: lambda event, case: ("case-extended", {"days": event.days, "day": day(event.due)}),
    events.CaseTransferred: lambda event, case: ("case-transferred", {}),
    events.CaseDecided: _decided,
    events.CaseDelivered: lambda event, case: ("case-delivered", {}),
    events.CaseWithdrawn: lambda event, case: ("case-withdrawn", {}),
    events.CaseSentAway: lambda event, case: ("case-sent-away", {"to": event.to}),
}


def is_told(event: Event) -> bool:
    """Tell whether the applicant is told of a fact: not of what the decision made at once tells anyway."""
    if isinstance(event, events.CaseSubmitted):
        return not event.automatic
    return not (isinstance(event, events.CaseAccepted) and event.how in {"spot", "system"})


def told_of(event: Event, case: Case) -> Told:
    """Return template and values of what the applicant is told."""
    template, values = SAYINGS[type(event)](event, case)
    return template, {"item": case.item_name, "number": case.number, **values}
