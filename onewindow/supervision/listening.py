"""What supervision listens to in feedback: bad ratings and concerns, by the limits of the bodies."""

from datetime import date

from onewindow.feedback import public as feedback
from onewindow.kernel.public import Event, outbox
from onewindow.supervision.services.subjects import About, take_complaint, take_rating

RATINGS: tuple[type[Event], ...] = (
    feedback.BadRatingOpened, feedback.BadRatingContacted, feedback.BadRatingRectified,
    feedback.BadRatingReopened, feedback.RatingAppealed,
)  # fmt: skip
CONCERNS: tuple[type[Event], ...] = (
    feedback.ConcernDispatched, feedback.ConcernAnswered, feedback.ConcernReturned, feedback.ConcernExtended,
    feedback.ConcernReopened, feedback.ConcernClosed,
)  # fmt: skip


def rating_moved(event: Event) -> None:
    """Take the limits of a bad rating as they are now."""
    due: date | None = event.due if isinstance(event, feedback.BadRatingRectified) else None
    one = feedback.rating_limits(event.subject, due=due)
    assert one.contact_due is not None
    take_rating(
        subject=one.subject, about=_about(one), contact_due=one.contact_due, contacted_on=one.contacted_on,
        rectify_due=one.due, rectified_on=one.done_on,
    )  # fmt: skip


def concern_moved(event: Event) -> None:
    """Take the limits of every body that has to answer a concern."""
    for one in feedback.task_limits(event.subject):
        take_complaint(subject=one.subject, about=_about(one), due=one.due, answered_on=one.done_on)


def _about(one: feedback.Limits) -> About:
    return About(one.city, one.region_code, one.agency_id, one.agency_name, one.item_code, one.title)


for each in RATINGS:
    outbox.on(each, name="supervision.rating")(rating_moved)
for each in CONCERNS:
    outbox.on(each, name="supervision.concern")(concern_moved)
