"""Wiring of the supervision context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    """The supervision context."""

    name = "onewindow.supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Protect the tables, listen, take in outside cases, enter the menus, plant the rules."""
        from onewindow.kernel.public import audit, commands, seeds
        from onewindow.supervision import handlers, listening, tasks  # noqa: F401
        from onewindow.supervision.cli import COMMANDS
        from onewindow.supervision.models import Accountability, Recommendation, Rule, Signal, Trial
        from onewindow.supervision.seed import plant_history
        from onewindow.supervision.services.ruling import plant_rules
        from onewindow.supervision.taking import outside

        audit.protect(Accountability, Recommendation, Rule, Signal, Trial)
        outside.register()
        seeds.register(seeds.Seed("supervision-rules", "reference", 65, plant_rules))
        seeds.register(seeds.Seed("demonstration supervision", "demo", 97, plant_history))
        for command in COMMANDS:
            commands.register(command)
        _enter_menus()


def _enter_menus() -> None:
    from onewindow.identity.public import actor_of
    from onewindow.supervision.policies import is_supervisor, is_watched
    from onewindow.ui.public import menus

    menus.add(
        "desk", _("红黄牌"), "supervision:signals", 41, icon="warn", group=_("监察"),
        visible=lambda request: is_supervisor(actor_of(request)),
    )  # fmt: skip
    menus.add(
        "desk", _("责任追究"), "supervision:accountabilities", 42, icon="gavel", group=_("监察"),
        visible=lambda request: is_supervisor(actor_of(request)),
    )  # fmt: skip
    menus.add(
        "desk", _("监察建议书"), "supervision:recommendations", 43, icon="doc", group=_("监察"),
        visible=lambda request: is_supervisor(actor_of(request)),
    )  # fmt: skip
    menus.add(
        "desk", _("监察规则"), "supervision:rules", 44, icon="list", group=_("监察"),
        visible=lambda request: is_supervisor(actor_of(request)),
    )  # fmt: skip
    menus.add(
        "desk", _("收到的监察"), "supervision:watched", 18, icon="eye", group=_("办件"),
        visible=lambda request: is_watched(actor_of(request)),
    )  # fmt: skip
