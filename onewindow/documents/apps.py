"""Wiring of the documents context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """The documents context."""

    name = "onewindow.documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Protect the tables; register the command."""
        from django.conf import settings

        from onewindow.documents import cli, held, scanner, tasks  # noqa: F401
        from onewindow.documents.models import Document, StoredFile
        from onewindow.documents.originals import notices
        from onewindow.documents.originals.models import Original
        from onewindow.documents.seals.models import Seal, SealAuthority, SealGrant, SealUse
        from onewindow.documents.seals.policies import READERS
        from onewindow.documents.seals.seed import plant
        from onewindow.identity.public import posted
        from onewindow.kernel.public import audit, commands, seeds
        from onewindow.ui.public import menus

        commands.register(cli.command())
        audit.protect(Document, StoredFile, Original, Seal, SealAuthority, SealGrant, SealUse)
        held.register()
        notices.register()
        menus.add(
            "desk",
            _("电子印章"),
            "documents:seals",
            58,
            icon="shield",
            group=_("安全管理"),
            visible=posted(*READERS),
        )
        seeds.register(seeds.Seed("seals", "demo", 30, plant))
        if settings.SCANNER_SIMULATED:
            commands.register(scanner.COMMAND)
