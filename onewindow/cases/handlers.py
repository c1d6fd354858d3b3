"""Reactions of cases: the applicant is told what happened and what to do next; grants are made public."""

from django.urls import reverse

from onewindow.cases.events import CaseDecided
from onewindow.cases.models import Case
from onewindow.cases.services.disclose import disclose_decisions
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


@outbox.on(CaseDecided, name="cases.disclose", gather=5)
def make_public(event: CaseDecided) -> None:
    """Make a granted permit public, and all others that wait (行政许可法 第四十条)."""
    disclose_decisions(numbers={event.subject, *outbox.along("cases.disclose")})
