"""Tell applicants what happened to their cases, many of them at once."""

import logging
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from onewindow.cases.models import Case
from onewindow.cases.telling import is_told, told_of
from onewindow.kernel.public import Event, outbox
from onewindow.messages import public as messages

log = logging.getLogger(__name__)
HANDLER = "cases.tell_applicant"


def tell_applicant(event: Event) -> None:
    """Tell of a fact that was just delivered, and of all others that wait to be told; called by the worker.

    Where the many cannot be told together, this one is told alone and the others are left to their turn.
    """
    mine = (outbox.occurrence(), event)
    try:
        with transaction.atomic():
            tell_applicants([mine, *outbox.along_events(HANDLER)])
    except Exception:
        log.exception("many applicants could not be told together: of %s it is told alone", event.subject)
        tell_applicants([mine])


def tell_applicants(facts: Sequence[tuple[int, Event]]) -> None:
    """Put a message about each fact into the applicant's inbox, once for each occurrence; five statements."""
    told = [(occurrence, event) for occurrence, event in facts if is_told(event)]
    rows = Case.objects.select_related("person", "organisation")
    cases = {one.number: one for one in rows.filter(number__in={event.subject for _, event in told})}
    messages.tell_all([_telling(occurrence, event, cases[event.subject]) for occurrence, event in told])


def _telling(occurrence: int, event: Event, case: Case) -> messages.Telling:
    template, values = told_of(event, case)
    return messages.Telling(
        case.applicant, template, values, origin=f"event:{occurrence}", city=case.city,
        link=reverse("cases:case", args=[case.number]),
    )  # fmt: skip
