"""Wiring of the licences context."""

from django.apps import AppConfig


class LicencesConfig(AppConfig):
    """The licences context."""

    name = "onewindow.licences"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Protect the tables, plant the catalogue, answer verification."""
        from onewindow.documents import public as documents
        from onewindow.kernel.public import audit, commands, seeds
        from onewindow.licences import cli, held, records, tasks, verification  # noqa: F401
        from onewindow.licences.models import ErrorReport, Licence, LicenceType, SubLibrary
        from onewindow.licences.seed import plant

        audit.protect(Licence, LicenceType, SubLibrary, ErrorReport)
        documents.register_check("licences", verification.check_code, reader=verification.read_code)
        documents.register_record(records.SCHEMA, records.public_facts)
        held.register()
        commands.register(cli.COMMAND)
        seeds.register(seeds.Seed("licence catalogue", "reference", 40, plant))
