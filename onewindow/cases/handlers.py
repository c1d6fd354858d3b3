"""Reactions of cases: the applicant is told what happened and what to do next; grants are made public."""

from onewindow.cases.events import CaseDecided
from onewindow.cases.services.disclose import disclose_decisions
from onewindow.cases.services.tell import HANDLER, tell_applicant
from onewindow.cases.states import Outcome
from onewindow.cases.telling import SAYINGS, is_told
from onewindow.kernel.public import outbox


def is_granted(event: CaseDecided) -> bool:
    """Tell whether there may be something to make public."""
    return event.outcome == Outcome.GRANTED


for kind in SAYINGS:
    outbox.on(kind, name=HANDLER, gather=1, wants=is_told)(tell_applicant)


@outbox.on(CaseDecided, name="cases.disclose", gather=5, wants=is_granted)
def make_public(event: CaseDecided) -> None:
    """Make a granted permit public, and all others that wait (行政许可法 第四十条)."""
    disclose_decisions(numbers={event.subject, *outbox.along("cases.disclose")})
