"""Publishing: events are stored in the transaction of the change they tell of."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from django.db import connection

from onewindow.kernel import clock, inserting, making, unit
from onewindow.kernel.models import OutboxEvent
from onewindow.kernel.outbox.payloads import encode


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact in the past tense; `subject` is the key within which order holds."""

    external: ClassVar[bool] = False
    subject: str
    city: str = "4500"


E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]
Concerned = Callable[[Sequence[str]], Collection[str]]
types: dict[str, type[Event]] = {}
handlers: dict[str, dict[str, Handler]] = {}
gathering: dict[str, float] = {}
choosing: dict[tuple[str, str], Callable[[Any], bool]] = {}  # by type and handler, as the next
asking: dict[tuple[str, str], "Concerned"] = {}


@dataclass(frozen=True)
class Stored:
    """An external event as it lies in the outbox, for who passes events on by the name of their type."""

    id: int
    type: str
    subject: str
    city: str
    at: datetime
    payload: dict[str, Any]


@dataclass(frozen=True)
class Relay:
    """Who passes external events on: which types are wanted now, and what is done with one."""

    wanted: Callable[[], Collection[str]]
    take: Callable[[Stored], None]


relays: dict[str, Relay] = {}


def on(
    event: type[E], *, name: str, gather: float = 0, wants: Callable[[E], bool] | None = None,
    concerned: Concerned | None = None,
) -> Callable[[Callable[[E], None]], Callable[[E], None]]:  # fmt: skip
    """Register a handler under a stable name; the worker calls it in its own transaction, idempotently.

    A handler in no hurry lets its deliveries lie for `gather` seconds, to take many at once (`along`).
    One that `wants` only some events tells by the event alone; of the others no delivery is made. One that
    has mostly nothing to do is asked first which of many subjects it is `concerned` with: one statement
    that reads, when all that happened to the subjects before was delivered within the handler's context.
    Raises ValueError for a name registered twice and for two events of one name: only the name is stored.
    """

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        known = handlers.setdefault(event.__name__, {})
        if types.setdefault(event.__name__, event) is not event:
            raise ValueError(f"two events are called {event.__name__}")
        if name in known:
            raise ValueError(f"handler {name!r} is registered twice for {event.__name__}")
        known[name] = handler
        if gather:
            gathering[name] = gather
        _note(choosing, (event.__name__, name), wants)
        _note(asking, (event.__name__, name), concerned)
        return handler

    return register


def _note(kept: dict[tuple[str, str], Any], key: tuple[str, str], told: object) -> None:
    """Keep what was told of a handler, or forget what a former one of its name had told."""
    kept.pop(key, None)
    if told is not None:
        kept[key] = told


def relay(name: str, *, wanted: Callable[[], Collection[str]], take: Callable[[Stored], None]) -> None:
    """Register who hears external events of contexts it does not know, as a handler under a stable name.

    Only types that `wanted()` names at the moment of dispatch cost a delivery.
    """
    relays[name] = Relay(wanted, take)


def external_types() -> dict[str, type[Event]]:
    """Return every event of the house that outside systems may be told of, by name."""
    found: dict[str, type[Event]] = {}
    waiting: list[type[Event]] = [Event]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found |= {one.__name__: one for one in below if one.external}
    return found


def publish(*events: Event) -> None:
    """Store events in the caller's transaction, in one statement (see `unit`); raise outside one."""
    if not unit.is_running() and not connection.in_atomic_block:
        raise RuntimeError("an event is published only inside a transaction")
    moment = clock.now()
    rows = [
        making.made(
            OutboxEvent,
            type=type(event).__name__,
            subject=event.subject,
            payload=encode(event),
            external=event.external,
            city=event.city,
            occurred_at=moment,
        )
        for event in events
    ]
    inserting.insert(*rows)
