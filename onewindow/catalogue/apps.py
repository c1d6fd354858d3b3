"""Wiring of the catalogue context."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue context."""

    name = "onewindow.catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the reference data and the command line."""
        from onewindow.catalogue import cli, seed
        from onewindow.kernel.public import commands, seeds

        commands.register(cli.COMMAND)
        seeds.register(seeds.Seed("catalogue", "reference", 50, seed.plant))
