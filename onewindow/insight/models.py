"""The nouns: figures by day, city and body; the assessment of a body for a month or quarter."""

from typing import ClassVar

from django.db import models


class Figure(models.Model):
    """统计数: how much of one measure a body had on a day; changed by what is added, never counted anew."""

    day = models.DateField()
    city = models.CharField(max_length=4)
    agency_id = models.BigIntegerField(default=0)
    measure = models.CharField(max_length=20)
    n = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "day", "city", "agency_id"], name="insight_figure_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["day", "city", "agency_id"], name="insight_figure_day"),
        ]


class Assessment(models.Model):
    """考核: indicators, score and grade of a body for a month or quarter; made once when it is over."""

    kind = models.CharField(max_length=7, choices=[("month", "月度"), ("quarter", "季度")])
    first = models.DateField()
    last = models.DateField()
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=100)
    group = models.CharField(max_length=20)
    numbers = models.JSONField()
    score = models.DecimalField(max_digits=5, decimal_places=2)
    grade = models.CharField(max_length=4)
    rank = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    city = models.CharField(max_length=4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "first", "agency_id"], name="insight_assessed_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "-first", "group", "rank"], name="insight_ranked"),
        ]


class SelfAssessment(models.Model):
    """五维自评: the region's own mark on the five sides of the national survey on a day."""

    day = models.DateField(unique=True)
    numbers = models.JSONField()
    total = models.DecimalField(max_digits=5, decimal_places=2)
    made_at = models.DateTimeField()
