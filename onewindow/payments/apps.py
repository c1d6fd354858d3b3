"""Wiring of the payments context."""

from django.apps import AppConfig
from django.conf import settings


class PaymentsConfig(AppConfig):
    """The payments context."""

    name = "onewindow.payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Protect the tables, say what is held about people, offer the simulated cashier where it is used."""
        from onewindow.kernel.public import audit, commands
        from onewindow.payments import handlers, held, tasks  # noqa: F401
        from onewindow.payments.models import Bill, Order
        from onewindow.payments.simulated import COMMAND

        audit.protect(Bill, Order)
        held.register()
        if settings.CASHIER_SIMULATED:
            commands.register(COMMAND)
