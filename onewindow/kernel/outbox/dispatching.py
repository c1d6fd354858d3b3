"""Dispatch: a stored event becomes one delivery for each handler registered for its type that wants it."""

import json
import logging
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from onewindow.kernel import clock, prepared
from onewindow.kernel.options import options
from onewindow.kernel.outbox.payloads import decode
from onewindow.kernel.outbox.publishing import Event, choosing, gathering, handlers, relays, types
from onewindow.kernel.outbox.unconcerned import Hearing, unconcerned

log = logging.getLogger(__name__)
_DISPATCHING = 0x0D15BA7C
_ALONE = prepared.numbered("""
    SELECT pg_try_advisory_xact_lock(%s), set_config('statement_timeout', %s, true)
""")
_WAITING = prepared.numbered("""
    SELECT id, type, subject, external, payload FROM kernel_outboxevent
    WHERE dispatched_at IS NULL ORDER BY id LIMIT %s
""")
_MAKE = prepared.numbered("""
    WITH made AS (
        INSERT INTO kernel_delivery (event_id, handler, subject, due_at, state, attempts, error)
        SELECT d.event_id, d.handler, d.subject, d.due_at, 'waiting', 0, ''
        FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[])
            WITH ORDINALITY d(event_id, handler, subject, due_at, nth) ORDER BY nth
        ON CONFLICT DO NOTHING)
    UPDATE kernel_outboxevent SET dispatched_at = %s WHERE id = ANY(%s)
""")


class Waiting(NamedTuple):
    """An event that was published and is not yet on its way."""

    key: int
    type: str
    subject: str
    external: bool
    payload: str


def dispatch(limit: int = 500) -> int:
    """Make the deliveries of the oldest waiting events; return how many. One process at a time, in order."""
    with transaction.atomic(), prepared.cursor() as cursor:
        cursor.execute(_ALONE, [_DISPATCHING, f"{options().delivery_time_limit}s"])
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
    hearings = [
        Hearing(event.key, event.type, event.subject, name)
        for event in events
        for name in (*_hearing(event), *_passing(event.type, event.external, wanted))
    ]
    aside = unconcerned(hearings)
    for one in hearings:
        if one not in aside:
            due = now + timedelta(seconds=gathering.get(one.handler, 0))
            yield one.event, one.handler, one.subject, due


def _hearing(event: Waiting) -> Iterator[str]:
    """Give the handlers that want an event; one that cannot tell is given it."""
    told: Event | None = None
    for name in handlers.get(event.type, {}):
        choose = choosing.get((event.type, name))
        try:
            if choose is not None:
                told = told or decode(types[event.type], json.loads(event.payload))
                if not choose(told):
                    continue
        except Exception:
            log.exception("%s cannot tell whether it wants event %s", name, event.key)
        yield name


def _passing(kind: str, external: bool, wanted: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Give the relays that pass an event of this type on."""
    if external:
        yield from (name for name, types in wanted.items() if kind in types)
