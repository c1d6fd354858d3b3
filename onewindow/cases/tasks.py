"""Timed jobs of cases."""

from onewindow.cases.services.nightly import (
    archive_rested,
    break_overdue_promises,
    deem_overdue,
    lapse_overdue,
)
from onewindow.kernel.public import jobs


@jobs.periodic("10 16 * * *", name="cases.deem_accepted")
def deem_accepted_nightly() -> None:
    """Accept by law what nobody answered in five working days (00:10 in China)."""
    deem_overdue()


@jobs.periodic("20 16 * * *", name="cases.lapse_corrections")
def lapse_corrections_nightly() -> None:
    """End applications whose correction never came (00:20 in China)."""
    lapse_overdue()


@jobs.periodic("30 16 * * *", name="cases.break_promises")
def break_promises_nightly() -> None:
    """End or tell what was promised for later and did not come (00:30 in China)."""
    break_overdue_promises()


@jobs.periodic("40 18 * * *", name="cases.archive")
def archive_nightly() -> None:
    """Archive finished cases that have rested long enough (02:40 in China)."""
    archive_rested()
