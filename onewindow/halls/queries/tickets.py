"""Reads of tickets: one with who stands before it, what a counter does, what the big screen shows."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from onewindow.halls.errors import UnknownTicket
from onewindow.halls.models import Counter, Hall, Sitting, Ticket
from onewindow.halls.states import AT_COUNTER, TicketState
from onewindow.kernel.public import Actor


@dataclass(frozen=True)
class Desk:
    """A counter as its clerk sees it: who sits there, the number at it, those it could call next."""

    counter: Counter
    sitting: Sitting | None
    now: Ticket | None
    next: tuple[Ticket, ...]
    missed: tuple[Ticket, ...]


def by_token(token: str) -> Ticket:
    """Return a ticket by the token of its public page; raise UnknownTicket."""
    found = Ticket.objects.select_related("hall", "line", "counter").filter(token=token[:22]).first()
    if found is None:
        raise UnknownTicket
    return found


def before(ticket: Ticket) -> int:
    """Return how many are called before a waiting ticket, in one statement."""
    rows = Ticket.objects.filter(line=ticket.line_id, day=ticket.day, state=TicketState.WAITING)
    same = Q(ahead=ticket.ahead)
    earlier = Q(queued_at__lt=ticket.queued_at) | Q(queued_at=ticket.queued_at, pk__lt=ticket.pk)
    return rows.filter(Q(ahead__lt=ticket.ahead) | same & earlier).count()


def counters_of(one: Hall) -> list[tuple[Counter, Sitting | None]]:
    """Return the counters of a hall with who sits there now, in three statements."""
    counters = list(Counter.objects.filter(hall=one, in_use=True).prefetch_related("lines"))
    sitting = {s.counter_id: s for s in Sitting.objects.filter(counter__in=counters, until__isnull=True)}
    return [(counter, sitting.get(counter.pk)) for counter in counters]


def desk(counter: Counter, day: date) -> Desk:
    """Return what a counter does now and whom it could call next, in four statements."""
    lines = [line.pk for line in counter.lines.all()]
    rows = Ticket.objects.select_related("line", "appointment")
    waiting = rows.filter(line__in=lines, day=day, state=TicketState.WAITING)
    missed = rows.filter(line__in=lines, day=day, state=TicketState.MISSED)
    return Desk(
        counter,
        Sitting.objects.filter(counter=counter, until__isnull=True).first(),
        rows.filter(counter=counter, day=day, state__in=AT_COUNTER).first(),
        tuple(waiting.order_by("ahead", "queued_at", "pk")[:10]),
        tuple(missed.order_by("-called_at")[:10]),
    )


def sitting_of(by: Actor) -> Sitting | None:
    """Return where the actor sits now."""
    rows = Sitting.objects.select_related("counter__hall").filter(until__isnull=True)
    return rows.filter(account_id=by.account_id).first() if by.account_id else None


def called(one: Hall, day: date) -> list[Ticket]:
    """Return the numbers that are at counters, the newest call first, in one statement."""
    rows = Ticket.objects.select_related("counter", "line").filter(hall=one, day=day, state__in=AT_COUNTER)
    return list(rows.order_by("-called_at")[:30])
