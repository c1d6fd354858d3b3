"""Wiring of the cases context."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases context."""

    name = "onewindow.cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the protected table, the command line, and who may read a case's papers."""
        from onewindow.cases.commands import REPLAY
        from onewindow.cases.models import Case
        from onewindow.cases.readers import file_reading, notice_reading
        from onewindow.documents import public as documents
        from onewindow.kernel.public import audit, commands

        audit.protect(Case)
        commands.register(REPLAY)
        documents.register_document_reader("cases", notice_reading)
        documents.register_file_reader("cases", file_reading)
