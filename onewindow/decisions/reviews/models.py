"""Draws of automatic decisions, the reviews officers make of them, and the signals they raise."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import fields, ids


class Kind(models.TextChoices):
    """Why a decision is looked at again."""

    APPEAL = "appeal", _("申请人要求复核")
    SAMPLE = "sample", _("随机抽查")


class Result(models.TextChoices):
    """What the officer found."""

    OK = "ok", _("自动决定正确")
    WRONG = "wrong", _("自动决定有误")


class SignalKind(models.TextChoices):
    """What a signal tells."""

    WRONG = "wrong", _("复核发现错误")
    SHIFT = "shift", _("命中率变化")


class SampleDraw(models.Model):
    """抽取: a commitment published first, then the draw among the decisions made since; redone by anybody."""

    rule_set = models.CharField(max_length=60)
    commitment = models.CharField(max_length=64)
    nonce = fields.EncryptedTextField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    percent = models.PositiveSmallIntegerField(null=True)
    size = models.PositiveIntegerField(default=0)
    pool_digest = models.CharField(max_length=64, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    chosen = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule_set"], condition=Q(until=None), name="sample_draw_one_open")
        ]
        indexes = [models.Index(fields=["rule_set", "-id"], name="sample_draw_newest")]


class Review(models.Model):
    """复核: one decision looked at by an officer, asked for or drawn; answered once, then never changed."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    kind = models.CharField(max_length=6, choices=Kind)
    record = models.ForeignKey("decisions.DecisionRecord", models.PROTECT, related_name="+")
    draw = models.ForeignKey(SampleDraw, models.PROTECT, null=True, related_name="+")
    case_number = models.CharField(max_length=50, db_index=True)
    rule_set = models.CharField(max_length=60)
    item_code = models.CharField(max_length=33)
    item_name = models.CharField(max_length=200)
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    said = fields.EncryptedTextField(default="")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    city = models.CharField(max_length=4)
    result = models.CharField(max_length=5, choices=Result, blank=True)
    answer = fields.EncryptedTextField(default="")
    answered_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "due_on", "id"], condition=Q(answered_at=None), name="review_open"
            ),
            models.Index(fields=["agency", "-answered_at"], name="review_answered"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["record", "kind"], name="review_once"),
            models.CheckConstraint(
                name="review_answered_whole",
                condition=Q(answered_at=None, result="", answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(result=""),
            ),
        ]


class Signal(models.Model):
    """信号: something about a rule set that its keepers must look at; settled once, with a reason."""

    rule_set = models.ForeignKey("decisions.RuleSet", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=SignalKind)
    key = models.CharField(max_length=120)
    text = models.CharField(max_length=300)
    facts = models.JSONField(default=dict)
    proposes_stop = models.BooleanField(default=False)
    raised_at = models.DateTimeField()
    stopped = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    settled_by = models.CharField(max_length=60, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "kind", "key"], name="signal_once"),
            models.CheckConstraint(
                name="signal_settled_whole",
                condition=Q(settled_at=None, stopped=None, reason="", settled_by="")
                | Q(settled_at__isnull=False, stopped__isnull=False) & ~Q(reason="") & ~Q(settled_by=""),
            ),
        ]
