"""Facts about offers."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class OfferMade(Event):
    """A person may receive something by confirming only (subject: the offer's id)."""

    item_code: str
    person_id: int
    expires_on: str


@dataclass(frozen=True, kw_only=True)
class OfferSettled(Event):
    """An offer was confirmed, declined or lapsed (subject: the offer's id)."""

    item_code: str
    state: str
    case_number: str
