"""Declared feeds and their runs; the rows themselves become deliveries."""

from typing import ClassVar

from django.db import models

from onewindow.kernel.public import fields


class Feed(models.Model):
    """采集任务: how rows come from one outside system, as checked data; each change is a new version."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    system = models.ForeignKey("exchange.OutsideSystem", models.PROTECT, related_name="+")
    declaration = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    secret = fields.EncryptedTextField(blank=True, default="")
    on = models.BooleanField(default=True)
    cursor = models.JSONField(default=dict)
    next_at = models.DateTimeField(db_index=True)
    good_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    cause = models.CharField(max_length=300, blank=True)
    audit_exclude: ClassVar[tuple[str, ...]] = ("secret", "cursor", "next_at", "good_at", "failures", "cause")

    class Meta:
        app_label = "exchange"
        db_table = "exchange_feed"
        ordering = ["code"]


class Run(models.Model):
    """采集批次: read = new + known + returned; `number` is cd_batch, the day and five digits."""

    number = models.CharField(max_length=13)
    feed = models.ForeignKey(Feed, models.PROTECT, related_name="runs")
    version = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    read = models.PositiveIntegerField()
    new = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()

    class Meta:
        app_label = "exchange"
        db_table = "exchange_run"
        constraints = [models.UniqueConstraint(fields=["feed", "number"], name="feed_run_once")]
        indexes = [models.Index(fields=["feed", "begun_at"], name="feed_run_day")]
