"""Wiring of the exchange context."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The exchange context."""

    name = "onewindow.exchange"
    default_auto_field = "django.db.models.BigAutoField"
