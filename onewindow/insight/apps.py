"""Wiring of the insight context."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """The insight context."""

    name = "onewindow.insight"
    default_auto_field = "django.db.models.BigAutoField"
