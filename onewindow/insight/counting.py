"""Keeping the figures: called with every change of a dossier or signal, in its unit of work."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection

from onewindow.insight.measures import Parts, of_dossier, of_signal
from onewindow.kernel.public import staging
from onewindow.supervision.public import Change, Dossier, Signal, SignalChange

Key = tuple[str, date, str, int]
FEW = 2000  # more go by COPY
COLUMNS = ("measure", "day", "city", "agency_id", "n")
_ENDING = "ON CONFLICT (measure, day, city, agency_id) DO UPDATE SET n = insight_figure.n + excluded.n"
_ADD = f"""
    INSERT INTO insight_figure (measure, day, city, agency_id, n) SELECT * FROM
        unnest(%s::text[], %s::date[], %s::text[], %s::bigint[], %s::bigint[])
    {_ENDING}
"""  # noqa: S608 our names


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
    """Add to the stored figures in their order, in one statement, or by COPY where they are many."""
    rows = sorted((*key, n) for key, n in figures.items() if n)
    if not rows:
        return
    if len(rows) > FEW:
        staging.merge("insight_figure", COLUMNS, rows, _ENDING)
        return
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [list(column) for column in zip(*rows, strict=True)])


def _put(found: Counter[Key], row: Dossier | Signal, parts: Parts, sign: int) -> None:
    for (measure, day), n in parts.items():
        if n:
            found[measure, day, row.city, row.agency_id or 0] += sign * n
