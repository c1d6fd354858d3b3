"""Wiring of the documents context."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The documents context."""

    name = "onewindow.documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Protect the tables; register the command."""
        from onewindow.documents import cli, held
        from onewindow.documents.models import Document, StoredFile
        from onewindow.kernel.public import audit, commands

        commands.register(cli.command())
        audit.protect(Document, StoredFile)
        held.register()
