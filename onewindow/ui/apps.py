"""Wiring of the ui context."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The ui context."""

    name = "onewindow.ui"
    default_auto_field = "django.db.models.BigAutoField"
