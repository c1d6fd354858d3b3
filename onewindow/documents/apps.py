"""Wiring of the documents context."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The documents context."""

    name = "onewindow.documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Protect the tables."""
        from onewindow.documents.models import Document, StoredFile
        from onewindow.kernel.public import audit

        audit.protect(Document, StoredFile)
