"""Wiring of the halls context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ROLES = ("window", "review", "approve", "chief", "catalogue")
"""Who may work in a hall: the menu asks the post, the pages ask who is named there."""


class HallsConfig(AppConfig):
    """The halls context."""

    name = "onewindow.halls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Protect the tables, enter the menus, plant the demonstration halls."""
        from onewindow.cases.public import register_counter
        from onewindow.halls import held, seed, tasks  # noqa: F401
        from onewindow.halls.models import Appointment, Counter, Hall, HallDay, Line, Staff
        from onewindow.halls.queries.counters import taking
        from onewindow.identity.public import posted
        from onewindow.kernel.public import audit, seeds
        from onewindow.ui.public import menus

        audit.protect(Appointment, Counter, Hall, HallDay, Line, Staff)
        held.register()
        register_counter("halls", taking)
        menus.add("verbs", _("大厅预约"), "halls:halls", 60, icon="pin", hint=_("找大厅、看排队、约时间"))
        menus.add("foot", _("政务服务大厅"), "halls:halls", 25)
        menus.add(
            "desk",
            _("大厅和窗口"),
            "halls:desk",
            15,
            icon="tray",
            group=_("办件"),
            visible=posted(*ROLES),
        )
        menus.add("counter", _("核对身份"), "/desk/people/", 10)
        menus.add("counter", _("办件工作台"), "/desk/", 20)
        menus.add("counter", _("查事项、看指南"), "/items/", 30)
        seeds.register(seeds.Seed("halls", "demo", 90, seed.plant))
        seeds.register(seeds.Seed("a day in a hall", "demo", 91, seed.plant_day))
