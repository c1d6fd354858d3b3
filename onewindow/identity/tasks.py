"""Timed jobs of identity."""

from onewindow.identity.services.housekeeping import forget_expired
from onewindow.kernel.public import jobs


@jobs.periodic("41 19 * * *", name="identity.forget_expired")
def forget_expired_nightly() -> None:
    """Forget ended sessions, tries and codes every night (03:41 in China)."""
    forget_expired()
