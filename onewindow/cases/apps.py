"""Wiring of the cases context."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases context."""

    name = "onewindow.cases"
    default_auto_field = "django.db.models.BigAutoField"
