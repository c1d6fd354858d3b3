"""Timed jobs of rights."""

from onewindow.identity.rights.closing import finish_closings
from onewindow.identity.rights.removing import apply_retention
from onewindow.kernel.public import jobs


@jobs.periodic("17 * * * *", name="identity.finish_closings")
def finish_closings_hourly() -> None:
    """Close the accounts whose waiting time is over."""
    finish_closings()


@jobs.periodic("37 18 * * *", name="identity.apply_retention")
def apply_retention_nightly() -> None:
    """Remove what the retention rules end (02:37 in China)."""
    apply_retention()
