"""Timed jobs of fees."""

from onewindow.kernel.public import jobs
from onewindow.payments.services import look_after_orders


@jobs.periodic("*/5 * * * *", name="payments.look_after_orders")
def look_after() -> None:
    """Ask the cashier every five minutes about orders whose notice never came."""
    look_after_orders()
