"""Timed jobs of forms."""

from onewindow.forms.services import discard_expired_drafts
from onewindow.kernel.public import jobs


@jobs.periodic("23 18 * * *", name="forms.discard_expired_drafts")
def discard_expired_nightly() -> None:
    """Throw expired drafts away every night (02:23 in China)."""
    discard_expired_drafts()
