"""Timed jobs of documents."""

from onewindow.documents.resuming import drop_expired_uploads
from onewindow.documents.services import scan_pending
from onewindow.kernel.public import jobs


@jobs.periodic("*/10 * * * *", name="documents.scan_pending")
def scan_waiting() -> None:
    """Scan every ten minutes what was kept while the scanner was silent."""
    scan_pending()


@jobs.periodic("41 18 * * *", name="documents.drop_expired_uploads")
def drop_expired() -> None:
    """Forget unfinished uploads every night (02:41 in China)."""
    drop_expired_uploads()
