"""The outbox: events commit with the change they tell of and reach each handler effectively once.

Verbs publish; apps register handlers with `on`; the worker dispatches and delivers. Order holds per
(handler, subject); a delivery that keeps failing is put aside as dead and holds up nobody.
"""

from onewindow.kernel.outbox.dead import DeliveryNotDead, dead_letters, retry_delivery
from onewindow.kernel.outbox.delivering import along, along_events, deliver_next, prune
from onewindow.kernel.outbox.dispatching import dispatch
from onewindow.kernel.outbox.draining import drain, is_anything_due, last
from onewindow.kernel.outbox.occurrence import occurrence
from onewindow.kernel.outbox.publishing import (
    Event,
    Stored,
    external_types,
    handlers,
    on,
    publish,
    relay,
    types,
)

__all__ = [
    "DeliveryNotDead",
    "Event",
    "Stored",
    "along",
    "along_events",
    "dead_letters",
    "deliver_next",
    "dispatch",
    "drain",
    "external_types",
    "handlers",
    "is_anything_due",
    "last",
    "occurrence",
    "on",
    "prune",
    "publish",
    "relay",
    "retry_delivery",
    "types",
]
