"""An independent recount: every indicator straight from dossiers and signals, in SQL, without any figure."""

# ruff: noqa: E501 (rows of data)

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

_D = "FROM supervision_dossier d WHERE kind = 'case' AND {day} BETWEEN %(first)s AND %(last)s{more}"
_DECIDED = " AND outcome IN ('granted', 'refused', 'not_accepted')"
_LAW = _DECIDED + " AND coalesce(statutory_days, 0) > 0"
_IN_TIME = "count(*) FILTER (WHERE promised_due IS NULL OR decided_on <= promised_due)"


def _of(select: str, day: str = "decided_on", more: str = _DECIDED) -> str:
    return f"SELECT {select} {_D.format(day=day, more=more)}"


def _percent(part: str, whole: str = "count(*)") -> str:
    return f"round(100.0 * {part} / nullif({whole}, 0), 1)"


def _signals(level: str) -> str:
    return (
        f"SELECT count(*) FROM supervision_signal d WHERE level = '{level}' AND state <> 'revoked'"
        ' AND "on" BETWEEN %(first)s AND %(last)s'
    )


def _facts(kind: str, due: str, done: str) -> str:
    return (
        f"SELECT {_percent(f'count(*) FILTER (WHERE {done})')} FROM supervision_dossier d WHERE kind = '{kind}'"
        f" AND (facts->>'{due}')::date BETWEEN %(first)s AND %(last)s"
    )


def _per_thousand(level: str) -> str:
    counted = f"SELECT count(*) FROM supervision_signal d WHERE level = '{level}' AND state <> 'revoked'"
    return (
        f'SELECT round(1000.0 * ({counted} AND "on" BETWEEN %(first)s AND %(last)s{{narrow}})'
        " / nullif(count(*), 0), 1) FROM supervision_dossier d WHERE kind = 'case'"
        " AND received_on BETWEEN %(first)s AND %(last)s{narrow}"
    )


ORACLE = {
    "received": _of("count(*)", "received_on", ""),
    "decided": _of("count(*)"),
    "on_time": _of(_percent(_IN_TIME)),
    "early": _of(_percent("count(*) FILTER (WHERE decided_on < promised_due)")),
    "faster": _of(
        _percent(
            "(sum(statutory_days) - sum(least(coalesce(used_days, 0), statutory_days)))",
            "sum(statutory_days)",
        ),
        more=_LAW,
    ),
    "compressed": _of(
        _percent(
            "(sum(statutory_days) - sum(least(coalesce(promised_days, statutory_days), statutory_days)))",
            "sum(statutory_days)",
        ),
        more=_LAW,
    ),
    "days": _of("round(1.0 * sum(coalesce(used_days, 0)) / nullif(count(*), 0), 1)"),
    "at_once": _of(_percent("count(*) FILTER (WHERE received_on = decided_on)")),
    "online": _of(_percent("count(*) FILTER (WHERE channel IN ('2', '3'))"), "received_on", ""),
    "whole_online": _of(_percent("count(*) FILTER (WHERE channel IN ('2', '3') AND visits = 0)")),
    "no_visit": _of(_percent("count(*) FILTER (WHERE visits = 0)")),
    "once": _of(_percent("count(*) FILTER (WHERE corrections = 0)")),
    "exempted": _of(_percent("sum(exempted)", "sum(materials)")),
    "reused": _of(_percent("sum(reused)", "sum(materials)")),
    "automatic": _of(_percent("count(*) FILTER (WHERE automatic)")),
    **{f"{level}_rate": _per_thousand(level) for level in ("red", "yellow", "reminder")},
    "handed": (
        "SELECT round(100.0 * count(h->>1) / nullif(count(*), 0), 1) FROM supervision_dossier d,"
        " jsonb_array_elements(d.facts->'handed') h WHERE d.kind = 'case'"
        " AND (h->>0)::date BETWEEN %(first)s AND %(last)s"
    ),
    "sent_away": _of("count(*)", more=" AND outcome = 'handed_over'"),
    "exchanged": _of(
        _percent(
            "sum((facts->>'rows_handed')::int - (facts->>'rows_late')::int)",
            "sum((facts->>'rows_handed')::int)",
        ),
        "received_on",
        " AND facts ? 'rows_handed'",
    ),
    "cards": _signals("red").replace("= 'red'", "IN ('red', 'yellow')"),
    "red": _signals("red"),
    "yellow": _signals("yellow"),
    "reminder": _signals("reminder"),
    "rectified": _facts("rating", "rectify_due", "facts ? 'rectified_on'"),
    "complaints": _facts("complaint", "due", "facts->>'answered_on' <= facts->>'due'"),
    "filed": _of(
        _percent("count(*) FILTER (WHERE jsonb_array_length(facts->'filings') > 0)"),
        more=" AND outcome IN ('refused', 'not_accepted')",
    ),
}


def asked(key: str, first: date, last: date, narrow: str = "", **more: Any) -> Decimal | None:
    """Return the value of an indicator over days by its own statement, narrowed by a condition on d."""
    with connection.cursor() as cursor:
        told, more_told = ORACLE[key], f" AND {narrow}" if narrow else ""
        told = told.replace("{narrow}", more_told) if "{narrow}" in told else told + more_told
        cursor.execute(told, {"first": first, "last": last, **more})
        return cursor.fetchone()[0]
