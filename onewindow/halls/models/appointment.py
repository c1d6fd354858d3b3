"""Slots with their places, and the appointments that hold them."""

from django.db import models

from onewindow.halls.errors import AppointmentEnded
from onewindow.halls.models.hall import Hall, Line
from onewindow.halls.models.ticket import Ticket
from onewindow.halls.states import AppointmentState


class Slot(models.Model):
    """时段: how many places of a line are taken from a time on; never more than there are."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    start = models.TimeField()
    capacity = models.IntegerField()
    taken = models.IntegerField(default=0)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "day", "start"], name="slot_once"),
            models.CheckConstraint(
                condition=models.Q(taken__gte=0) & models.Q(taken__lte=models.F("capacity")),
                name="slot_within_capacity",
            ),
        ]


class Appointment(models.Model):
    """预约: one person's place in a slot; `code` is shown on arrival, `name` is masked already."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    start = models.TimeField()
    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    code = models.CharField(max_length=8)
    item_code = models.CharField(max_length=40, blank=True)
    item_name = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=AppointmentState.choices, default=AppointmentState.BOOKED)
    ticket = models.OneToOneField(Ticket, null=True, on_delete=models.PROTECT, related_name="appointment")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hall", "day", "code"], name="appointment_code"),
            models.UniqueConstraint(
                fields=["account", "hall", "day"],
                condition=models.Q(state="booked"),
                name="appointment_one_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-day", "-id"], name="appointment_mine"),
            models.Index(fields=["day"], condition=models.Q(state="booked"), name="appointment_open"),
        ]

    def end(self, state: AppointmentState) -> None:
        """Leave the booked state; raise AppointmentEnded when it was left before."""
        if self.state != AppointmentState.BOOKED:
            raise AppointmentEnded(state=AppointmentState(self.state).label)
        self.state = state
