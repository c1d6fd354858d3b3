"""Timed jobs of licences."""

from onewindow.kernel.public import jobs
from onewindow.licences.services.status import lapse_expired


@jobs.periodic("21 16 * * *", name="licences.lapse_expired")
def lapse_expired_nightly() -> None:
    """Mark licences that ran out as lapsed every night (00:21 in China)."""
    lapse_expired()
