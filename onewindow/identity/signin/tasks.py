"""Timed jobs of sign-in."""

from onewindow.identity.signin.recovery import finish_recoveries
from onewindow.kernel.public import jobs


@jobs.periodic("* * * * *", name="identity.finish_recoveries")
def finish_recoveries_each_minute() -> None:
    """Give effect to recoveries whose cooling time is over."""
    finish_recoveries()
