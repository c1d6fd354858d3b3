"""What every step of a concern leaves behind, and how its author is told."""

from django.urls import reverse

from onewindow.feedback.models import Author, Concern, ConcernStep
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, clock
from onewindow.messages import public as messages

CENTRE, AUTHOR, SYSTEM_NAME = "诉求受理中心", "诉求人", "系统"


def leave_step(
    concern: Concern, by: Actor, kind: str, title: str, *, who: str, text: str = "", shared: bool = True
) -> ConcernStep:  # fmt: skip
    """Keep a step; bodies are named, people are not."""
    return ConcernStep.objects.create(
        concern=concern, at=clock.now(), kind=kind, title=title, who=who, text=text or None, shared=shared,
        actor=by.label if by.kind in {"official", "system", "client"} else "", city=concern.city,
    )  # fmt: skip


def tell_author(concern: Concern, template: str, step: ConcernStep, **values: object) -> None:
    """Put a message into the author's inbox; who said it without a name reads the page by its code."""
    author = Author.objects.select_related("person", "organisation").get(concern=concern)
    holder = author.organisation or author.person
    if holder is not None:
        messages.tell(
            identity.applicant_from(holder, account_id=author.account_id or 0), template,
            {"item": concern.title, "number": concern.number, **values}, origin=f"concern:{step.pk}",
            link=reverse("feedback:concern", args=[concern.number]), city=concern.city,
        )  # fmt: skip
