"""Links to the other side of the gap, the bundles that left with their rows, the files that arrived."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


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
    """数据包 that left; its file is written again until the acknowledgement has come back.

    Its rows may be of many cities: it is the region's own, they have each theirs.
    """

    link = models.ForeignKey(Link, models.PROTECT, related_name="bundles")
    seq = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    acked_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "exchange"
        db_table = "exchange_bundle"
        constraints = [models.UniqueConstraint(fields=["link", "seq"], name="bundle_once")]
        indexes = [models.Index(fields=["link"], name="bundle_waiting", condition=models.Q(acked_at=None))]


class Carried(models.Model):
    """Which delivery went in which bundle: each once per link."""

    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="+")
    link = models.ForeignKey(Link, models.PROTECT, related_name="+", db_index=False)
    delivery = models.ForeignKey("exchange.Delivery", models.PROTECT, related_name="+")
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "exchange"
        db_table = "exchange_carried"
        constraints = [models.UniqueConstraint(fields=["link", "delivery"], name="carried_once")]


class ArrivalState(models.TextChoices):
    """到达文件的处理."""

    TAKEN = "taken", _("已收下")
    EARLY = "early", _("等前面的数据包")
    REFUSED = "refused", _("已拒收")


class Arrival(models.Model):
    """到达的文件: a bundle or an acknowledgement from beyond the gap, once by what it says."""

    link = models.ForeignKey(Link, models.PROTECT, related_name="arrivals", db_index=False)
    file = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    seq = models.PositiveBigIntegerField(null=True)
    rows = models.PositiveIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=ArrivalState)
    reason = models.CharField(max_length=200, blank=True)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "exchange"
        db_table = "exchange_arrival"
        constraints = [models.UniqueConstraint(fields=["link", "file", "digest"], name="arrival_once")]
        indexes = [
            models.Index(fields=["link", "-id"], name="arrival_of_link"),
            models.Index(fields=["link"], name="arrival_refused", condition=models.Q(state="refused")),
        ]


class ArrivedDay(models.Model):
    """到达的行数: how many new rows of one system and day a bundle brought, for the day's account."""

    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="+")
    system = models.CharField(max_length=40)
    day = models.DateField()
    rows = models.PositiveIntegerField()
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "exchange"
        db_table = "exchange_arrivedday"
        indexes = [models.Index(fields=["system", "day"], name="arrived_day")]
