"""Numbers: taken at the door, called to a counter, served, passed on; each once, whoever asks together."""

import secrets

from django.db import connection
from django.db.models import QuerySet

from onewindow.halls import policies
from onewindow.halls.errors import (
    CounterBusy,
    HallClosed,
    LineClosed,
    NobodyWaits,
    NotSitting,
    TicketMoved,
    UnknownTicket,
)
from onewindow.halls.events import TicketCalled, TicketEnded, TicketTaken
from onewindow.halls.models import Counter, Line, Roll, Sitting, Ticket, TicketStep
from onewindow.halls.opening import in_words
from onewindow.halls.queries.halls import hours_of, local_now
from onewindow.halls.states import AT_COUNTER, Ahead, TicketState
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit

_NEXT = (
    f"INSERT INTO {Roll._meta.db_table} (line_id, day, last, city) VALUES (%s, %s, 1, %s) "  # noqa: S608
    f"ON CONFLICT (line_id, day) DO UPDATE SET last = {Roll._meta.db_table}.last + 1 RETURNING last"
)


def take_number(*, by: Actor, line_id: int, priority: bool = False, item_code: str = "") -> Ticket:
    """Give out the next number of a line at the hall's machine.

    `priority` is for who is served first by law: the old, the disabled, soldiers and veterans. Raises
    NotOfTheHall, LineClosed, HallClosed outside the hours.
    """
    with unit.work():
        line = Line.objects.select_related("hall").filter(pk=line_id, in_use=True, hall__in_use=True).first()
        if line is None:
            raise LineClosed
        policies.require_staff(by, line.hall_id)
        now = local_now()
        hours = hours_of(line.hall, now.date())
        if not hours.gives_numbers(now):
            raise HallClosed(opens=in_words(hours.next_opening(now)))
        return issue(by, line, Ahead.PRIORITY if priority else Ahead.NORMAL, item_code=item_code)


def issue(by: Actor, line: Line, ahead: Ahead, *, item_code: str = "", appointed: bool = False) -> Ticket:
    """Write the next ticket of a line in the caller's unit of work."""
    now, today = clock.now(), clock.today()
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [line.pk, today, line.city])
        (last,) = cursor.fetchone()
    ticket = Ticket.objects.create(
        hall_id=line.hall_id, line=line, day=today, number=f"{line.letter}{last:03d}",
        token=secrets.token_urlsafe(16), ahead=ahead, queued_at=now, taken_at=now, item_code=item_code[:40],
        city=line.city,
    )  # fmt: skip
    _step(by, ticket, "take")
    audit.record(by, "halls.ticket_taken", ticket)
    outbox.publish(
        TicketTaken(
            subject=f"ticket:{ticket.pk}", city=line.city, hall_id=line.hall_id, line_id=line.pk,
            number=ticket.number, appointed=appointed,
        )
    )  # fmt: skip
    return ticket


def call_next(*, by: Actor, counter_id: int) -> Ticket:
    """Call whoever is next in the lines of a counter; two counters never call the same number.

    Raises NotSitting, CounterBusy while a number is at the counter, NobodyWaits.
    """
    with unit.work():
        counter = _mine(by, counter_id)
        _require_free(counter)
        rows = _waiting(counter).order_by("ahead", "queued_at", "pk")
        ticket = rows.select_for_update(skip_locked=True, of=("self",)).first()
        if ticket is None:
            raise NobodyWaits
        _call(by, counter, ticket)
    return ticket


def call_number(*, by: Actor, counter_id: int, ticket_id: int) -> Ticket:
    """Call one number out of turn, waiting or missed, where somebody at the counter asks for it.

    Raises NotSitting, CounterBusy, UnknownTicket for a line the counter does not serve, TicketMoved.
    """
    with unit.work():
        counter = _mine(by, counter_id)
        _require_free(counter)
        rows = Ticket.objects.filter(pk=ticket_id, line__in=counter.lines.all(), day=clock.today())
        ticket = rows.select_for_update(of=("self",)).first()
        if ticket is None:
            raise UnknownTicket
        if ticket.state == TicketState.MISSED:
            ticket.move("rejoin")
        _call(by, counter, ticket)
    return ticket


def call_again(*, by: Actor, ticket_id: int) -> Ticket:
    """Call the number at the counter once more."""
    with unit.work():
        ticket = _at_my_counter(by, ticket_id)
        ticket.move("call_again")
        ticket.calls += 1
        _save(by, ticket, "call_again")
        _tell_called(ticket)
    return ticket


def begin_serving(*, by: Actor, ticket_id: int) -> Ticket:
    """Say that the person has come to the counter; the time of service starts."""
    with unit.work():
        ticket = _at_my_counter(by, ticket_id)
        ticket.move("begin")
        ticket.begun_at = clock.now()
        _save(by, ticket, "begin")
    return ticket


def finish_ticket(*, by: Actor, ticket_id: int, case_number: str = "", note: str = "") -> Ticket:
    """Say that the person has been served, with the case that came of it, if any."""
    with unit.work():
        ticket = _at_my_counter(by, ticket_id)
        ticket.move("finish")
        ticket.ended_at = clock.now()
        ticket.begun_at = ticket.begun_at or ticket.called_at
        ticket.case_number = case_number.strip()[:40]
        _save(by, ticket, "finish", note)
        _tell_ended(ticket)
    return ticket


def skip_ticket(*, by: Actor, ticket_id: int) -> Ticket:
    """Say that nobody came (过号); the number may be called again the same day."""
    with unit.work():
        ticket = _at_my_counter(by, ticket_id)
        ticket.move("skip")
        ticket.ended_at = clock.now()
        _save(by, ticket, "skip")
        _tell_ended(ticket)
    return ticket


def transfer_ticket(*, by: Actor, ticket_id: int, line_id: int, note: str = "") -> Ticket:
    """Pass a person on to another line of the hall, before all who wait there; the number stays.

    Raises NotSitting, TicketMoved, LineClosed.
    """
    with unit.work():
        ticket = _at_my_counter(by, ticket_id)
        line = Line.objects.filter(pk=line_id, hall_id=ticket.hall_id, in_use=True).first()
        if line is None:
            raise LineClosed
        ticket.move("transfer")
        ticket.line, ticket.ahead, ticket.counter, ticket.account = line, Ahead.TRANSFERRED, None, None
        ticket.queued_at = clock.now()
        ticket.called_at = ticket.begun_at = None
        _save(by, ticket, "transfer", note)
    return ticket


def give_up(*, by: Actor, token: str) -> Ticket:
    """Let the holder of a ticket give it back; who knows the token holds it."""
    with unit.work():
        ticket = Ticket.objects.select_for_update().filter(token=token[:22]).first()
        if ticket is None:
            raise UnknownTicket
        ticket.move("give_up")
        ticket.ended_at = clock.now()
        _save(by, ticket, "give_up")
        _tell_ended(ticket)
    return ticket


def _mine(by: Actor, counter_id: int) -> Counter:
    """Return the counter the actor sits at, locked, so that one clerk does one thing at a time.

    Raises NotOfTheHall for who is no official, NotSitting.
    """
    policies.require_official(by)
    rows = Sitting.objects.select_for_update(of=("self",)).select_related("counter")
    sitting = rows.filter(counter_id=counter_id, account_id=by.account_id, until__isnull=True).first()
    if sitting is None or by.account_id is None:
        raise NotSitting
    return sitting.counter


def _at_my_counter(by: Actor, ticket_id: int) -> Ticket:
    policies.require_official(by)
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("counter")
    ticket = rows.filter(pk=ticket_id).first()
    if ticket is None:
        raise UnknownTicket
    if ticket.counter_id is None:
        raise TicketMoved(number=ticket.number, state=TicketState(ticket.state).label)
    _mine(by, ticket.counter_id)
    return ticket


def _require_free(counter: Counter) -> None:
    now = (
        Ticket.objects.filter(counter=counter, state__in=AT_COUNTER).values_list("number", flat=True).first()
    )
    if now:
        raise CounterBusy(number=now)


def _waiting(counter: Counter) -> QuerySet[Ticket]:
    return Ticket.objects.filter(line__in=counter.lines.all(), day=clock.today(), state=TicketState.WAITING)


def _call(by: Actor, counter: Counter, ticket: Ticket) -> None:
    ticket.move("call")
    ticket.counter, ticket.account_id = counter, by.account_id
    ticket.called_at, ticket.ended_at, ticket.calls = clock.now(), None, ticket.calls + 1
    _save(by, ticket, "call")
    _tell_called(ticket)


def _save(by: Actor, ticket: Ticket, kind: str, note: str = "") -> None:
    ticket.save()
    _step(by, ticket, kind, note)
    audit.record(by, f"halls.ticket_{kind}", ticket)


def _step(by: Actor, ticket: Ticket, kind: str, note: str = "") -> None:
    TicketStep.objects.create(
        ticket=ticket, at=clock.now(), kind=kind, counter_id=ticket.counter_id, account_id=by.account_id,
        note=note.strip()[:200], city=ticket.city,
    )  # fmt: skip


def _tell_called(ticket: Ticket) -> None:
    waited = ((ticket.called_at or ticket.taken_at) - ticket.taken_at).total_seconds()
    outbox.publish(
        TicketCalled(
            subject=f"ticket:{ticket.pk}", city=ticket.city, hall_id=ticket.hall_id, number=ticket.number,
            counter=ticket.counter.number if ticket.counter else "", waited_seconds=int(waited),
        )
    )  # fmt: skip


def _tell_ended(ticket: Ticket) -> None:
    begun = ticket.begun_at or ticket.ended_at or clock.now()
    outbox.publish(
        TicketEnded(
            subject=f"ticket:{ticket.pk}", city=ticket.city, hall_id=ticket.hall_id, number=ticket.number,
            state=ticket.state, item_code=ticket.item_code,
            served_seconds=int(((ticket.ended_at or begun) - begun).total_seconds()),
        )
    )  # fmt: skip


def lapse_yesterday() -> int:
    """End what waited or was missed on days that are over; return how many numbers."""
    count = 0
    rows = Ticket.objects.filter(state__in=[TicketState.WAITING, TicketState.MISSED], day__lt=clock.today())
    for pk in list(rows.values_list("pk", flat=True)[:5000]):
        with unit.work():
            ticket = rows.select_for_update().filter(pk=pk).first()
            if ticket is not None:
                _lapse(ticket)
                count += 1
    return count


def _lapse(ticket: Ticket) -> None:
    ticket.move("lapse")
    ticket.ended_at = ticket.ended_at or clock.now()
    _save(SYSTEM, ticket, "lapse")
