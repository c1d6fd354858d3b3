"""Wiring of the catalogue context."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue context."""

    name = "onewindow.catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the protected tables, the reference data and the command line."""
        from onewindow.catalogue import cli, seed, tasks  # noqa: F401
        from onewindow.catalogue.laws import cli as laws_cli
        from onewindow.catalogue.models import ImportFile, ItemVersion, Statute, StatuteVersion
        from onewindow.kernel.public import audit, commands, seeds

        audit.protect(ItemVersion, ImportFile, Statute, StatuteVersion)
        commands.register(cli.COMMAND)
        commands.register(cli.LINT)
        for command in laws_cli.COMMANDS:
            commands.register(command)
        seeds.register(seeds.Seed("catalogue", "reference", 50, seed.plant))
