"""Declared hooks and what each has to be told; an event is kept until its system took it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import fields


class Hook(models.Model):
    """推送任务: which events one outside system is told of and where; each change is a new version."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    system = models.ForeignKey("exchange.OutsideSystem", models.PROTECT, related_name="+")
    declaration = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    secret = fields.EncryptedTextField(blank=True, default="")
    on = models.BooleanField(default=True)
    next_at = models.DateTimeField(db_index=True)
    good_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    cause = models.CharField(max_length=300, blank=True)
    audit_exclude: ClassVar[tuple[str, ...]] = ("secret", "next_at", "good_at", "failures", "cause")

    class Meta:
        app_label = "exchange"
        db_table = "exchange_hook"
        ordering = ["code"]


class PostingState(models.TextChoices):
    """推送状态."""

    WAITING = "waiting", _("等待推送")
    SENT = "sent", _("已送达")
    ASIDE = "aside", _("对方不收，放在一边")


class Posting(models.Model):
    """推送件: one event for one hook, once; every try has the same CloudEvent id, so a repeat is known."""

    hook = models.ForeignKey(Hook, models.PROTECT, related_name="postings", db_index=False)
    event = models.BigIntegerField()
    type = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    body = models.TextField()
    digest = models.BinaryField(max_length=32)
    state = models.CharField(max_length=8, choices=PostingState, default=PostingState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    cause = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4)

    class Meta:
        app_label = "exchange"
        db_table = "exchange_posting"
        constraints = [models.UniqueConstraint(fields=["hook", "event"], name="posting_once")]
        indexes = [
            models.Index(
                fields=["hook", "event"], name="posting_waiting", condition=models.Q(state="waiting")
            ),
            models.Index(fields=["hook", "-id"], name="posting_of_hook"),
            models.Index(fields=["sent_at"], name="posting_sent", condition=models.Q(state="sent")),
        ]
