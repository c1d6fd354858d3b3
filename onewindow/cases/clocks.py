"""Limits that stop and start: which days count, when a limit ends, how much of it is used. Pure.

The day of an event never counts (行政许可法 第八十二条): a limit begins the day after its start; a pause
takes out the days after it began up to and including the day it ended.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

DAY = timedelta(days=1)
Counts = Callable[[date], bool]


class Entry(Protocol):
    """One row of a clock: an action on a day."""

    @property
    def action(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def days(self) -> int | None: ...


class ClockFault(ValueError):
    """The entries of a clock contradict one another."""


@dataclass(frozen=True)
class Run:
    """A clock as its entries leave it: since when, which days were taken out, what was added, until when."""

    start: date
    pauses: tuple[tuple[date, date], ...] = ()
    paused_since: date | None = None
    added: int = 0
    stopped: date | None = None

    @property
    def is_running(self) -> bool:
        """Tell whether days are being used up."""
        return self.paused_since is None and self.stopped is None

    def is_out(self, day: date) -> bool:
        """Tell whether the day was taken out by a pause."""
        held = self.paused_since is not None and day > self.paused_since
        return held or any(begin < day <= end for begin, end in self.pauses)


def run_of(entries: Iterable[Entry]) -> Run | None:
    """Return the state of a clock after its entries, oldest first; None before its start.

    A new start after a stop begins afresh. Raises ClockFault when an entry does not fit the one before it.
    """
    run: Run | None = None
    for entry in entries:
        run = _after(run, entry)
    return run


def _after(run: Run | None, entry: Entry) -> Run:
    if entry.action == "start":
        if run is not None and run.stopped is None:
            raise ClockFault("started twice")
        return Run(entry.on)
    if run is None or run.stopped is not None:
        raise ClockFault(f"{entry.action} of a clock that does not run")
    if entry.action == "extend":
        return replace(run, added=run.added + (entry.days or 0))
    if entry.action == "pause" and run.paused_since is None:
        return replace(run, paused_since=entry.on)
    if entry.action == "resume" and run.paused_since is not None:
        return replace(run, paused_since=None, pauses=(*run.pauses, (run.paused_since, entry.on)))
    if entry.action == "stop":
        return replace(run, stopped=entry.on)
    raise ClockFault(f"{entry.action} does not follow")


def last_day(run: Run, days: int, counts: Counts) -> date:
    """Return the last day of a limit of `days` counted days, extensions added, pauses up to now taken out.

    A limit of 0 days ends on the start day, or on the next counted day when none counts then.
    """
    day, left = run.start, days + run.added
    if run.pauses:
        closed = replace(run, paused_since=None)
        return _last(day, left, lambda on: counts(on) and not closed.is_out(on))
    return _last(day, left, counts)


def _last(day: date, left: int, counts: Counts) -> date:
    if left == 0:
        while not counts(day):
            day += DAY
    while left > 0:
        day += DAY
        left -= counts(day)
    return day


def used(run: Run, on: date, counts: Counts) -> int:
    """Return how many days of the limit are used up at the end of a day."""
    last = min(on, run.stopped) if run.stopped else on
    days = (run.start + DAY * n for n in range(1, (last - run.start).days + 1))
    return sum(counts(day) and not run.is_out(day) for day in days)


def every_day(_: date) -> bool:
    """Count natural days (自然日)."""
    return True
