"""Nouns of halls."""

from onewindow.halls.models.appointment import Appointment, Slot
from onewindow.halls.models.hall import Counter, Hall, HallDay, Line, Sitting, Staff
from onewindow.halls.models.ticket import Roll, Ticket, TicketStep

__all__ = [
    "Appointment",
    "Counter",
    "Hall",
    "HallDay",
    "Line",
    "Roll",
    "Sitting",
    "Slot",
    "Staff",
    "Ticket",
    "TicketStep",
]
