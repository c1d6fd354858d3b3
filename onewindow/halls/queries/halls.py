"""Reads of halls: where they are, when they are open, who waits, what they take."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet

from onewindow.halls import opening
from onewindow.halls.errors import UnknownHall
from onewindow.halls.models import Counter, Hall, HallDay, Line, Slot, Ticket
from onewindow.halls.states import TicketState
from onewindow.kernel.public import clock, workdays

SIZE = 20


@dataclass(frozen=True)
class Shown:
    """A hall as people look for it: open now or not, the hours of today, how many wait."""

    hall: Hall
    open_now: bool
    today: tuple[opening.Session, ...]
    waiting: int


@dataclass(frozen=True)
class Page:
    """A page of halls by region; an empty cursor means there is no further one."""

    halls: tuple[Shown, ...]
    after: str


@dataclass(frozen=True)
class Queue:
    """A line with how many wait in it, since when the first one, and how many counters serve it now."""

    line: Line
    waiting: int
    first_at: datetime | None
    counters: int


@dataclass(frozen=True)
class Place:
    """A slot of a day with the places left."""

    start: time
    left: int


def local_now() -> datetime:
    """Return the present moment in China, where all halls are."""
    return clock.local(clock.now())


def hall(hall_id: int) -> Hall:
    """Return a hall that is in use; raise UnknownHall."""
    found = Hall.objects.select_related("agency").filter(pk=hall_id, in_use=True).first()
    if found is None:
        raise UnknownHall
    return found


def hours(halls: Iterable[Hall], since: date) -> dict[int, opening.Hours]:
    """Return the hours of halls from a day on, in one statement."""
    found = list(halls)
    differing: dict[int, dict[date, tuple[opening.Session, ...]]] = {}
    for one in HallDay.objects.filter(hall__in=[h.pk for h in found], day__gte=since):
        differing.setdefault(one.hall_id, {})[one.day] = opening.sessions(one.sessions)
    return {
        h.pk: opening.Hours(
            opening.sessions(h.sessions), workdays.calendar_for(h.region_code[:2]), differing.get(h.pk, {})
        )
        for h in found
    }


def hours_of(one: Hall, since: date) -> opening.Hours:
    """Return the hours of one hall from a day on."""
    return hours([one], since)[one.pk]


def find(*, text: str = "", level: str = "", item: str = "", after: str = "") -> Page:
    """Return halls by name, region or address, those that take an item where one is asked for."""
    rows = Hall.objects.filter(in_use=True)
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(address__contains=text) | Q(region_code=text))
    if level:
        rows = rows.filter(level=level)
    if item:
        rows = rows.filter(pk__in=_taking(item))
    if after.isdigit() and len(after) < 19:
        last = Hall.objects.filter(pk=int(after)).values_list("region_code", flat=True).first() or ""
        rows = rows.filter(Q(region_code__gt=last) | Q(region_code=last, pk__gt=int(after)))
    page = list(rows[: SIZE + 1])
    shown = page[:SIZE]
    now = local_now()
    known, waiting = hours(shown, now.date()), _waiting(shown, now.date())
    return Page(
        tuple(
            Shown(h, known[h.pk].is_open(now), known[h.pk].on(now.date()), waiting.get(h.pk, 0))
            for h in shown
        ),
        str(shown[-1].pk) if len(page) > SIZE else "",
    )


def _taking(item: str) -> QuerySet[Line]:
    """Return the halls with a line that takes an item, by its whole code or its last 12 digits."""
    lines = Line.objects.filter(in_use=True)
    takes = Q(items__overlap=[item, item[-12:]]) | Q(items=[])
    return lines.filter(takes).values("hall")  # type: ignore[return-value]  # a subquery of ids


def _waiting(halls: Iterable[Hall], day: date) -> dict[int, int]:
    rows = Ticket.objects.filter(hall__in=[h.pk for h in halls], day=day, state=TicketState.WAITING)
    return dict(rows.values_list("hall").annotate(n=Count("pk")))


def queues(one: Hall, day: date) -> list[Queue]:
    """Return the lines of a hall with those who wait today, in three statements."""
    lines = list(Line.objects.filter(hall=one, in_use=True))
    waiting: dict[int, list[datetime]] = {}
    rows = Ticket.objects.filter(line__in=lines, day=day, state=TicketState.WAITING)
    for line_id, taken in rows.values_list("line_id", "taken_at").order_by("taken_at"):
        waiting.setdefault(line_id, []).append(taken)
    manned = Counter.objects.filter(hall=one, in_use=True, sittings__until__isnull=True)
    serving = dict(
        manned.filter(sittings__isnull=False).values_list("lines").annotate(n=Count("pk", distinct=True))
    )
    return [
        Queue(
            line, len(waiting.get(line.pk, ())), next(iter(waiting.get(line.pk, ())), None),
            serving.get(line.pk, 0),
        )
        for line in lines
    ]  # fmt: skip


def places(line: Line, one: Hall, day: date) -> list[Place]:
    """Return the slots of a day that have not begun, with the places left; none on a closed day."""
    now = local_now()
    if line.capacity == 0 or not 0 <= (day - now.date()).days <= one.days_ahead:
        return []
    starts = hours_of(one, day).slots(day, one.slot_minutes)
    left = {s.start: s.capacity - s.taken for s in Slot.objects.filter(line=line, day=day)}
    later = [start for start in starts if day > now.date() or start > now.time()]
    return [Place(start, left.get(start, line.capacity)) for start in later]
