"""Timed jobs of the catalogue."""

from onewindow.catalogue.services.links import check_links
from onewindow.catalogue.services.proposals import publish_due
from onewindow.catalogue.services.quality import review
from onewindow.kernel.public import jobs


@jobs.periodic("11 17 * * *", name="catalogue.check_links")
def check_links_nightly() -> None:
    """Try the addresses of guides every night (01:11 in China)."""
    check_links()


@jobs.periodic("41 17 * * *", name="catalogue.review_guides")
def review_guides_nightly() -> None:
    """Judge all guides and write the day's accuracy every night (01:41 in China)."""
    review()


@jobs.periodic("5 16 * * *", name="catalogue.publish_due")
def publish_due_daily() -> None:
    """Publish approved proposals whose effective date has come (00:05 in China)."""
    publish_due()
