"""Counts the logs into days, each row once: a mark moves over time, never over rows that may still come."""

from datetime import datetime, timedelta

from django.db import connection

from onewindow.exchange.models import Tally, TallyMark
from onewindow.kernel.public import clock, unit

STILL = timedelta(seconds=30)  # a collect is logged at most six seconds after its moment
_COUNT = """
INSERT INTO exchange_tally (day, way, system, resource, outcome, calls, fields, milliseconds, last_at)
SELECT (at AT TIME ZONE 'Asia/Shanghai')::date, %(way)s, {system}, resource, {outcome}, count(*),
       sum({fields}), sum(milliseconds), max(at)
  FROM {table} WHERE at > %(since)s AND at <= %(upto)s
 GROUP BY 1, 3, 4, 5
ON CONFLICT (day, way, system, resource, outcome) DO UPDATE SET
  calls = exchange_tally.calls + excluded.calls, fields = exchange_tally.fields + excluded.fields,
  milliseconds = exchange_tally.milliseconds + excluded.milliseconds,
  last_at = greatest(exchange_tally.last_at, excluded.last_at)
"""
_EVER = datetime(2000, 1, 1, tzinfo=clock.CHINA)
_LOGS = {
    Tally.Way.COLLECT: {
        "table": "exchange_exchangerecord", "system": "source", "outcome": "status",
        "fields": "CASE WHEN status = 'ok' THEN (SELECT count(*) FROM exchange_resource r,"
        " jsonb_object_keys(r.fields) WHERE r.code = exchange_exchangerecord.resource) ELSE 0 END",
    },
    Tally.Way.CALL: {
        "table": "exchange_call", "system": "system", "fields": "fields",
        "outcome": "CASE WHEN status = 'refused' THEN left(cause, 24) ELSE status END",
    },
}  # fmt: skip


def count_up() -> int:
    """Count what each log got since the last time; return how many logs were counted."""
    for way, names in _LOGS.items():
        upto = clock.now() - STILL
        with unit.work():
            TallyMark.objects.get_or_create(way=way, defaults={"upto": _EVER})
            mark = TallyMark.objects.select_for_update().get(way=way)
            if upto <= mark.upto:
                continue
            with connection.cursor() as cursor:
                cursor.execute(_COUNT.format(**names), {"way": way, "since": mark.upto, "upto": upto})
            mark.upto = upto
            mark.save(update_fields=["upto"])
    return len(_LOGS)
