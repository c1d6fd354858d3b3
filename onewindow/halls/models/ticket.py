"""Queue numbers, how the next one is found, and what happened to each."""

from django.db import models

from onewindow.halls.errors import TicketMoved
from onewindow.halls.models.hall import Counter, Hall, Line
from onewindow.halls.states import MOVES, Ahead, TicketState


class Roll(models.Model):
    """号段: the last number given out in a line on a day; raised in one statement, none comes twice."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.IntegerField()
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "day"], name="roll_of_day")]


class Ticket(models.Model):
    """排队号: one number of one hall and day; `token` opens its public page, which names nobody."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.CharField(max_length=8)
    token = models.CharField(max_length=22, unique=True)
    state = models.CharField(max_length=8, choices=TicketState.choices, default=TicketState.WAITING)
    ahead = models.SmallIntegerField(choices=Ahead.choices, default=Ahead.NORMAL)
    queued_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    calls = models.SmallIntegerField(default=0)
    counter = models.ForeignKey(Counter, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("identity.Account", null=True, on_delete=models.PROTECT, related_name="+")
    item_code = models.CharField(max_length=40, blank=True)
    case_number = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hall", "day", "number"], name="ticket_number"),
            models.UniqueConstraint(
                fields=["counter"],
                condition=models.Q(state__in=["called", "serving"]),
                name="ticket_one_at_a_counter",
            ),
        ]
        indexes = [
            models.Index(
                fields=["line", "day", "ahead", "queued_at", "id"],
                condition=models.Q(state="waiting"),
                name="ticket_waiting",
            ),
            models.Index(fields=["hall", "day", "id"], name="ticket_of_day"),
            models.Index(fields=["city", "day"], name="ticket_city"),
        ]

    def __str__(self) -> str:
        return self.number

    def move(self, way: str) -> None:
        """Change the state by a named move; raise TicketMoved when it does not start from the present one."""
        before, after = MOVES[way]
        if self.state not in before:
            raise TicketMoved(number=self.number, state=TicketState(self.state).label)
        self.state = after


class TicketStep(models.Model):
    """排队号经过: who did what to a number; rows are only added."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    counter = models.ForeignKey(Counter, null=True, on_delete=models.PROTECT, related_name="+")
    account_id = models.BigIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=4)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["account_id", "-id"],
                condition=models.Q(account_id__isnull=False),
                name="ticket_step_account",
            )
        ]
