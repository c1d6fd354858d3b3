"""Keeping the figures: called with every change of a dossier or signal, in its unit of work."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection

from onewindow.insight.measures import Parts, of_dossier, of_signal
from onewindow.supervision.public import Change, Dossier, Signal, SignalChange

Key = tuple[str, date, str, int]
MANY = 5000
_ADD = """
    INSERT INTO insight_figure (measure, day, city, agency_id, n) SELECT * FROM
        unnest(%s::text[], %s::date[], %s::text[], %s::bigint[], %s::bigint[])
    ON CONFLICT (measure, day, city, agency_id) DO UPDATE SET n = insight_figure.n + excluded.n
"""


def count(dossiers: Sequence[Change], signals: Sequence[SignalChange]) -> None:
    """Add what changed; the rows are taken in one order, so that two at once do not block each other."""
    add(total(dossiers, signals))


def total(dossiers: Iterable[Change], signals: Iterable[SignalChange]) -> Counter[Key]:
    """Return what changes add, by figure."""
    found: Counter[Key] = Counter()
    for before, after in dossiers:
        _put(found, after, of_dossier(after), 1)
        if before is not None:
            _put(found, before, of_dossier(before), -1)
    for state, one in signals:
        _put(found, one, of_signal(str(one.state), one), 1)
        _put(found, one, of_signal(state, one), -1)
    return found


def add(figures: Counter[Key]) -> None:
    """Add to the stored figures, one statement for each five thousand."""
    rows = sorted((key, n) for key, n in figures.items() if n)
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), MANY):
            part = rows[begin : begin + MANY]
            columns = [[key[place] for key, _ in part] for place in range(4)]
            cursor.execute(_ADD, [*columns, [n for _, n in part]])


def _put(found: Counter[Key], row: Dossier | Signal, parts: Parts, sign: int) -> None:
    for (measure, day), n in parts.items():
        if n:
            found[measure, day, row.city, row.agency_id or 0] += sign * n
