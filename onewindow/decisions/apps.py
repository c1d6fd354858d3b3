"""Wiring of the decisions context."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """The decisions context."""

    name = "onewindow.decisions"
    default_auto_field = "django.db.models.BigAutoField"
