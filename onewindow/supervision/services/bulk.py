"""Judge all dossiers there are in one pass, by the same judge: after a load, a restore, a first day."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.db import connection
from django.db.models import Q

from onewindow.kernel.public import clock, unit
from onewindow.supervision.models import Dossier
from onewindow.supervision.services.keeping import Judged, judged
from onewindow.supervision.services.raising import raise_all_same_words, raise_signals
from onewindow.supervision.standing import rules_in_force

CHUNK = 5000
_SET = """
    UPDATE supervision_dossier d SET check_on = n.check_on
    FROM unnest(%s::bigint[], %s::date[]) n(id, check_on)
    WHERE d.id = n.id AND d.check_on IS DISTINCT FROM n.check_on
"""


def judge_all(say: Callable[[int], None] = lambda done: None, *, after: int = 0) -> tuple[int, int]:
    """Judge every dossier as of today, raise what is new; return how many were read and raised.

    With `after` only those kept later than a key. Own cases a day has come for are left to `check_due`, which
    looks at their rows afresh. A part is committed at a time; broken off, it goes on from the beginning and
    raises nothing twice.
    """
    read = raised = 0
    rules, today = rules_in_force(), clock.today()
    for rows in _chunks(after, today):
        with unit.work():
            seen = judged(rows, rules, today)
            raised += raise_signals([one for one in seen if one.findings])
            _set_days(seen)
        read += len(rows)
        say(read)
    with unit.work():
        raised += raise_all_same_words(rules)
    return read, raised


def _chunks(last: int, today: date) -> Iterator[Sequence[Dossier]]:
    stale = Q(kind="case", source="", check_on__isnull=False, check_on__lte=today)
    while rows := list(Dossier.objects.exclude(stale).filter(id__gt=last).order_by("id")[:CHUNK]):
        yield rows
        last = rows[-1].pk


def _set_days(seen: Sequence[Judged]) -> None:
    """Set the next day to look of what has one or had one; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SET, [[one.dossier.pk for one in seen], [one.dossier.check_on for one in seen]])
