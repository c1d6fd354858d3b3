"""Uses up nonces, each once over all processes, and forgets those the clock excludes anyway."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from onewindow.exchange.gate.limits import limit
from onewindow.exchange.gate.models import Nonce
from onewindow.kernel.public import clock

_USE = """
INSERT INTO exchange_nonce (system, value, at)
SELECT * FROM unnest(%s::text[], %s::text[], %s::timestamptz[]) ORDER BY 1, 2
ON CONFLICT DO NOTHING RETURNING system, value
"""


def use(rows: Sequence[tuple[str, str, datetime]]) -> set[tuple[str, str]]:
    """Use up nonces of systems; return those that were fresh. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_USE, [list(column) for column in zip(*rows, strict=True)])
        return set(cursor.fetchall())


def forget() -> int:
    """Delete nonces older than twice the allowed skew; return how many."""
    before = clock.now() - timedelta(seconds=2 * limit("clock_skew"))
    return Nonce.objects.filter(at__lt=before).delete()[0]
