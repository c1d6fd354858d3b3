"""Dispatch: a stored event becomes one delivery for each handler registered for its type that wants it."""

import json
import logging
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from onewindow.kernel import clock
from onewindow.kernel.outbox.payloads import decode
from onewindow.kernel.outbox.publishing import choosing, gathering, handlers, relays, types

log = logging.getLogger(__name__)
_DISPATCHING = 0x0D15BA7C
_WAITING = """
    SELECT id, type, subject, external, payload FROM kernel_outboxevent
    WHERE dispatched_at IS NULL ORDER BY id LIMIT %s
"""
_MAKE = """
    WITH made AS (
        INSERT INTO kernel_delivery (event_id, handler, subject, due_at, state, attempts, error)
        SELECT d.event_id, d.handler, d.subject, d.due_at, 'waiting', 0, ''
        FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[])
            WITH ORDINALITY d(event_id, handler, subject, due_at, nth) ORDER BY nth
        ON CONFLICT DO NOTHING)
    UPDATE kernel_outboxevent SET dispatched_at = %s WHERE id = ANY(%s)
"""


class Waiting(NamedTuple):
    """An event that was published and is not yet on its way."""

    key: int
    type: str
    subject: str
    external: bool
    payload: str


def dispatch(limit: int = 500) -> int:
    """Make the deliveries of the oldest waiting events; return how many. One process at a time, in order."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_DISPATCHING])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_WAITING, [limit])
        events = [Waiting(*row) for row in cursor.fetchall()]
        if not events:
            return 0
        now = clock.now()
        rows = list(_deliveries(events, now))
        columns = [list(column) for column in zip(*rows, strict=True)] or [[]] * 4
        cursor.execute(_MAKE, [*columns, now, [event.key for event in events]])
    return len(events)


def _deliveries(events: list[Waiting], now: datetime) -> Iterator[tuple[int, str, str, datetime]]:
    """Give event, handler, subject and the moment due of each delivery."""
    told = any(event.external for event in events)
    wanted = {name: frozenset(one.wanted()) for name, one in relays.items()} if told else {}
    for event in events:
        hearing = (name for name in handlers.get(event.type, {}) if _wants(name, event))
        for name in (*hearing, *_passing(event.type, event.external, wanted)):
            yield event.key, name, event.subject, now + timedelta(seconds=gathering.get(name, 0))


def _wants(name: str, event: Waiting) -> bool:
    """Tell whether a handler wants an event; one that cannot tell is given it."""
    choose = choosing.get((event.type, name))
    if choose is None:
        return True
    try:
        return choose(decode(types[event.type], json.loads(event.payload)))
    except Exception:
        log.exception("%s cannot tell whether it wants event %s", name, event.key)
        return True


def _passing(kind: str, external: bool, wanted: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Give the relays that pass an event of this type on."""
    if external:
        yield from (name for name, types in wanted.items() if kind in types)
