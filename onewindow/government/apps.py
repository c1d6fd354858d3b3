"""Wiring of the government context."""

from django.apps import AppConfig


class GovernmentConfig(AppConfig):
    """The government context."""

    name = "onewindow.government"
    default_auto_field = "django.db.models.BigAutoField"
