"""Wiring of the workflow context."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """The workflow context."""

    name = "onewindow.workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Protect the tables; wire reactions and jobs."""
        from onewindow.kernel.public import audit
        from onewindow.workflow import handlers, tasks  # noqa: F401
        from onewindow.workflow.models import Definition, Instance, Task

        audit.protect(Definition, Instance, Task)
