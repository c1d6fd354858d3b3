"""Dispatch: a stored event becomes one delivery for each handler registered for its type."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.db import connection, transaction

from onewindow.kernel import clock
from onewindow.kernel.models import Delivery, OutboxEvent
from onewindow.kernel.outbox.publishing import gathering, handlers, relays

_DISPATCHING = 0x0D15BA7C


def dispatch(limit: int = 500) -> int:
    """Make the deliveries of the oldest waiting events; return how many. One process at a time, in order."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_DISPATCHING])
            if not cursor.fetchone()[0]:
                return 0
        waiting = OutboxEvent.objects.filter(dispatched_at=None).order_by("id")
        events = list(waiting.values_list("id", "type", "subject", "external")[:limit])
        if not events:
            return 0
        now = clock.now()
        told = any(external for *_, external in events)
        wanted = {name: frozenset(one.wanted()) for name, one in relays.items()} if told else {}
        Delivery.objects.bulk_create(
            [
                Delivery(
                    event_id=key,
                    handler=name,
                    subject=subject,
                    due_at=now + timedelta(seconds=gathering.get(name, 0)),
                )
                for key, kind, subject, external in events
                for name in (*handlers.get(kind, {}), *_passing(kind, external, wanted))
            ],
            ignore_conflicts=True,
        )
        OutboxEvent.objects.filter(pk__in=[key for key, *_ in events]).update(dispatched_at=now)
    return len(events)


def _passing(kind: str, external: bool, wanted: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Give the relays that pass an event of this type on."""
    if external:
        yield from (name for name, types in wanted.items() if kind in types)
