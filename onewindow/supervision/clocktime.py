"""The decision clock of a dossier as stretches of running time, each with the last day it ran towards. Pure.

The day of an event never counts; days after a pause began up to the day it ended are taken out.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from onewindow.supervision.workcount import DAY, Days

NATURAL = "2"
Limit = Sequence[str | int]


class Stretch(NamedTuple):
    """A stretch in which the clock ran: from a day, until a day or still, towards a last day."""

    since: date
    until: date | None
    due: date


def stretches(entries: Sequence[Sequence[str | int | None]], limit: Limit, days: Days) -> list[Stretch]:
    """Return the stretches of a clock; entries are [action, day, days], the limit is [number, unit]."""
    natural = limit[1] == NATURAL
    found: list[Stretch] = []
    left, running, due = 0, False, date.min
    since = date.min
    for action, told, more in entries:
        on = date.fromisoformat(str(told))
        if running:
            found.append(Stretch(since, on, due))
            left -= (on - since).days if natural else days.between(since, on)
        was, running, since = running, action not in {"pause", "stop"}, on
        if action == "start":
            left = int(limit[0])
            due = on + left * DAY if natural else days.due(on, left)
        elif action == "resume" and left > 0:
            due = _last(on, left, natural, days, found)
        elif action == "extend":
            left, running = left + int(more or 0), was
            due = _last(on, left, natural, days, found) if was else due
    if running:
        found.append(Stretch(since, None, due))
    return found


def _last(on: date, left: int, natural: bool, days: Days, found: Sequence[Stretch]) -> date:
    """Return the day on which the counted days are used up: ahead, or back in one of the stretches before."""
    if left > 0:
        return on + left * DAY if natural else days.due(on, left)
    excess = -left
    for since, until, _ in reversed(found):
        assert until is not None, "only a stretch that ended lies behind"
        used = (until - since).days if natural else days.between(since, until)
        if excess < used:
            return until - excess * DAY if natural else days.before(until + DAY, excess + 1)
        excess -= used
    return on
