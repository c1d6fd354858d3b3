"""Counters: a clerk comes, a clerk leaves."""

from django.db import IntegrityError, transaction

from onewindow.halls import policies
from onewindow.halls.errors import AlreadySitting, CounterBusy, CounterTaken, NotSitting, UnknownHall
from onewindow.halls.models import Counter, Sitting, Ticket
from onewindow.halls.states import AT_COUNTER
from onewindow.kernel.public import Actor, audit, clock, unit


def sit_down(*, by: Actor, counter_id: int) -> Sitting:
    """Take a free counter (到岗); sitting there already changes nothing.

    Raises UnknownHall, NotOfTheHall, CounterTaken, AlreadySitting at another counter.
    """
    policies.require_official(by)
    with unit.work():
        counter = Counter.objects.select_for_update().filter(pk=counter_id, in_use=True).first()
        if counter is None:
            raise UnknownHall
        policies.require_staff(by, counter.hall_id)
        open_now = Sitting.objects.select_related("counter").filter(until__isnull=True)
        there = open_now.filter(counter=counter).first()
        if there is not None and there.account_id == by.account_id:
            return there
        if there is not None:
            raise CounterTaken(counter=counter.number, name=there.name)
        if elsewhere := open_now.filter(account_id=by.account_id).first():
            raise AlreadySitting(counter=elsewhere.counter.number)
        sitting = Sitting(
            counter=counter, account_id=by.account_id or 0, name=by.name, since=clock.now(), city=counter.city
        )
        try:
            with transaction.atomic():
                sitting.save(force_insert=True)
        except IntegrityError as twice:
            raise AlreadySitting(counter="另一个") from twice
        audit.record(by, "halls.sat_down", sitting)
    return sitting


def leave_counter(*, by: Actor, counter_id: int) -> Sitting:
    """Leave the counter (离岗), once nobody is at it. Raises NotOfTheHall, NotSitting, CounterBusy."""
    policies.require_official(by)
    with unit.work():
        rows = Sitting.objects.select_for_update().filter(counter_id=counter_id, until__isnull=True)
        sitting = rows.filter(account_id=by.account_id).first()
        if sitting is None:
            raise NotSitting
        return _end(by, sitting)


def relieve_counter(*, by: Actor, counter_id: int) -> Sitting:
    """Let the manager end the sitting of somebody who forgot to leave. Raises NotTheManager, NotSitting."""
    with unit.work():
        rows = Sitting.objects.select_for_update(of=("self",)).select_related("counter")
        sitting = rows.filter(counter_id=counter_id, until__isnull=True).first()
        if sitting is None:
            raise NotSitting
        policies.require_manager(by, sitting.counter.hall_id)
        return _end(by, sitting)


def _end(by: Actor, sitting: Sitting) -> Sitting:
    busy = Ticket.objects.filter(counter=sitting.counter_id, state__in=AT_COUNTER)
    if number := busy.values_list("number", flat=True).first():
        raise CounterBusy(number=number)
    sitting.until = clock.now()
    sitting.save(update_fields=["until"])
    audit.record(by, "halls.left", sitting)
    return sitting
