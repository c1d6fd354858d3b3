"""Watch: events and days lead to dossiers; each verb bears being called twice."""

import gc
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction

from onewindow.cases import public as cases
from onewindow.kernel.public import clock, outbox, unit
from onewindow.supervision.models import Dossier, OutsideRow
from onewindow.supervision.services.keeping import keep
from onewindow.supervision.taking.outside import outside_dossier
from onewindow.supervision.taking.own import own_dossiers

log = logging.getLogger(__name__)
HANDLER, BATCH, MANY = "supervision.watch", 200, 3000


def watch_case(*, number: str) -> None:
    """Look at a case something happened to, and at all others of which events wait; called by the worker.

    Where the many cannot be done together, this one is done alone and the others are left to their turn.
    """
    try:
        with transaction.atomic():
            watch_cases(numbers={number, *outbox.along(HANDLER, BATCH)})
    except Exception:
        log.exception("many cases could not be watched together: %s is watched alone", number)
        watch_cases(numbers={number})


def watch_cases(*, numbers: Iterable[str]) -> int:
    """Take cases as they stand and judge them; return the new signals."""
    return keep(own_dossiers(numbers))


def check_due(*, limit: int = 100_000) -> int:
    """Judge what a day has come for, a batch at a time, over the index of days; return how many."""
    done, today = 0, clock.today()
    while done < limit:
        with unit.work():
            rows = list(
                Dossier.objects.select_for_update(skip_locked=True)
                .filter(check_on__lte=today)
                .order_by("check_on", "id")[:BATCH]
            )
            own = [row.subject for row in rows if row.kind == "case" and not row.source]
            fresh = own_dossiers(own)
            gone = set(own) - {one.subject for one in fresh}
            others = [row for row in rows if row.kind != "case" or row.source or row.subject in gone]
            keep([*fresh, *map(_again, others)])
        done += len(rows)
        if len(rows) < BATCH:
            break
    return done


def take_all(*, after: str = "", until: str = "", say: Callable[[int], None] = lambda done: None) -> int:
    """Take every case there is in the order of numbers, or a part of them; bears being called twice.

    For the first day, a restore, a load; several parts may be taken at once by as many processes.
    """
    last, done = after, 0
    while numbers := cases.numbers_since(last, MANY, until):
        with _uncollected():
            watch_cases(numbers=numbers)
        last, done = numbers[-1], done + len(numbers)
        say(done)
    return done


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage while very many rows are held, all of them in use."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def reverse_decision(*, number: str, on: date) -> None:
    """Note that an automatic decision was found wrong afterwards."""
    with unit.work():
        fresh = own_dossiers([number])
        for one in fresh:
            one.facts["reversed_on"] = on.isoformat()
        keep(fresh)


def _again(row: Dossier) -> Dossier:
    row.pk = None
    row.taken_at = clock.now()
    return row


def watch_outside(*, limit: int = 100_000) -> int:
    """Judge the cases outside systems handed something in about since the last time; return how many."""
    done = 0
    while done < limit:
        with unit.work():
            rows = list(
                OutsideRow.objects.select_for_update(skip_locked=True)
                .filter(dirty=True)
                .order_by("id")[:BATCH]
            )
            keep([outside_dossier(row) for row in rows])
            OutsideRow.objects.filter(pk__in=[row.pk for row in rows]).update(dirty=False)
        done += len(rows)
        if len(rows) < BATCH:
            break
    return done
