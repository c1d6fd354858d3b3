"""Wiring of the forms context."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """The forms context."""

    name = "onewindow.forms"
    default_auto_field = "django.db.models.BigAutoField"
