"""What a hall did: the board of today, the report of a span of days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Avg, Count, DurationField, ExpressionWrapper, F, Max, Q

from onewindow.halls.models import Appointment, Counter, Hall, Sitting, Ticket
from onewindow.halls.queries.halls import Queue, queues
from onewindow.halls.queries.tickets import counters_of
from onewindow.halls.states import AT_COUNTER, AppointmentState, TicketState
from onewindow.kernel.public import clock

LONGEST = 366


@dataclass(frozen=True)
class Post:
    """A counter on the board: who sits there, the number at it, how many were served, idle since when."""

    counter: Counter
    sitting: Sitting | None
    now: Ticket | None
    served: int
    idle_since: datetime | None


@dataclass(frozen=True)
class Board:
    """A hall at this moment."""

    queues: tuple[Queue, ...]
    posts: tuple[Post, ...]
    taken: int
    served: int
    waited: timedelta | None
    longest_now: timedelta | None


@dataclass(frozen=True)
class Line:
    """One line of a report: what was counted, and its figures; times are None where nothing was measured."""

    name: str
    taken: int
    served: int
    missed: int
    left: int
    waited: timedelta | None
    waited_90: timedelta | None
    handled: timedelta | None


@dataclass(frozen=True)
class Report:
    """A span of days: the whole, by line, by counter, and how appointments were kept."""

    whole: Line
    lines: tuple[Line, ...]
    counters: tuple[Line, ...]
    booked: int
    arrived: int
    cancelled: int
    missed: int


def _span(start: str, end: str) -> Any:
    return ExpressionWrapper(F(end) - F(start), output_field=DurationField())


class _Ninety(Aggregate):
    """The value that nine of ten stay under."""

    function = "percentile_cont"
    template = "percentile_cont(0.9) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


_FIGURES: dict[str, Any] = {
    "taken": Count("pk"),
    "served": Count("pk", filter=Q(state=TicketState.SERVED)),
    "missed": Count("pk", filter=Q(state__in=[TicketState.MISSED, TicketState.LAPSED])),
    "left": Count("pk", filter=Q(state=TicketState.LEFT)),
    "waited": Avg(_span("taken_at", "called_at")),
    "waited_90": _Ninety(_span("taken_at", "called_at")),
    "handled": Avg(_span("begun_at", "ended_at"), filter=Q(state=TicketState.SERVED)),
}


def board(hall: Hall) -> Board:
    """Return how a hall stands now, in nine statements however many people wait."""
    now, today = clock.now(), clock.today()
    tickets = Ticket.objects.filter(hall=hall, day=today)
    at = {t.counter_id: t for t in tickets.filter(state__in=AT_COUNTER).select_related("line")}
    served = {
        counter: (n, last)
        for counter, n, last in tickets.filter(state=TicketState.SERVED)
        .values_list("counter")
        .annotate(n=Count("pk"), last=Max("ended_at"))
    }
    posts = []
    for counter, sitting in counters_of(hall):
        n, last = served.get(counter.pk, (0, None))
        free = sitting is not None and counter.pk not in at
        since = max(filter(None, (sitting.since, last))) if free and sitting else None
        posts.append(Post(counter, sitting, at.get(counter.pk), n, since))
    sums = tickets.aggregate(taken=_FIGURES["taken"], served=_FIGURES["served"], waited=_FIGURES["waited"])
    waiting = tuple(queues(hall, today))
    firsts = [queue.first_at for queue in waiting if queue.first_at]
    return Board(
        queues=waiting, posts=tuple(posts), taken=sums["taken"], served=sums["served"],
        waited=sums["waited"], longest_now=now - min(firsts) if firsts else None,
    )  # fmt: skip


def report(hall: Hall, first: date, last: date) -> Report:
    """Return the figures of a span of days, at most a year, in four statements."""
    last = min(last, first + timedelta(days=LONGEST))
    tickets = Ticket.objects.filter(hall=hall, day__gte=first, day__lte=last)
    by_line: Any = tickets.values("line__letter", "line__name").annotate(**_FIGURES).order_by("line__letter")
    by_counter: Any = tickets.exclude(counter=None).values("counter__number").annotate(**_FIGURES)
    states = Appointment.objects.filter(hall=hall, day__gte=first, day__lte=last)
    kept = dict(states.values_list("state").annotate(n=Count("pk")))
    return Report(
        whole=_line("合计", tickets.aggregate(**_FIGURES)),
        lines=tuple(_line(f"{row['line__letter']} {row['line__name']}", row) for row in by_line),
        counters=tuple(
            _line(f"{row['counter__number']} 号窗口", row) for row in by_counter.order_by("counter__number")
        ),
        booked=sum(kept.values()),
        arrived=kept.get(AppointmentState.ARRIVED, 0),
        cancelled=kept.get(AppointmentState.CANCELLED, 0),
        missed=kept.get(AppointmentState.MISSED, 0),
    )


def _line(name: str, row: dict[str, Any]) -> Line:
    return Line(
        name, row["taken"], row["served"], row["missed"], row["left"], row["waited"], row["waited_90"],
        row["handled"],
    )  # fmt: skip
