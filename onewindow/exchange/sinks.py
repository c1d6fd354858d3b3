"""Who takes in what outside systems hand in: a registry by data set, filled by the contexts above."""

from collections.abc import Callable, Mapping, Sequence
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


Sink = Callable[[Sequence[Incoming]], None]
_sinks: dict[str, dict[str, Sink]] = {}


def register_sink(kind: str, name: str, take: Sink) -> None:
    """Register who takes in rows of a data set; called in the transaction that accepts them, in order.

    One sink registered under one name for several data sets gets their rows together, as they came. It
    raises Returned or a Refusal to give rows back; any other error leaves them waiting to be retried. Where
    it raises on many rows, each is handed to it again alone: only what is wrong by itself goes back.
    A name twice for a data set is an error.
    """
    known = _sinks.setdefault(kind, {})
    if name in known:
        raise ValueError(f"sink {name!r} is registered twice for {kind!r}")
    known[name] = take


def hand_over(rows: Sequence[Incoming]) -> None:
    """Hand rows to the sinks of their data sets, in order; raise what a sink raises."""
    shares: dict[str, tuple[Sink, list[Incoming]]] = {}
    for row in rows:
        for name, take in _sinks.get(row.kind, {}).items():
            shares.setdefault(name, (take, []))[1].append(row)
    for take, mine in shares.values():
        take(mine)
