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


class AuditSeal(models.Model):
    """封存批次: the signed Merkle root over all audit entries from one id to another, chained to the last."""

    from_id = models.BigIntegerField(unique=True)
    to_id = models.BigIntegerField(unique=True)
    count = models.IntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    kid = models.CharField(max_length=32)
    signature = models.BinaryField()
    sealed_at = models.DateTimeField()


class Delivery(models.Model):
    """投递: one event on its way to one handler; done and dead rows are finished."""

    class State(models.TextChoices):
        """Where a delivery stands."""

        WAITING = "waiting", "待投递"
        DONE = "done", "已完成"
        DEAD = "dead", "已停止"

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="+")
    handler = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.IntegerField(default=0)
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="delivery_once")]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=models.Q(state="waiting"), name="delivery_due"),
            models.Index(
                fields=["handler", "subject", "event"],
                condition=models.Q(state="waiting"),
                name="delivery_order",
            ),
            models.Index(fields=["id"], condition=models.Q(state="dead"), name="delivery_dead"),
        ]


class CalendarYear(models.Model):
    """年度放假安排: the notice of one year for the nation ("") or a region, and whether it is announced."""

    year = models.IntegerField()
    region_prefix = models.CharField(max_length=6, blank=True)
    announced = models.BooleanField(default=True)
    basis = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "region_prefix"], name="calendar_year_once")]


class CalendarDay(models.Model):
    """放假或补班日: a day that differs from its weekday, by the notice of a year."""

    year = models.IntegerField()
    region_prefix = models.CharField(max_length=6, blank=True)
    date = models.DateField()
    is_working = models.BooleanField()
    name = models.CharField(max_length=60)
    basis = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_prefix", "date"], name="calendar_day_once")]
