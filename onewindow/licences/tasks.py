"""Timed jobs of licences."""

from onewindow.kernel.public import jobs
from onewindow.licences.originals import seal_pending
from onewindow.licences.services.status import lapse_expired


@jobs.periodic("21 16 * * *", name="licences.lapse_expired")
def lapse_expired_nightly() -> None:
    """Mark licences that ran out as lapsed every night (00:21 in China)."""
    lapse_expired()


@jobs.periodic("* * * * *", name="licences.seal_pending")
def seal_pending_files() -> None:
    """Make the sealed files of new licences every minute; they are made at once when asked for."""
    seal_pending()
