"""Halls with their days, lines, counters, and the people who work in them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.halls.states import LineKind


class HallLevel(models.TextChoices):
    """大厅层级."""

    PROVINCE = "province", _("自治区")
    CITY = "city", _("设区市")
    COUNTY = "county", _("县（市、区）")
    TOWNSHIP = "township", _("乡镇（街道）")
    VILLAGE = "village", _("村（社区）")


class Hall(models.Model):
    """政务服务大厅: where a centre receives people; changed only by its managers."""

    agency = models.ForeignKey("government.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100, unique=True)
    level = models.CharField(max_length=10, choices=HallLevel.choices)
    region_code = models.CharField(max_length=12)
    city = models.CharField(max_length=4)
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=40)
    route = models.CharField(max_length=300, blank=True)
    sessions = models.JSONField()
    slot_minutes = models.IntegerField(default=30)
    days_ahead = models.IntegerField(default=7)
    in_use = models.BooleanField(default=True)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["region_code", "id"]
        indexes = [
            models.Index(fields=["region_code", "id"], opclasses=["varchar_pattern_ops", "int8_ops"],
                         name="hall_region"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class HallDay(models.Model):
    """特别开放日: a day on which the hours differ; no sessions means closed."""

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    sessions = models.JSONField(default=list)
    note = models.CharField(max_length=100, blank=True)
    city = models.CharField(max_length=4)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["hall", "day"], name="hall_day_once")]


class Line(models.Model):
    """队列: what one takes a number for; without items it takes every item of the hall's region."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="lines")
    letter = models.CharField(max_length=1)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=LineKind.choices)
    items: "ArrayField[Any, Any]" = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    capacity = models.IntegerField(default=0)
    in_use = models.BooleanField(default=True)
    city = models.CharField(max_length=4)

    class Meta:
        ordering = ["letter"]
        constraints = [
            models.UniqueConstraint(fields=["hall", "letter"], name="line_letter"),
            models.CheckConstraint(
                condition=models.Q(letter__regex=r"^[A-Z]$") & models.Q(capacity__gte=0), name="line_sound"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.name}"

    def takes(self, item_code: str) -> bool:
        """Tell whether the line takes an item, by its whole code or the 12 digits all bodies share."""
        return not self.items or item_code in self.items or item_code[-12:] in self.items


class Counter(models.Model):
    """窗口: a numbered place that serves lines; 一人双机 where one clerk works two systems."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="counters")
    number = models.CharField(max_length=6)
    dual = models.BooleanField(default=False)
    lines: "models.ManyToManyField[Line, Any]" = models.ManyToManyField(Line, related_name="counters")
    in_use = models.BooleanField(default=True)
    city = models.CharField(max_length=4)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["hall", "number"], name="counter_number")]

    def __str__(self) -> str:
        return f"{self.number} 号窗口"


class Staff(models.Model):
    """大厅人员: who may sit at the counters of a hall; managers also arrange it."""

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="staff")
    account = models.ForeignKey("identity.Account", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    manager = models.BooleanField(default=False)
    city = models.CharField(max_length=4)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["hall", "account"], name="staff_once")]


class Sitting(models.Model):
    """在岗: one clerk at one counter; open until the clerk leaves."""

    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, related_name="sittings")
    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["counter"], condition=models.Q(until__isnull=True), name="sitting_one_clerk"
            ),
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(until__isnull=True), name="sitting_one_counter"
            ),
        ]
