"""The nouns of rights: requests to correct, closings, and what the nightly removal did."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import fields


class Outcome(models.TextChoices):
    """处理结果."""

    AGREED = "agreed", _("同意更正")
    REFUSED = "refused", _("不予更正")


class Correction(models.Model):
    """更正申请: what somebody finds wrong in data held about them; decided once by the body that keeps it.

    Before and after stay in it for as long as data/retention.yaml says: that is the history.
    """

    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=12)
    subject_id = models.BigIntegerField()
    source = models.CharField(max_length=40)
    field = models.CharField(max_length=40, blank=True)  # empty: described in words, carried out by the body
    row = models.CharField(max_length=80, blank=True)
    before = fields.EncryptedTextField(blank=True)
    after = fields.EncryptedTextField()
    said = fields.EncryptedTextField()
    evidence = ArrayField(models.UUIDField(), default=list)
    keeper = models.ForeignKey("government.Agency", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    city = models.CharField(max_length=4, default="4500")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "identity"
        indexes = [
            models.Index(
                fields=["keeper", "due_on", "id"], condition=Q(decided_at=None), name="correction_open"
            ),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="correction_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "source", "field", "row"],
                condition=Q(decided_at=None),
                name="correction_open_once",
            ),
            models.CheckConstraint(
                name="correction_decided_whole",
                condition=Q(decided_at=None, outcome="", answer="", decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(outcome="") & ~Q(answer=""),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Tell whether it still waits."""
        return self.decided_at is None


class Closure(models.Model):
    """注销申请: an account to be closed after a time in which its owner may take the wish back."""

    class State(models.TextChoices):
        """注销状态."""

        WAITING = "waiting", _("等待期")
        TAKEN_BACK = "taken_back", _("已撤回")
        STOPPED = "stopped", _("条件不符，已停止")
        DONE = "done", _("已注销")

    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=12)
    subject_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    kept = ArrayField(models.CharField(max_length=40), default=list)  # keys of held data that stays
    erased = ArrayField(models.CharField(max_length=40), default=list)
    identity_kept = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "identity"
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="closure_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(state="waiting"), name="closure_waiting_once"
            ),
            models.CheckConstraint(
                name="closure_ended_when", condition=Q(state="waiting") ^ ~Q(ended_at=None)
            ),
        ]


class RetentionRun(models.Model):
    """清理记录: how many rows a retention rule took away in one night."""

    rule = models.CharField(max_length=40)
    at = models.DateTimeField()
    removed = models.PositiveIntegerField()

    class Meta:
        app_label = "identity"
        indexes = [models.Index(fields=["rule", "-id"], name="retention_run_rule")]
