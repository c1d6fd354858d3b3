"""Facts about ratings and concerns. None names a rater or an author.

Subjects: of ratings the rating's id, of remedies the remedy's id, of concerns the concern's number.
`agency` is the id of the body that is rated or has to answer.
"""

from dataclasses import dataclass
from datetime import date

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class RatingGiven(Event):
    """Somebody rated being served."""

    external = True
    agency: int
    item_code: str
    occasion: str
    turn: str
    stars: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class BadRatingOpened(Event):
    """A bad rating went to the body to be put right, until a day."""

    agency: int
    item_code: str
    stars: int
    contact_due: date
    due: date


@dataclass(frozen=True, kw_only=True)
class BadRatingContacted(Event):
    """The body wrote to the rater for the first time."""

    agency: int
    late: bool


@dataclass(frozen=True, kw_only=True)
class BadRatingRectified(Event):
    """The body told what it put right or explained; `due` is the day it had for it."""

    agency: int
    finding: str
    due: date
    late: bool


@dataclass(frozen=True, kw_only=True)
class BadRatingReopened(Event):
    """The body has to act again until a day: the rater was not satisfied, or its appeal was refused."""

    agency: int
    round: int
    due: date


@dataclass(frozen=True, kw_only=True)
class BadRatingClosed(Event):
    """A bad rating came to its end; `satisfied` is null where the rater said nothing."""

    agency: int
    satisfied: bool | None


@dataclass(frozen=True, kw_only=True)
class BadRatingOverdue(Event):
    """A limit of a bad rating passed (step: contact or rectify); told once a step and round."""

    agency: int
    step: str
    due: date


@dataclass(frozen=True, kw_only=True)
class RatingAppealed(Event):
    """The body holds a bad rating for mistaken or malicious."""

    agency: int


@dataclass(frozen=True, kw_only=True)
class RatingExcluded(Event):
    """A rating counts no longer (cause: appeal or suspicion)."""

    agency: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class RatingsSuspected(Event):
    """A pattern of ratings is odd (subject: the suspicion's id; rule: burst, bare or hasty)."""

    agency: int
    rule: str
    ratings: int


@dataclass(frozen=True, kw_only=True)
class ConcernReceived(Event):
    """Somebody asked, complained or proposed something (subject: its number)."""

    external = True
    kind: str
    source: str
    accept_due: date


@dataclass(frozen=True, kw_only=True)
class ConcernDispatched(Event):
    """A body has to answer a concern until a day."""

    external = True
    agency: int
    lead: bool
    due: date


@dataclass(frozen=True, kw_only=True)
class ConcernDeclined(Event):
    """A concern was not accepted, with a reason the author was told."""

    external = True


@dataclass(frozen=True, kw_only=True)
class ConcernAnswered(Event):
    """A body filed its answer."""

    agency: int
    late: bool


@dataclass(frozen=True, kw_only=True)
class ConcernReturned(Event):
    """A body gave back what is not its own."""

    agency: int


@dataclass(frozen=True, kw_only=True)
class ConcernExtended(Event):
    """A body may answer later, until a day."""

    agency: int
    due: date


@dataclass(frozen=True, kw_only=True)
class ConcernReplied(Event):
    """The author was answered."""

    external = True
    kind: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class ConcernReopened(Event):
    """The author was not satisfied; the bodies work on it again, until a day."""

    round: int
    due: date


@dataclass(frozen=True, kw_only=True)
class ConcernClosed(Event):
    """A concern came to its end; `satisfied` is null where the author said nothing."""

    external = True
    satisfied: bool | None


@dataclass(frozen=True, kw_only=True)
class ConcernOverdue(Event):
    """A limit passed (step: accept or answer, answer+ when it is long late); told once a step and round.

    `agency` is 0 where the centre itself is late.
    """

    agency: int
    step: str
    due: date
