"""The outbox by hand: deliver all that is due, look at what was published. For commands and tests."""

from typing import TypeVar

from onewindow.kernel.models import OutboxEvent
from onewindow.kernel.outbox.delivering import deliver_next
from onewindow.kernel.outbox.dispatching import dispatch
from onewindow.kernel.outbox.payloads import decode
from onewindow.kernel.outbox.publishing import Event

E = TypeVar("E", bound=Event)


def drain() -> int:
    """Dispatch and deliver until nothing is due, also what handlers publish; return the deliveries."""
    delivered = 0
    while dispatch() or delivered == 0:
        before = delivered
        while deliver_next(at_once=True):
            delivered += 1
        if delivered == before:
            break
    return delivered


def last(kind: type[E]) -> E | None:
    """Return the newest stored event of a type, or None."""
    row = OutboxEvent.objects.filter(type=kind.__name__).order_by("-id").first()
    if row is None:
        return None
    event = decode(kind, row.payload)
    assert isinstance(event, kind)
    return event
