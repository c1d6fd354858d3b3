"""Wiring of the portal context."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal context."""

    name = "onewindow.portal"
    default_auto_field = "django.db.models.BigAutoField"
