"""Uses up nonces, each once over all processes, and forgets those the clock excludes anyway."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import orjson

from onewindow.exchange.gate.limits import limit
from onewindow.exchange.gate.models import Nonce
from onewindow.kernel.public import clock, parts

Mark = tuple[str, str]
"""A system's code and a nonce of its own."""
_USE = """
INSERT INTO exchange_nonce (system, value, at)
SELECT * FROM json_to_recordset($1::json) AS told(system text, value text, at timestamptz) ORDER BY 1, 2
ON CONFLICT DO NOTHING RETURNING system, value
"""
_UNUSED = "SELECT (SELECT count(*) FROM fresh) = $1::bigint AS fine"
FRESH = "(SELECT array_agg(ARRAY[system, value]) FROM fresh)"


def use(marks: Sequence[tuple[str, str, datetime]]) -> list[parts.Part]:
    """Return what uses up nonces of systems: `fresh` are those never used, `unused` is whether all are."""
    told = orjson.dumps([dict(zip(("system", "value", "at"), mark, strict=True)) for mark in marks]).decode()
    return [parts.Part("fresh", _USE, (told,)), parts.Part("unused", _UNUSED, (len(marks),))]


def use_one(system: str, nonce: str) -> bool:
    """Use up one nonce at once; tell whether it was never used."""
    ((fine,),) = parts.run(use([(system, nonce, clock.now())]), "SELECT fine FROM unused")
    return bool(fine)


def forget() -> int:
    """Delete nonces older than twice the allowed skew; return how many."""
    before = clock.now() - timedelta(seconds=2 * limit("clock_skew"))
    return Nonce.objects.filter(at__lt=before).delete()[0]
