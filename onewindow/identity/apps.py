"""Wiring of the identity context."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """The identity context."""

    name = "onewindow.identity"
    default_auto_field = "django.db.models.BigAutoField"
