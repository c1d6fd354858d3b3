"""Reactions of cases: the applicant is told what happened and what to do next, once for each event."""

from django.urls import reverse

from onewindow.cases.models import Case
from onewindow.cases.telling import SAYINGS, told_of
from onewindow.kernel.public import Event, outbox
from onewindow.messages import public as messages


def tell_applicant(event: Event) -> None:
    """Put a message into the applicant's inbox; the text message goes with the next run of the job."""
    case = Case.objects.select_related("person", "organisation").get(number=event.subject)
    told = told_of(event, case)
    if told is not None:
        template, values = told
        messages.tell(
            case.applicant, template, values, origin=f"event:{outbox.occurrence()}", city=case.city,
            link=reverse("cases:case", args=[case.number]),
        )  # fmt: skip


for kind in SAYINGS:
    outbox.on(kind, name="cases.tell_applicant")(tell_applicant)
