"""听证: the right told, asked for in time, called with notice, held by one who did not review, its record."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.cases.models.case import Case
from onewindow.kernel.public import fields, ids


class HearingState(models.TextChoices):
    """Where a hearing stands."""

    TOLD = "told", _("已告知权利，等待申请人答复")
    WAIVED = "waived", _("申请人不要求听证")
    ASKED = "asked", _("已要求听证，待安排")
    CALLED = "called", _("已通知，待举行")
    HELD = "held", _("已举行，有笔录")


class Hearing(models.Model):
    """听证 (行政许可法 第四十六至四十八条): one in a case; the decision rests on its record."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="hearing")
    state = models.CharField(max_length=6, choices=HearingState, default=HearingState.TOLD)
    reason = models.CharField(max_length=500)
    told_at = models.DateTimeField()
    told_by = models.CharField(max_length=60)
    told_paper = models.CharField(max_length=80)
    request_due = models.DateField()
    answered_at = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=60, blank=True)
    interested = models.CharField(max_length=100, blank=True)
    request = fields.EncryptedTextField(blank=True, default="")
    hold_by = models.DateField(null=True)
    on = models.DateField(null=True)
    hour = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=200, blank=True)
    host = models.CharField(max_length=60, blank=True)
    host_person = models.BigIntegerField(null=True)
    host_name = models.CharField(max_length=100, blank=True)
    call_paper = models.CharField(max_length=80, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)
    recusal = models.CharField(max_length=500, blank=True)
    recusal_state = models.CharField(
        max_length=8,
        blank=True,
        choices=[("asked", _("待答复")), ("granted", _("已回避")), ("declined", _("不需回避"))],
    )
    recusal_answer = models.CharField(max_length=500, blank=True)
    recused = models.JSONField(default=list)
    record = fields.EncryptedTextField(blank=True, default="")
    signed_by = models.CharField(max_length=500, blank=True)
    digest = models.BinaryField(null=True)
    recorded_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hearing_held_has_record",
                condition=~models.Q(state="held") | models.Q(digest__isnull=False, recorded_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["on", "id"], condition=models.Q(state="called"), name="hearing_called"),
            models.Index(
                fields=["hold_by", "id"],
                condition=models.Q(state__in=["asked", "called"]),
                name="hearing_to_hold",
            ),
        ]

    def waits_for(self, today: date) -> str:
        """Return what keeps a decision from being made, "" when nothing does."""
        if self.state == HearingState.TOLD and today <= self.request_due:
            return f"申请人可以在{self.request_due.month}月{self.request_due.day}日前要求听证"
        if self.state == HearingState.ASKED:
            return "已经要求听证，还没有通知时间和地点"
        if self.state == HearingState.CALLED:
            return "听证还没有举行，或者还没有笔录"
        return ""

    @property
    def summary(self) -> str:
        """Time and place in words."""
        return f"{self.on.year}年{self.on.month}月{self.on.day}日{self.hour}，{self.place}" if self.on else ""
