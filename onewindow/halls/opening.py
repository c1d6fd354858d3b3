"""When a hall is open: sessions of a day from the working days and the hall's own exceptions. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from onewindow.kernel.public import workdays

EARLY = timedelta(minutes=30)  # so long before opening numbers are given out already


@dataclass(frozen=True)
class Session:
    """One unbroken time of a day in which people are received."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}—{self.end:%H:%M}"


def in_words(opens: datetime | None) -> str:
    """Return a moment of opening as people say it."""
    return f"{opens.month}月{opens.day}日{opens:%H:%M}" if opens else "另行公布"


def sessions(given: Sequence[Sequence[str]]) -> tuple[Session, ...]:
    """Read sessions as they are stored, "09:00" to "12:00"; raise ValueError for what is none or overlaps."""
    read = tuple(Session(time.fromisoformat(start), time.fromisoformat(end)) for start, end in given)
    ends = [moment for one in read for moment in (one.start, one.end)]
    if ends != sorted(set(ends)):
        raise ValueError("sessions follow each other and have an end after their start")
    return read


@dataclass(frozen=True)
class Hours:
    """The hours of a hall: its usual sessions, the calendar of its place, the days that differ."""

    usual: tuple[Session, ...]
    calendar: workdays.Calendar
    differing: dict[date, tuple[Session, ...]]

    def on(self, day: date) -> tuple[Session, ...]:
        """Return the sessions of a day, none when the hall is closed."""
        if day in self.differing:
            return self.differing[day]
        return self.usual if self.calendar.is_working(day) else ()

    def is_open(self, moment: datetime) -> bool:
        """Tell whether people are received at a local moment."""
        return any(one.start <= moment.time() < one.end for one in self.on(moment.date()))

    def gives_numbers(self, moment: datetime) -> bool:
        """Tell whether numbers are given out: from a little before opening until the last session ends."""
        today = self.on(moment.date())
        if not today:
            return False
        begin = datetime.combine(moment.date(), today[0].start, moment.tzinfo) - EARLY
        return begin <= moment and moment.time() < today[-1].end

    def next_opening(self, moment: datetime) -> datetime | None:
        """Return when the next session begins after a local moment, None where none does in sixty days."""
        for ahead in range(61):
            day = moment.date() + timedelta(days=ahead)
            for one in self.on(day):
                begin = datetime.combine(day, one.start, moment.tzinfo)
                if begin > moment:
                    return begin
        return None

    def slots(self, day: date, minutes: int) -> list[time]:
        """Return when slots of so many minutes start; one that does not fit before the end is left out."""
        found: list[time] = []
        for one in self.on(day):
            at, end = datetime.combine(day, one.start), datetime.combine(day, one.end)
            while at + timedelta(minutes=minutes) <= end:
                found.append(at.time())
                at += timedelta(minutes=minutes)
        return found
