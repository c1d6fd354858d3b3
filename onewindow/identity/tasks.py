"""Timed jobs of identity."""

from onewindow.identity.posts.leaving import end_run_out
from onewindow.identity.provider import keys, tokens
from onewindow.identity.services.counter import lower_expired
from onewindow.identity.services.housekeeping import forget_expired
from onewindow.kernel.public import jobs


@jobs.periodic("41 19 * * *", name="identity.forget_expired")
def forget_expired_nightly() -> None:
    """Forget ended sessions, tries and codes every night (03:41 in China)."""
    forget_expired()
    tokens.forget_expired()


@jobs.periodic("5 16 * * *", name="identity.lower_expired")
def lower_expired_nightly() -> None:
    """Lower the levels whose evidence ended yesterday (00:05 in China)."""
    lower_expired()


@jobs.periodic("1 16 * * *", name="identity.end_run_out")
def end_run_out_nightly() -> None:
    """Close the holdings whose last day was yesterday (00:01 in China)."""
    end_run_out()


@jobs.periodic("17 18 * * *", name="identity.rotate_keys")
def rotate_keys_nightly() -> None:
    """Make new signing keys where the old ones signed long enough (02:17 in China)."""
    keys.rotate_due()
