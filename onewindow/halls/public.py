"""The door of halls: find one, take, call and serve numbers, book and keep appointments, figures."""

from onewindow.halls.errors import (
    AlreadyBooked,
    AlreadySitting,
    CounterBusy,
    CounterTaken,
    HallClosed,
    NobodyWaits,
    SetupInvalid,
    SlotClosed,
    SlotFull,
    TicketMoved,
    UnknownHall,
)
from onewindow.halls.events import (
    AppointmentBooked,
    AppointmentCancelled,
    TicketCalled,
    TicketEnded,
    TicketTaken,
)
from onewindow.halls.links import register_link
from onewindow.halls.models import Appointment, Counter, Hall, Line, Ticket
from onewindow.halls.queries.appointments import mine
from onewindow.halls.queries.figures import board, report
from onewindow.halls.queries.halls import find, hall
from onewindow.halls.services.appointments import book, cancel_appointment, check_in
from onewindow.halls.services.counters import leave_counter, relieve_counter, sit_down
from onewindow.halls.services.setup import (
    HallContent,
    add_staff,
    open_hall,
    remove_staff,
    save_counter,
    save_line,
    set_day,
)
from onewindow.halls.services.tickets import (
    begin_serving,
    call_again,
    call_next,
    call_number,
    finish_ticket,
    give_up,
    skip_ticket,
    take_number,
    transfer_ticket,
)

# fmt: off
__all__ = [
    "AlreadyBooked", "AlreadySitting", "Appointment", "AppointmentBooked", "AppointmentCancelled",
    "Counter", "CounterBusy", "CounterTaken", "Hall", "HallClosed", "HallContent", "Line",
    "NobodyWaits", "SetupInvalid", "SlotClosed", "SlotFull", "Ticket", "TicketCalled", "TicketEnded",
    "TicketMoved", "TicketTaken", "UnknownHall", "add_staff", "begin_serving", "board", "book",
    "call_again", "call_next", "call_number", "cancel_appointment", "check_in", "find", "finish_ticket",
    "give_up", "hall", "leave_counter", "mine", "open_hall", "register_link", "relieve_counter",
    "remove_staff", "report", "save_counter", "save_line", "set_day", "sit_down", "skip_ticket",
    "take_number", "transfer_ticket",
]
# fmt: on
