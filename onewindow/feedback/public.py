"""The door of feedback: rate, complain, read; events for the contexts that watch over bodies."""

# ruff: noqa: I001 (one name a line would hide the table)
# fmt: off
from onewindow.feedback.errors import (
    ConcernInvalid, ConcernNotFound, FeedbackRefusal, RatedAlready, RatingInvalid, RatingNotFound,
    RemedyNotFound,
)
from onewindow.feedback.events import (
    BadRatingClosed, BadRatingContacted, BadRatingOpened, BadRatingOverdue, BadRatingRectified,
    BadRatingReopened, ConcernAnswered, ConcernClosed, ConcernDeclined, ConcernDispatched, ConcernExtended,
    ConcernOverdue, ConcernReceived, ConcernReopened, ConcernReplied, ConcernReturned, RatingAppealed,
    RatingExcluded, RatingGiven, RatingsSuspected,
)
from onewindow.feedback.models import Concern, Rating, Remedy
from onewindow.feedback.queries.figures import bodies, whole
from onewindow.feedback.queries.watched import Limits, rating_limits, task_limits
from onewindow.feedback.services.raising import Told, raise_concern
from onewindow.feedback.services.rating import Said, follow_up, rate, rate_again

__all__ = [
    "BadRatingClosed", "BadRatingContacted", "BadRatingOpened", "BadRatingOverdue", "BadRatingRectified",
    "BadRatingReopened", "Concern", "ConcernAnswered", "ConcernClosed", "ConcernDeclined",
    "ConcernDispatched", "ConcernExtended", "ConcernInvalid", "ConcernNotFound", "ConcernOverdue",
    "ConcernReceived", "ConcernReopened", "ConcernReplied", "ConcernReturned", "FeedbackRefusal", "Limits",
    "RatedAlready", "Rating", "RatingAppealed", "RatingExcluded", "RatingGiven", "RatingInvalid",
    "RatingNotFound", "RatingsSuspected", "Remedy", "RemedyNotFound", "Said", "Told", "bodies", "follow_up",
    "raise_concern", "rate", "rate_again", "rating_limits", "task_limits", "whole",
]
# fmt: on
