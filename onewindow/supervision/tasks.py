"""Timed jobs of supervision."""

from onewindow.kernel.public import jobs
from onewindow.supervision.services.watching import check_due, watch_outside
from onewindow.supervision.taking.guides import watch_guides


@jobs.periodic("35 16 * * *", name="supervision.check_due")
def check_due_nightly() -> None:
    """Judge what the new day has come for (00:35 in China, after the nightly jobs of cases)."""
    check_due()


@jobs.periodic("*/5 * * * *", name="supervision.watch_outside")
def watch_outside_often() -> None:
    """Judge every five minutes what outside systems handed in."""
    watch_outside()


@jobs.periodic("50 18 * * *", name="supervision.watch_guides")
def watch_guides_nightly() -> None:
    """Look at the faults of guides every night (02:50 in China, after their own check)."""
    watch_guides()
