"""Wiring of the kernel context."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The kernel context."""

    name = "onewindow.kernel"
    default_auto_field = "django.db.models.BigAutoField"
