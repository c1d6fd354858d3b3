"""Demonstration halls at the five levels, with lines, counters, people; a day under way in one of them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from onewindow.government import public as government
from onewindow.halls.models import Counter, Hall, Line, Sitting, Staff, Ticket
from onewindow.halls.queries.halls import local_now
from onewindow.halls.services import counters, setup, tickets
from onewindow.halls.states import LineKind
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, Actor, clock, unit, yaml_file

SHOWN = "南宁市政务服务中心"
DAYS, NOTE = 7, "演示安排：全天取号"
AGO = timedelta(minutes=48)
Moments = Iterator[AbstractContextManager[None]]
FILE = Path(__file__).parent / "data" / "halls.yaml"


def plant() -> str:
    """Open the halls that are not there yet; say how many there are."""
    stored = yaml_file.read(FILE)
    known = set(Hall.objects.values_list("name", flat=True))
    for given in stored["halls"]:
        if given["name"] not in known:
            with unit.work():
                _open(given)
    return f"halls {len(stored['halls'])}"


def _open(given: dict[str, Any]) -> None:
    agency = government.agency_named(given["agency"])
    hall = setup.open_hall(
        by=SYSTEM,
        agency_id=agency.pk,
        content=setup.HallContent(
            name=given["name"], level=given["level"], region_code=agency.region_code,
            address=given["address"], phone=given["phone"], route=given.get("route", ""),
        ),
    )  # fmt: skip
    for letter, name, kind, capacity, *items in given["lines"]:
        setup.save_line(
            by=SYSTEM, hall_id=hall.pk, letter=letter, name=name, kind=kind, capacity=capacity, items=items
        )
    for number, letters, *dual in given["counters"]:
        setup.save_counter(by=SYSTEM, hall_id=hall.pk, number=number, letters=letters, dual=bool(dual))
    for username in given["staff"]:
        if identity.Account.objects.filter(username=username).exists():
            manager = username in given["managers"]
            setup.add_staff(by=SYSTEM, hall_id=hall.pk, username=username, manager=manager)


def plant_day() -> str:
    """Let a day be under way in one hall: numbers waiting, called, being served, served and missed.

    So that there is something to see at whatever hour, it is open round the clock for a week, and says so.
    Once a day; where people already work there, nothing is added.
    """
    hall = Hall.objects.filter(name=SHOWN, in_use=True).first()
    if hall is None:
        return "没有演示大厅"
    today = clock.today()
    if Ticket.objects.filter(hall=hall, day=today).exists():
        return "演示大厅今天已有排队号"
    if Sitting.objects.filter(counter__hall=hall, until=None).exists():
        return "演示大厅有人在岗"
    for ahead in range(DAYS):
        day = today + timedelta(days=ahead)
        setup.set_day(by=SYSTEM, hall_id=hall.pk, day=day, sessions=[("00:00", "23:59")], note=NOTE)
    _work(hall)
    return f"演示大厅今天的排队号 {Ticket.objects.filter(hall=hall, day=today).count()} 个"


def _work(hall: Hall) -> None:
    """Let two clerks call, serve and pass over, each step at a moment of its own before now."""
    one, two = Counter.objects.filter(hall=hall, in_use=True, lines__kind=LineKind.JOINT).distinct()[:2]
    staff = Staff.objects.filter(hall=hall).select_related("account").order_by("-id")[:2]
    first, second = (identity.actor_for(who.account) for who in staff)
    lines = {line.letter: line for line in Line.objects.filter(hall=hall, in_use=True)}
    then = _moments()
    for by, counter in ((first, one), (second, two)):
        with next(then):
            counters.sit_down(by=by, counter_id=counter.pk)
    for letter, priority in [("A", False)] * 3 + [("A", True), ("B", False), ("A", False), ("B", False)]:
        with next(then):
            tickets.take_number(by=SYSTEM, line_id=lines[letter].pk, priority=priority)
    for by, counter, way in ((first, one, "serve"), (second, two, "serve"), (first, one, "skip")):
        _call(then, by, counter, way)
    for letter in "AAB":
        with next(then):
            tickets.take_number(by=SYSTEM, line_id=lines[letter].pk)
    _call(then, first, one, "begin")
    _call(then, second, two, "")


def _call(then: Moments, by: Actor, counter: Counter, way: str) -> None:
    """Call the next number to a counter, and serve it, pass it over, begin, or leave it called."""
    acts: dict[str, list[Callable[..., Ticket]]] = {
        "serve": [tickets.begin_serving, tickets.finish_ticket],
        "skip": [tickets.skip_ticket],
        "begin": [tickets.begin_serving],
    }
    with next(then):
        ticket = tickets.call_next(by=by, counter_id=counter.pk)
    for act in acts.get(way, []):
        with next(then):
            act(by=by, ticket_id=ticket.pk)


def _moments() -> Moments:
    """Yield clocks set to moments of today that end before now, some minutes apart."""
    now = local_now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    begin = max(now - AGO, midnight)
    step = (now - begin) / 24
    for place in count():
        yield clock.at(min(begin + step * place, now))
