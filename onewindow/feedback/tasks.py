"""Timed jobs of feedback."""

from onewindow.feedback.services.concern_ends import settle_silent
from onewindow.feedback.services.concern_watch import tell_late_concerns
from onewindow.feedback.services.watching import look_for_oddities, tell_overdue
from onewindow.kernel.public import jobs


@jobs.periodic("15 16 * * *", name="feedback.overdue")
def overdue_nightly() -> None:
    """Tell of limits that passed (00:15 in China)."""
    tell_overdue()
    tell_late_concerns()


@jobs.periodic("40 16 * * *", name="feedback.oddities")
def oddities_nightly() -> None:
    """Look for ratings that nobody would give (00:40 in China)."""
    look_for_oddities()


@jobs.periodic("50 16 * * *", name="feedback.settle")
def settle_nightly() -> None:
    """Close what was answered and never spoken about again (00:50 in China)."""
    settle_silent()
