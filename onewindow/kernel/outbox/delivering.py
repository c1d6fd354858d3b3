"""Delivery: one handler, one event, one transaction that holds the handler's work and its done-mark."""

import json
import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import FrameType
from typing import NamedTuple

from django.db import DatabaseError, connection, transaction

from onewindow.kernel import clock, prepared, unit
from onewindow.kernel.models import Delivery, OutboxEvent
from onewindow.kernel.options import options
from onewindow.kernel.outbox.occurrence import handling, in_hand
from onewindow.kernel.outbox.payloads import decode
from onewindow.kernel.outbox.publishing import Event, Stored, handlers, relays, types

log = logging.getLogger(__name__)

# The oldest due delivery before which nothing of the same handler and subject still waits. A row locked by
# another worker is skipped, and still seen as waiting by those behind it, so order holds across workers.
_NEXT = """
    SELECT d.id, d.handler, d.attempts, o.id, o.type, o.subject, o.city, o.occurred_at, o.payload,
        set_config('statement_timeout', %s, true)
    FROM kernel_delivery d JOIN kernel_outboxevent o ON o.id = d.event_id
    WHERE d.state = 'waiting' AND {due} AND NOT EXISTS (
        SELECT 1 FROM kernel_delivery e
        WHERE e.handler = d.handler AND e.subject = d.subject AND e.event_id < d.event_id
        AND e.state = 'waiting')
    ORDER BY d.due_at, d.id LIMIT 1 FOR UPDATE OF d SKIP LOCKED
"""
_DUE = prepared.numbered(_NEXT.format(due="d.due_at <= %s"))
_AT_ONCE = prepared.numbered(_NEXT.format(due="(d.due_at <= %s OR d.attempts = 0)"))
_MARK = prepared.numbered("""
    UPDATE kernel_delivery SET state = %s, finished_at = %s, error = %s, due_at = coalesce(%s, due_at),
    attempts = attempts + 1 WHERE id = %s
""")
_ALONG = prepared.numbered("""
    WITH taken AS (
        SELECT id FROM kernel_delivery WHERE handler = %s AND state = 'waiting' AND event_id <> %s
        ORDER BY event_id LIMIT %s FOR UPDATE SKIP LOCKED)
    UPDATE kernel_delivery d SET state = 'done', finished_at = %s, attempts = attempts + 1, error = ''
    FROM taken, kernel_outboxevent o WHERE d.id = taken.id AND o.id = d.event_id
    RETURNING o.id, o.type, o.subject, o.payload
""")


class Due(NamedTuple):
    """A delivery to be made now, with its event: one row of one statement."""

    key: int
    handler: str
    attempts: int
    event: int
    type: str
    subject: str
    city: str
    at: datetime
    payload: str


class TimeLimitExceeded(RuntimeError):
    """A handler ran longer than it may."""


class HandlerUnknown(RuntimeError):
    """A delivery names a handler that this version of the code does not have."""


def deliver_next(*, at_once: bool = False) -> bool:
    """Deliver one due event to one handler; tell whether there was one. A failure waits for a later try.

    `at_once` takes those too that were still to be gathered.
    """
    limit = options().delivery_time_limit
    with transaction.atomic():
        with prepared.cursor() as cursor:
            cursor.execute(_AT_ONCE if at_once else _DUE, [f"{limit}s", clock.now()])
            found = cursor.fetchone()
        if not found:
            return False
        due = Due(*found[:-1])
        try:
            with _time_limit(limit), unit.work():
                _handle(due)
        except Exception as failure:
            if isinstance(failure, DatabaseError) and not connection.is_usable():
                raise
            _put_off(due, failure)
        else:
            _mark(due, Delivery.State.DONE)
    return True


def along(handler: str, limit: int = 500) -> list[str]:
    """Take the other waiting deliveries of a handler too and return their subjects, in one statement.

    Call it inside the handler, which then answers for all of them: they are done when it is, and wait again
    when it fails.
    """
    return [subject for _, _, subject, _ in _taken(handler, limit)]


def along_events(handler: str, limit: int = 500) -> list[tuple[int, Event]]:
    """Do as `along` and return each event with its occurrence, the oldest first."""
    return [
        (key, decode(types[kind], json.loads(payload))) for key, kind, _, payload in _taken(handler, limit)
    ]


def _taken(handler: str, limit: int) -> list[tuple[int, str, str, str]]:
    """Mark the waiting deliveries of a handler done; return key, type, subject and payload of the events."""
    with prepared.cursor() as cursor:
        cursor.execute(_ALONG, [handler, in_hand(), limit, clock.now()])
        found: list[tuple[int, str, str, str]] = cursor.fetchall()
    return sorted(found)


def prune(limit: int = 5000) -> int:
    """Delete events that are older than the kept days and finished everywhere; dead ones stay."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH old AS (SELECT id FROM kernel_outboxevent o WHERE dispatched_at < %s AND NOT EXISTS ("
            "  SELECT 1 FROM kernel_delivery d WHERE d.event_id = o.id AND d.state <> 'done')"
            "  ORDER BY id LIMIT %s),"
            " gone AS (DELETE FROM kernel_delivery d USING old WHERE d.event_id = old.id)"
            " SELECT coalesce(array_agg(id), '{}') FROM old",
            [clock.now() - timedelta(days=options().outbox_kept_days), limit],
        )
        keys = cursor.fetchone()[0]
    return OutboxEvent.objects.filter(pk__in=keys)._raw_delete("default") if keys else 0


def delay(attempts: int) -> timedelta:
    """Return how long to wait after the nth failed attempt: doubling, with a cap."""
    limits = options()
    seconds = limits.delivery_first_delay * 2 ** min(attempts - 1, 30)
    return timedelta(seconds=min(seconds, limits.delivery_longest_delay))


def _handle(due: Due) -> None:
    handler, passing = handlers.get(due.type, {}).get(due.handler), relays.get(due.handler)
    with handling(due.event):
        if handler is not None:
            handler(decode(types[due.type], json.loads(due.payload)))
        elif passing is not None:
            passing.take(Stored(due.event, due.type, due.subject, due.city, due.at, json.loads(due.payload)))
        else:
            raise HandlerUnknown(f"{due.handler} for {due.type}")


def _mark(due: Due, state: Delivery.State, *, error: str = "", again: timedelta | None = None) -> None:
    """Write what became of an attempt; `again` is how long a waiting one waits."""
    now = clock.now()
    finished, later = (None, now + again) if again is not None else (now, None)
    with prepared.cursor() as cursor:
        cursor.execute(_MARK, [state, finished, error, later, due.key])


def _put_off(due: Due, failure: Exception) -> None:
    log.warning("delivery %s to %s failed", due.key, due.handler, exc_info=failure)
    attempts, error = due.attempts + 1, _first_line(failure)
    if attempts >= options().delivery_attempts:
        _mark(due, Delivery.State.DEAD, error=error)
    else:
        _mark(due, Delivery.State.WAITING, error=error, again=delay(attempts))


def _first_line(failure: Exception) -> str:
    """Return kind and first line of a failure; the database puts people's data into later lines."""
    line = (str(failure).splitlines() or [""])[0]
    return f"{type(failure).__name__}: {line}"[:500].replace("\x00", "")


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Interrupt the block after the limit; in a thread only its SQL statements are limited."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise TimeLimitExceeded(f"longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
