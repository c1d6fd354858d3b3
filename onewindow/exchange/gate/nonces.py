"""Uses up nonces, each once over all processes, and forgets those the clock excludes anyway."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from onewindow.exchange.gate.limits import limit
from onewindow.exchange.gate.models import Nonce
from onewindow.kernel.public import clock, prepared

_USE = """
INSERT INTO exchange_nonce (system, value, at)
SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[]) ORDER BY 1, 2
ON CONFLICT DO NOTHING RETURNING system, value
"""


def use(rows: Sequence[tuple[str, str, datetime]]) -> Callable[[], set[tuple[str, str]]]:
    """Use up nonces of systems in one statement; return what tells those that were fresh."""
    if not rows:
        return set
    told = prepared.rows_of(_USE, [list(column) for column in zip(*rows, strict=True)])
    return lambda: {(system, value) for system, value in told()}


def forget() -> int:
    """Delete nonces older than twice the allowed skew; return how many."""
    before = clock.now() - timedelta(seconds=2 * limit("clock_skew"))
    return Nonce.objects.filter(at__lt=before).delete()[0]
