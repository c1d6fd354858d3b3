"""The gateway's log, the signed batches, and what was handed in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import fields


class Batch(models.Model):
    """批次: calls committed together under one signed Merkle root."""

    id = models.UUIDField(primary_key=True, editable=False)
    root = models.BinaryField(max_length=32)
    size = models.PositiveIntegerField()
    kid = models.CharField(max_length=80)
    signature = models.BinaryField(max_length=64)
    at = models.DateTimeField()
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "exchange"
        db_table = "exchange_batch"


class Call(models.Model):
    """调用: one request to the gateway and its outcome; hashes only. Append-only."""

    id = models.UUIDField(primary_key=True, editable=False)
    receipt = models.CharField(max_length=20, unique=True)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", db_index=False)
    path = models.JSONField()
    way = models.CharField(max_length=10)
    system = models.CharField(max_length=40)
    mode = models.CharField(max_length=6)
    resource = models.CharField(max_length=60)
    source = models.CharField(max_length=100, blank=True)
    item = models.CharField(max_length=40, blank=True)
    case = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=10)
    cause = models.CharField(max_length=40, blank=True)
    request_digest = models.BinaryField(max_length=32)
    response_digest = models.BinaryField(max_length=32, null=True)
    asked_digest = models.BinaryField(max_length=32, null=True)
    answered_digest = models.BinaryField(max_length=32, null=True)
    source_signature = models.CharField(max_length=300, blank=True)
    fields = models.PositiveSmallIntegerField(default=0)
    milliseconds = models.PositiveIntegerField()
    at = models.DateTimeField()
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "exchange"
        db_table = "exchange_call"
        indexes = [
            models.Index(fields=["system", "-id"], name="call_of_system"),
            models.Index(fields=["resource", "-id"], name="call_of_resource"),
            models.Index(fields=["at"], name="call_at"),
            models.Index(
                fields=["system", "at"], name="call_handed_in", condition=models.Q(way__in=("push", "file"))
            ),
        ]


class Nonce(models.Model):
    """一次性随机数 of a signed request; a second use is a replay. Deleted once the clock excludes it."""

    system = models.CharField(max_length=40)
    value = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "exchange"
        db_table = "exchange_nonce"
        constraints = [models.UniqueConstraint(fields=["system", "value"], name="nonce_once")]


class Used(models.Model):
    """用量: how many calls of a grant one gateway process admitted in a minute (counted since 1970).

    The sum over the processes is held against the grant's rate. Deleted once the minute is long past.
    """

    grant = models.ForeignKey("exchange.Grant", models.PROTECT, related_name="+", db_index=False)
    minute = models.PositiveIntegerField()
    process = models.UUIDField()
    calls = models.PositiveIntegerField()
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "exchange"
        db_table = "exchange_used"
        constraints = [models.UniqueConstraint(fields=["grant", "minute", "process"], name="used_once")]


class DeliveryState(models.TextChoices):
    """报送状态: sent = accepted + rejected + pending."""

    PENDING = "pending", _("等待处理")
    ACCEPTED = "accepted", _("已接收")
    REJECTED = "rejected", _("已退回")


class Delivery(models.Model):
    """报送件: handed in by a system under one key, once; a sink takes it in, or it stays with its reason."""

    id = models.UUIDField(primary_key=True, editable=False)
    system = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    operation = models.CharField(max_length=1)
    batch = models.CharField(max_length=20, blank=True)
    ident = models.CharField(max_length=60, blank=True)
    case = models.CharField(max_length=40, blank=True)
    body = fields.EncryptedTextField()
    digest = models.BinaryField(max_length=32)
    receipt = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.PENDING)
    cause = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "exchange"
        db_table = "exchange_delivery"
        constraints = [models.UniqueConstraint(fields=["system", "key"], name="exchange_delivery_once")]
        indexes = [
            models.Index(fields=["id"], name="delivery_pending", condition=models.Q(state="pending")),
            models.Index(
                fields=["system", "case"], name="delivery_waiting", condition=models.Q(state="pending")
            ),
            models.Index(fields=["system", "state", "-id"], name="delivery_of_system"),
            models.Index(fields=["system", "received_at"], name="delivery_day"),
        ]


class HeldRow(models.Model):
    """保存的数据: the present state of one thing as its system told it; `versions` counts what came."""

    system = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    ident = models.CharField(max_length=60)
    case = models.CharField(max_length=40, blank=True)
    body = fields.EncryptedTextField()
    removed = models.BooleanField(default=False)
    versions = models.PositiveIntegerField(default=1)
    receipt = models.CharField(max_length=20)
    changed_at = models.DateTimeField()
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "exchange"
        db_table = "exchange_heldrow"
        constraints = [models.UniqueConstraint(fields=["system", "kind", "ident"], name="held_row_once")]
        indexes = [models.Index(fields=["system", "case"], name="held_row_case")]
