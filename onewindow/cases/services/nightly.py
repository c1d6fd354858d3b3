"""What the night does: deemed acceptance, lapsed corrections, archiving; a unit of work each."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from onewindow.cases import limits, queries
from onewindow.cases.errors import CaseAlreadyClosed, WrongState
from onewindow.cases.services.accept import deem_accepted
from onewindow.cases.services.archive import archive_case, archive_due
from onewindow.cases.services.correct import lapse_correction
from onewindow.cases.services.promises import break_overdue
from onewindow.kernel.public import SYSTEM, Refusal, clock

log = logging.getLogger(__name__)


def deem_overdue() -> int:
    """Accept every case whose five days passed without a word; return how many."""
    return _each(queries.numbers_to_deem(clock.today()), lambda number: deem_accepted(number=number))


def lapse_overdue() -> int:
    """End every case whose correction never came in time; return how many."""
    return _each(queries.numbers_to_lapse(clock.today()), lambda number: lapse_correction(number=number))


def break_overdue_promises() -> int:
    """Break every promise whose last day passed; return how many were looked at."""
    return _each(queries.promises_overdue(clock.today()), lambda key: break_overdue(promise_id=UUID(key)))


def archive_rested() -> int:
    """Archive every closed case that has rested for the working days of the data; return how many."""
    before = clock.now() - timedelta(days=limits.limit("archive").days)
    due = [case.number for case in queries.cases_to_archive(before) if archive_due(case)]
    return _each(due, lambda number: archive_case(by=SYSTEM, number=number))


def _each(numbers: Iterable[str], act: Callable[[str], object]) -> int:
    """Act on each; what somebody settled meanwhile is left, what is refused is logged."""
    done = 0
    for number in numbers:
        try:
            act(number)
        except (WrongState, CaseAlreadyClosed):
            continue
        except Refusal as refusal:
            log.warning("case %s left for tomorrow: %s", number, refusal.code)
            continue
        done += 1
    return done
