"""Wiring of the feedback context."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from onewindow.cases.public import Case
    from onewindow.halls.public import Ticket


class FeedbackConfig(AppConfig):
    """The feedback context."""

    name = "onewindow.feedback"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Protect the tables, say what is held, put the links on cases, enter the menus."""
        from onewindow.cases import public as cases
        from onewindow.feedback import handlers, held, tasks  # noqa: F401
        from onewindow.feedback.commands import MEASURE, TRAIN
        from onewindow.feedback.models import (
            Author,
            Classifier,
            Concern,
            PublishedAnswer,
            Rater,
            Rating,
            Remedy,
            Suspicion,
            Task,
        )  # fmt: skip
        from onewindow.feedback.seed import plant_answers, plant_concerns, plant_ratings
        from onewindow.halls import public as halls
        from onewindow.identity import public as identity
        from onewindow.kernel.public import audit, commands, seeds

        audit.protect(Author, Classifier, Concern, PublishedAnswer, Rater, Rating, Remedy, Suspicion, Task)
        seeds.register(seeds.Seed("answers", "demo", 95, plant_answers))
        seeds.register(seeds.Seed("demonstration concerns", "demo", 95, plant_concerns))
        seeds.register(seeds.Seed("demonstration ratings", "demo", 96, plant_ratings))
        commands.register(TRAIN)
        commands.register(MEASURE)
        held.register()
        identity.register_objection_page("complaint", _complaint)
        cases.register_link("applicant", "rate", _rate)
        cases.register_link(
            "counter", "pad", lambda case: (_("请对方评价"), reverse("feedback:pad", args=[case.number]))
        )
        cases.register_link(
            "counter", "slip", lambda case: (_("评价二维码"), reverse("feedback:slip", args=[case.number]))
        )
        cases.register_link("applicant", "complain", _complain)
        halls.register_link("rate", _rate_visit)
        _enter_menus()


def _complain(case: "Case") -> tuple[str | Promise, str]:
    return _("投诉或者提意见"), f"{reverse('feedback:ask')}?kind=complaint&case={case.number}"


def _rate_visit(ticket: "Ticket") -> tuple[str, str] | None:
    from onewindow.feedback import invitations
    from onewindow.feedback.states import Occasion

    if ticket.state != "served":
        return None
    return str(_("评价这次服务")), invitations.path_for(ticket.token, Occasion.VISIT)


def _complaint(objection_id: int) -> str:
    from onewindow.feedback.models import Author

    found = Author.objects.filter(objection=objection_id).values_list("concern__number", flat=True).first()
    return reverse("feedback:concern", args=[found]) if found else ""


def _rate(case: "Case") -> tuple[str | Promise, str] | None:
    if case.decided_at is None:
        return None
    return _("评价这次办理"), reverse("feedback:rate", args=[case.number])


def _enter_menus() -> None:
    from onewindow.feedback import policies
    from onewindow.identity.public import posted
    from onewindow.ui.public import menus

    group = _("评价和诉求")
    posts = posted(*policies.HANDLERS, *policies.CENTRE)
    menus.add("foot", _("好差评"), "feedback:ratings", 27)
    menus.add("foot", _("公开答复"), "feedback:answers", 28)
    menus.add("verbs", _("我要问"), "feedback:ask", 70, icon="ask", hint=_("咨询、投诉、举报、建议"))
    menus.add("counter", _("登记诉求"), "/ask/", 40)
    menus.add("desk", _("诉求"), "feedback:desk-concerns", 38, posts, icon="tray", group=group)
    menus.add("desk", _("差评整改"), "feedback:desk-ratings", 40, posts, icon="star", group=group)
    watch = posted(*policies.CENTRE)
    menus.add("desk", _("异常评价"), "feedback:suspicions", 42, watch, icon="eye", group=group)
