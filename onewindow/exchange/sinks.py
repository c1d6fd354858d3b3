"""Who takes in what outside systems hand in: a registry by data set, filled by the contexts above."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row of a data set, checked against its contract; `operation` is i, u or d."""

    system: str
    kind: str
    operation: str
    row: Mapping[str, object]
    receipt: str
    received_at: datetime
    city: str


class Returned(Exception):
    """A sink gives a row back: a stable cause and words for the people of the other system."""

    def __init__(self, cause: str, detail: str) -> None:
        super().__init__(detail)
        self.cause, self.detail = cause, detail


Sink = Callable[[Incoming], None]
_sinks: dict[str, dict[str, Sink]] = {}


def register_sink(kind: str, name: str, take: Sink) -> None:
    """Register who takes in rows of a data set; called in the transaction that accepts them, in order.

    It raises Returned or a Refusal to give a row back; any other error leaves the row waiting to be retried.
    A name twice is an error.
    """
    known = _sinks.setdefault(kind, {})
    if name in known:
        raise ValueError(f"sink {name!r} is registered twice for {kind!r}")
    known[name] = take


def sinks_of(kind: str) -> list[Sink]:
    """Return the sinks of a data set in the order of their registration."""
    return list(_sinks.get(kind, {}).values())
