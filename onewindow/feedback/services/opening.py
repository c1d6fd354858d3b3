"""A bad rating goes to the body that handled the case (谁办理、谁负责), with its limits."""

from onewindow.feedback import rules
from onewindow.feedback.events import BadRatingOpened
from onewindow.feedback.models import Rating, Remedy
from onewindow.feedback.services.steps import take_step
from onewindow.kernel.public import SYSTEM, audit, clock, outbox


def open_remedy(rating: Rating) -> Remedy:
    """Open what has to be done about a bad rating, in the caller's unit of work."""
    region = rating.region_code
    remedy = Remedy.objects.create(
        rating=rating, agency_id=rating.agency_id, city=rating.city, opened_at=clock.now(),
        contact_due=rules.due(region, rules.limit("contact")),
        due_on=rules.due(region, rules.limit("rectify")),
        appeal_until=rules.due(region, rules.limit("appeal")),
    )  # fmt: skip
    take_step(remedy, SYSTEM, "opened", "差评已派给办理机构")
    audit.record(SYSTEM, "remedy.opened", remedy)
    outbox.publish(
        BadRatingOpened(
            subject=str(remedy.pk), city=remedy.city, agency=remedy.agency_id, item_code=rating.item_code,
            stars=rating.stars or 0, contact_due=remedy.contact_due, due=remedy.due_on,
        )
    )  # fmt: skip
    return remedy
