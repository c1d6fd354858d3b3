"""Wiring of the catalogue context."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue context."""

    name = "onewindow.catalogue"
    default_auto_field = "django.db.models.BigAutoField"
