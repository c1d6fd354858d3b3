"""Signals: what a rule found, with its evidence, what the watched said, and what became of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import ids
from onewindow.supervision.errors import SignalState as WrongState


class Level(models.TextChoices):
    """监察信号等级."""

    REMINDER = "reminder", _("提示")
    YELLOW = "yellow", _("黄牌")
    RED = "red", _("红牌")


class SignalState(models.TextChoices):
    """监察信号状态."""

    NOTED = "noted", _("已提示")
    RAISED = "raised", _("待说明")
    EXPLAINED = "explained", _("已说明，待认定")
    CONFIRMED = "confirmed", _("已认定，待整改")
    APPEALED = "appealed", _("申诉中")
    REVOKED = "revoked", _("已撤销")
    CORRECTED = "corrected", _("已整改，待核实")
    CLOSED = "closed", _("已办结")


MOVES: dict[str, tuple[tuple[SignalState, ...], SignalState]] = {
    "explain": ((SignalState.RAISED,), SignalState.EXPLAINED),
    "confirm": ((SignalState.RAISED, SignalState.EXPLAINED), SignalState.CONFIRMED),
    "revoke": ((SignalState.RAISED, SignalState.EXPLAINED), SignalState.REVOKED),
    "appeal": ((SignalState.CONFIRMED,), SignalState.APPEALED),
    "uphold": ((SignalState.APPEALED,), SignalState.CONFIRMED),
    "overturn": ((SignalState.APPEALED,), SignalState.REVOKED),
    "correct": ((SignalState.CONFIRMED,), SignalState.CORRECTED),
    "close": ((SignalState.CORRECTED,), SignalState.CLOSED),
    "reject": ((SignalState.CORRECTED,), SignalState.CONFIRMED),
}
"""Every change of state there is."""


class Signal(models.Model):
    """监察信号: one finding, raised once; its evidence never changes and it is never removed."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    rule = models.CharField(max_length=3)
    rule_number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    level = models.CharField(max_length=8, choices=Level)
    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=80)
    source = models.CharField(max_length=40, blank=True, default="")
    on = models.DateField()
    note = models.CharField(max_length=300)
    city = models.CharField(max_length=4)
    region_code = models.CharField(max_length=12)
    agency_id = models.BigIntegerField(null=True)
    agency_name = models.CharField(max_length=100)
    item_code = models.CharField(max_length=80, blank=True, default="")
    item_name = models.CharField(max_length=300, blank=True, default="")
    person = models.CharField(max_length=60, blank=True, default="")
    evidence = models.JSONField()
    digest = models.CharField(max_length=64)
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=SignalState)
    explain_by = models.DateField(null=True)
    settled_by = models.CharField(max_length=60, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    appeal_by = models.DateField(null=True)
    appealed = models.BooleanField(default=False)
    correct_by = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "subject", "key", "city"], name="supervision_signal_once"
            ),
            models.CheckConstraint(
                name="supervision_signal_reminder_is_noted",
                condition=models.Q(level="reminder") ^ ~models.Q(state="noted"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject", "id"], name="supervision_signal_subject"),
            models.Index(
                fields=["-raised_at", "-id"],
                condition=~models.Q(level="reminder"),
                name="supervision_signal_newest",
            ),
            models.Index(fields=["agency_id", "state", "-id"], name="supervision_signal_agency"),
            models.Index(fields=["city", "level", "on"], name="supervision_signal_city"),
            models.Index(
                fields=["state", "-id"],
                condition=models.Q(state__in=["raised", "explained", "appealed", "corrected"]),
                name="supervision_signal_open",
            ),
        ]

    def move(self, name: str) -> None:
        """Take a step of the machine; raise WrongState when it is not allowed."""
        sources, target = MOVES[name]
        if self.state not in sources:
            raise WrongState(state=SignalState(self.state).label)
        self.state = target

    @property
    def is_card(self) -> bool:
        """Tell whether it is a yellow or red card."""
        return self.level != Level.REMINDER


class SignalStep(models.Model):
    """监察信号经过: one thing done about a signal, with its words. Append-only."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    signal = models.ForeignKey(Signal, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    words = models.CharField(max_length=1000, blank=True)
    actor = models.CharField(max_length=60)
    who = models.CharField(max_length=120)
    city = models.CharField(max_length=4)
