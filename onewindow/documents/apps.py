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
        from onewindow.documents.originals import notices
        from onewindow.documents.originals.models import Original
        from onewindow.documents.seals.models import Seal, SealAuthority, SealGrant, SealUse
        from onewindow.documents.seals.seed import plant
        from onewindow.kernel.public import audit, commands, seeds

        commands.register(cli.command())
        audit.protect(Document, StoredFile, Original, Seal, SealAuthority, SealGrant, SealUse)
        held.register()
        notices.register()
        seeds.register(seeds.Seed("seals", "demo", 30, plant))
