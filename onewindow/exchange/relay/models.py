"""Links to the other side of the gap, the bundles that left, the rows each carried."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Link(models.Model):
    """摆渡通道: one peer beyond the gap; `peer_key` signs what comes from there."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    peer_key = models.BinaryField(max_length=65)
    kinds = ArrayField(models.CharField(max_length=40))
    out_seq = models.PositiveBigIntegerField(default=0)
    out_digest = models.CharField(max_length=64, blank=True)
    in_seq = models.PositiveBigIntegerField(default=0)
    in_digest = models.CharField(max_length=64, blank=True)
    audit_exclude: ClassVar[tuple[str, ...]] = ("out_seq", "out_digest", "in_seq", "in_digest")

    class Meta:
        app_label = "exchange"
        db_table = "exchange_link"


class Bundle(models.Model):
    """数据包 that left; its file is written again until the acknowledgement has come back."""

    link = models.ForeignKey(Link, models.PROTECT, related_name="bundles")
    seq = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    acked_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "exchange"
        db_table = "exchange_bundle"
        constraints = [models.UniqueConstraint(fields=["link", "seq"], name="bundle_once")]


class Carried(models.Model):
    """Which delivery went in which bundle: each once per link."""

    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="+")
    link = models.ForeignKey(Link, models.PROTECT, related_name="+", db_index=False)
    delivery = models.ForeignKey("exchange.Delivery", models.PROTECT, related_name="+")

    class Meta:
        app_label = "exchange"
        db_table = "exchange_carried"
        constraints = [models.UniqueConstraint(fields=["link", "delivery"], name="carried_once")]
