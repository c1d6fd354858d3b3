"""Wiring of the workflow context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    """The workflow context."""

    name = "onewindow.workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Protect the tables; wire reactions and jobs."""
        from onewindow.identity.public import posted
        from onewindow.kernel.public import audit
        from onewindow.ui.public import menus
        from onewindow.workflow import handlers, tasks  # noqa: F401
        from onewindow.workflow.models import Definition, Instance, Task
        from onewindow.workflow.services.definitions import ROLES

        audit.protect(Definition, Instance, Task)
        menus.add(
            "desk",
            _("流程"),
            "workflow:processes",
            44,
            icon="flow",
            group=_("目录"),
            visible=posted(*ROLES),
        )
