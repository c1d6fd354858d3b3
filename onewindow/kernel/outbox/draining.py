"""Looks at the outbox, and the outbox by hand: deliver all that is due, see what was published."""

from typing import TypeVar

from onewindow.kernel import clock, prepared
from onewindow.kernel.models import OutboxEvent
from onewindow.kernel.outbox.delivering import deliver_next
from onewindow.kernel.outbox.dispatching import dispatch
from onewindow.kernel.outbox.payloads import decode
from onewindow.kernel.outbox.publishing import Event

E = TypeVar("E", bound=Event)
_ANYTHING = """
    SELECT EXISTS (SELECT FROM kernel_outboxevent WHERE dispatched_at IS NULL)
        OR EXISTS (SELECT FROM kernel_delivery WHERE state = 'waiting' AND due_at <= $1)
"""


def is_anything_due() -> bool:
    """Tell in one statement whether an event is to be dispatched or a delivery to be made."""
    with prepared.cursor() as cursor:
        cursor.execute(_ANYTHING, [clock.now()])
        return bool(cursor.fetchone()[0])


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
