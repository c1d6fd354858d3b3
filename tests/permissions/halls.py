"""A hall in which every official of the table works, each at a counter with somebody called to it."""

from datetime import date, time
from typing import Any

from onewindow.halls.models import Appointment, Counter, Hall, Line, Sitting, Slot, Staff, Ticket
from onewindow.halls.services.setup import HallContent
from onewindow.kernel.public import Actor, clock

CITY = "4500"
AT_MY_COUNTER = ("leave_counter", "call_next", "call_number")
ABOUT_MY_TICKET = ("call_again", "begin_serving", "finish_ticket", "skip_ticket", "transfer_ticket")

Given = dict[str, Any]


def plant(
    here: Any, colleague: Any, actors: dict[str, Actor]
) -> tuple[dict[str, Given], dict[tuple[str, str], Given]]:
    """Return what verbs of halls take, whoever calls them, and what single actors give."""
    now, today = clock.now(), clock.today()
    hall = Hall.objects.create(
        agency=here, name="权限大厅", level="province", region_code="450000000000", city=CITY, address="某路",
        phone="0771-0000000", sessions=[["09:00", "12:00"]], opened_at=now,
    )  # fmt: skip
    line = Line.objects.create(hall=hall, letter="A", name="综合", kind="joint", capacity=1, city=CITY)
    waiting = _ticket(line, 0, state="waiting")
    spare = Counter.objects.create(hall=hall, number="0", city=CITY)
    Sitting.objects.create(counter=spare, account=colleague, name="某", since=now, city=CITY)
    extra = Staff.objects.create(hall=hall, account=colleague, name="某", city=CITY)
    slot = Slot.objects.create(line=line, day=today, start=time(9), capacity=500, city=CITY)
    kept = _appointment(slot, colleague.pk, 0)
    columns: dict[tuple[str, str], Given] = {}
    booked: dict[int, Appointment] = {}
    for number, (column, actor) in enumerate(actors.items(), 1):
        if actor.account_id is None:
            continue
        if actor.account_id not in booked:
            booked[actor.account_id] = _appointment(slot, actor.account_id, number)
        columns["cancel_appointment", column] = {"appointment_id": booked[actor.account_id].pk}
        if actor.kind == "official":
            ticket = _at_counter(line, actor, number)
            columns |= {(verb, column): {"counter_id": ticket.counter_id} for verb in AT_MY_COUNTER}
            columns |= {(verb, column): {"ticket_id": ticket.pk} for verb in ABOUT_MY_TICKET}
    unfit = HallContent(
        name="某", level="", region_code="450000000000", address="某路", phone="0771-0000000"
    )  # refused after the policy
    arranging = ("save_line", "save_counter", "set_day", "add_staff", "check_in")
    verbs: dict[str, Given] = {verb: {"hall_id": hall.pk} for verb in arranging}
    verbs |= {
        "open_hall": {"agency_id": here.pk, "content": unfit},
        "remove_staff": {"staff_id": extra.pk},
        "relieve_counter": {"counter_id": spare.pk},
        "sit_down": {"counter_id": spare.pk},
        "book": {"line_id": line.pk, "day": date(2026, 3, 9), "start": time(9)},
        "take_number": {"line_id": line.pk},
        "cancel_appointment": {"appointment_id": kept.pk},
        "give_up": {"token": waiting.token},
    }
    return verbs, columns


def _at_counter(line: Line, actor: Actor, number: int) -> Ticket:
    """Let an official manage the hall and sit at a counter with a number called to it."""
    counter = Counter.objects.create(hall=line.hall, number=str(number), city=CITY)
    counter.lines.set([line])
    known = {"account_id": actor.account_id, "name": "某", "city": CITY}
    Staff.objects.create(hall=line.hall, manager=True, **known)
    Sitting.objects.create(counter=counter, since=clock.now(), **known)
    return _ticket(line, number, state="called", counter=counter, account_id=actor.account_id)


def _ticket(line: Line, number: int, **more: Any) -> Ticket:
    now = clock.now()
    return Ticket.objects.create(
        hall=line.hall, line=line, day=clock.today(), number=f"A{number:03d}", token=f"table{number:017d}",
        queued_at=now, taken_at=now, city=CITY, **more,
    )  # fmt: skip


def _appointment(slot: Slot, account: int, number: int) -> Appointment:
    return Appointment.objects.create(
        hall=slot.line.hall, line=slot.line, slot=slot, day=slot.day, start=slot.start, account_id=account,
        name="某", code=f"{number:06d}", made_at=clock.now(), city=CITY,
    )  # fmt: skip
