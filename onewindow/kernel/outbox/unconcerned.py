"""Deliveries a handler has nothing to do for: asked for many subjects at once, and done without a call."""

import logging

from django.db import connection, transaction

from onewindow.kernel import clock
from onewindow.kernel.outbox.publishing import asking, handlers

log = logging.getLogger(__name__)
MANY = 200

# What waits for a handler, but not where something earlier of the subject still waits within its context:
# that may yet make the subject one the handler is concerned with.
_ALIKE = """
    SELECT d.id, d.subject FROM kernel_delivery d JOIN kernel_outboxevent o ON o.id = d.event_id
    WHERE d.state = 'waiting' AND d.attempts = 0 AND d.handler = %s AND o.type = %s AND NOT EXISTS (
        SELECT 1 FROM kernel_delivery e
        WHERE e.state = 'waiting' AND e.handler = ANY(%s) AND e.subject = d.subject
        AND e.event_id < d.event_id)
    ORDER BY d.due_at, d.id LIMIT %s FOR UPDATE OF d SKIP LOCKED
"""
_DONE = """
    UPDATE kernel_delivery SET state = 'done', finished_at = %s, attempts = attempts + 1, error = ''
    WHERE id = ANY(%s)
"""


def set_aside(kind: str, handler: str) -> set[int]:
    """Settle the waiting deliveries, of events of a type, that a handler has nothing to do for.

    Return their keys; none where the handler was not registered as one to be asked, or cannot tell.
    """
    concerned = asking.get((kind, handler))
    if concerned is None:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, [handler, kind, _of_context(handler), MANY])
        alike: list[tuple[int, str]] = cursor.fetchall()
        try:
            with transaction.atomic():
                theirs = frozenset(concerned([subject for _, subject in alike]))
        except Exception:
            log.exception("%s cannot tell what it is concerned with", handler)
            return set()
        aside = {key for key, subject in alike if subject not in theirs}
        if aside:
            cursor.execute(_DONE, [clock.now(), sorted(aside)])
    return aside


def _of_context(handler: str) -> list[str]:
    """Return the handlers of the context a handler belongs to, itself included."""
    context = handler.partition(".")[0]
    return sorted(
        {name for known in handlers.values() for name in known if name.partition(".")[0] == context}
    )
