"""Kernel tables: events waiting for delivery, the append-only audit log, and the working-day calendar."""

from django.db import models


class OutboxEvent(models.Model):
    """事件: a fact stored in the transaction that made it true; delivered at least once after commit."""

    type = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    payload = models.JSONField()
    external = models.BooleanField(default=False)
    city = models.CharField(max_length=4, default="4500")
    occurred_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(dispatched_at=None), name="outbox_waiting"),
            models.Index(fields=["subject", "id"], name="outbox_subject"),
        ]


class AuditEntry(models.Model):
    """审计记录: who did what to which row, with the SM3 of the row's state after it. Append-only."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=80)
    table = models.CharField(max_length=63)
    key = models.CharField(max_length=64)
    state = models.BinaryField(null=True)
    removed = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    facts = models.JSONField(default=dict)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        indexes = [models.Index(fields=["table", "key", "-id"], name="audit_row")]
