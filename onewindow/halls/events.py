"""What happened in halls."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class TicketTaken(Event):
    """Somebody took a number."""

    hall_id: int
    line_id: int
    number: str
    appointed: bool


@dataclass(frozen=True, kw_only=True)
class TicketCalled(Event):
    """A number was called to a counter."""

    hall_id: int
    number: str
    counter: str
    waited_seconds: int


@dataclass(frozen=True, kw_only=True)
class TicketEnded(Event):
    """A number came to its end: served, missed or left."""

    hall_id: int
    number: str
    state: str
    item_code: str
    served_seconds: int


@dataclass(frozen=True, kw_only=True)
class AppointmentBooked(Event):
    """A place in a slot was taken."""

    hall_id: int
    day: str
    start: str
    account_id: int


@dataclass(frozen=True, kw_only=True)
class AppointmentCancelled(Event):
    """A place in a slot was given back by the one who had it."""

    hall_id: int
    day: str
    start: str
    account_id: int
