"""What follows a confirmed red card: a responsibility case against a body or a person, with an appeal."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import ids
from onewindow.supervision.errors import AccountabilityState as WrongState
from onewindow.supervision.models.signal import Signal


class Measure(models.TextChoices):
    """责任追究方式."""

    REMIND = "remind", _("提醒")
    ADMONISH = "admonish", _("诫勉")
    CIRCULATE = "circulate", _("通报")
    HAND_OVER = "hand_over", _("移送")


class State(models.TextChoices):
    """责任追究状态."""

    PROPOSED = "proposed", _("拟追究，待决定")
    DECIDED = "decided", _("已决定")
    APPEALED = "appealed", _("申诉中")
    UPHELD = "upheld", _("申诉后维持")
    WITHDRAWN = "withdrawn", _("已撤销")
    DECLINED = "declined", _("不予追究")
    DONE = "done", _("已执行")


MOVES: dict[str, tuple[tuple[State, ...], State]] = {
    "decide": ((State.PROPOSED,), State.DECIDED),
    "decline": ((State.PROPOSED,), State.DECLINED),
    "appeal": ((State.DECIDED,), State.APPEALED),
    "uphold": ((State.APPEALED,), State.UPHELD),
    "withdraw": ((State.APPEALED,), State.WITHDRAWN),
    "carry_out": ((State.DECIDED, State.UPHELD), State.DONE),
}


class Accountability(models.Model):
    """责任追究: proposed by one, decided by another, an appeal answered by a third who did neither."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    signal = models.OneToOneField(Signal, models.PROTECT, related_name="accountability")
    agency_id = models.BigIntegerField(null=True)
    agency_name = models.CharField(max_length=100)
    person = models.CharField(max_length=60, blank=True, default="")
    measure = models.CharField(max_length=10, choices=Measure)
    fact = models.CharField(max_length=1000)
    basis = models.CharField(max_length=300)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=1000, blank=True, default="")
    appeal_by = models.DateField(null=True)
    appeal = models.CharField(max_length=1000, blank=True, default="")
    appealed_by = models.CharField(max_length=60, blank=True, default="")
    appealed_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True, default="")
    done_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="supervision_accountability_by_two",
                condition=models.Q(decided_by="") | ~models.Q(decided_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="supervision_accountability_appeal_by_third",
                condition=models.Q(answered_by="") | ~models.Q(answered_by=models.F("decided_by")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "-id"], name="supervision_answerable_body"),
        ]

    def move(self, name: str) -> None:
        """Take a step of the machine; raise WrongState when it is not allowed."""
        sources, target = MOVES[name]
        if self.state not in sources:
            raise WrongState(state=State(self.state).label)
        self.state = target
