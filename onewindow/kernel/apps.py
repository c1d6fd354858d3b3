"""Wiring of the kernel context."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The kernel context."""

    name = "onewindow.kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register commands, seeds, jobs and protected tables."""
        from onewindow.kernel import audit, commands, seed, seeds, tasks, timetable  # noqa: F401
        from onewindow.kernel.audit import commandline as of_audit
        from onewindow.kernel.models import CalendarYear
        from onewindow.kernel.outbox import commandline as of_outbox
        from onewindow.kernel.workdays import commandline as of_workdays

        for command in (
            *of_audit.commands(),
            *of_outbox.commands(),
            *of_workdays.commands(),
            *timetable.commands(),
        ):
            commands.register(command)
        seeds.register(seed.CALENDAR)
        audit.protect(CalendarYear)
