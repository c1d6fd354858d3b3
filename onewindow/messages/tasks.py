"""Timed jobs of messages."""

from onewindow.kernel.public import jobs
from onewindow.messages.services import send_due


@jobs.periodic("* * * * *", name="messages.send")
def send() -> None:
    """Hand over what is due, every minute."""
    send_due()
