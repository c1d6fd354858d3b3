"""Wiring of the insight context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    """The insight context."""

    name = "onewindow.insight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Count what supervision tells, protect the assessments, enter the menus."""
        from onewindow.insight import tasks  # noqa: F401
        from onewindow.insight.counting import count
        from onewindow.insight.models import Assessment, SelfAssessment
        from onewindow.insight.seed import plant_assessments
        from onewindow.kernel.public import audit, seeds
        from onewindow.supervision.public import register_counter

        audit.protect(Assessment, SelfAssessment)
        register_counter("insight", count)
        seeds.register(seeds.Seed("demonstration assessments", "demo", 98, plant_assessments))
        _enter_menus()


def _enter_menus() -> None:
    from onewindow.identity.public import actor_of
    from onewindow.supervision.public import is_supervisor
    from onewindow.ui.public import menus

    for label, page, order, icon in (
        (_("运行总览"), "insight:board", 40, "chart"),
        (_("七项制度"), "insight:seven", 45, "scale"),
        (_("绩效考核"), "insight:assessments", 46, "star"),
    ):
        menus.add(
            "desk", label, page, order, icon=icon, group=_("监察"),
            visible=lambda request: is_supervisor(actor_of(request)),
        )  # fmt: skip
