"""What every step of a bad rating leaves behind, and how the rater is told of it."""

from django.urls import reverse

from onewindow.feedback.models import Rater, Remedy, RemedyStep
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, clock
from onewindow.messages import public as messages

RATER, CENTRE, SYSTEM_NAME = "评价人", "政务服务监督机构", "系统"


def take_step(
    remedy: Remedy, by: Actor, kind: str, title: str, *, text: str = "", who: str = ""
) -> RemedyStep:
    """Keep a step; whoever takes it is shown as a body, never as a person."""
    official = by.kind == "official"
    shown = who or (SYSTEM_NAME if by.kind == "system" else remedy.agency.name if official else RATER)
    return RemedyStep.objects.create(
        remedy=remedy, at=clock.now(), kind=kind, title=title, who=shown, text=text or None,
        actor=by.label if official or by.kind == "system" else "", city=remedy.city,
    )  # fmt: skip


def tell_rater(remedy: Remedy, template: str, step: RemedyStep, **values: object) -> None:
    """Put a message into the rater's inbox; nobody who writes it learns whose inbox it is."""
    rater = Rater.objects.select_related("person", "organisation", "rating").get(rating_id=remedy.rating_id)
    holder = rater.organisation or rater.person
    if holder is None:
        return
    messages.tell(
        identity.applicant_from(holder, account_id=0), template,
        {"item": rater.rating.item_name, **values}, origin=f"remedy:{step.pk}", city=remedy.city,
        link=f"{reverse('feedback:rate', args=[rater.case_number])}?occasion={rater.rating.occasion}",
    )  # fmt: skip
