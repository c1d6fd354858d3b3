"""Wiring of the documents context."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The documents context."""

    name = "onewindow.documents"
    default_auto_field = "django.db.models.BigAutoField"
