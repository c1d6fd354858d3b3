"""Facts about supervision."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class CardRaised(Event):
    """A yellow or red card was raised (subject: the case or other subject it is about)."""

    number: str
    rule: str
    level: str


@dataclass(frozen=True, kw_only=True)
class ReminderGiven(Event):
    """A reminder was given before a limit (subject: the case or other subject it is about)."""

    number: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class CorrectionReturned(Event):
    """What was put right after a card is not enough (subject: what the card is about)."""

    number: str


@dataclass(frozen=True, kw_only=True)
class RecommendationSent(Event):
    """A letter was written to a body (subject: its number)."""

    agency: int


@dataclass(frozen=True, kw_only=True)
class CardSettled(Event):
    """A card was confirmed or revoked, at first or after an appeal (subject: what it is about)."""

    number: str
    rule: str
    level: str
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class AccountabilityDecided(Event):
    """A body or person was held responsible for a confirmed red card (subject: the card's number)."""

    number: str
    measure: str


@dataclass(frozen=True, kw_only=True)
class TrialAsked(Event):
    """A drafted rule is to be tried on history (subject: its code)."""

    trial: int
