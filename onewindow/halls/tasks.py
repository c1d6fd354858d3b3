"""Timed jobs of halls."""

from onewindow.halls.services.appointments import miss_past_appointments
from onewindow.halls.services.tickets import lapse_yesterday
from onewindow.kernel.public import jobs


@jobs.periodic("30 16 * * *", name="halls.close_day")
def close_day_nightly() -> None:
    """End the numbers and appointments of days that are over (00:30 in China)."""
    lapse_yesterday()
    miss_past_appointments()
