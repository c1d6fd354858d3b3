"""Demands, grants and doubts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DemandState(models.TextChoices):
    """需求状态."""

    ASKED = "asked", _("等待提供方答复")
    GRANTED = "granted", _("已授权")
    REFUSED = "refused", _("未同意")
    MEDIATION = "mediation", _("协调中")
    CLOSED = "closed", _("协调后不予共享")
    WITHDRAWN = "withdrawn", _("已撤回")


OPEN = (DemandState.ASKED, DemandState.MEDIATION)


class Demand(models.Model):
    """共享需求: who wants which fields of a resource, for which items, and what came of it."""

    number = models.CharField(max_length=20, unique=True)
    system = models.ForeignKey("exchange.OutsideSystem", models.PROTECT, related_name="+")
    resource = models.ForeignKey("exchange.Resource", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=500)
    fields = ArrayField(models.CharField(max_length=60))
    items = ArrayField(models.CharField(max_length=40))
    rate = models.PositiveIntegerField()
    until = models.DateField()
    state = models.CharField(max_length=12, choices=DemandState, default=DemandState.ASKED)
    due = models.DateField()
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    objection = models.CharField(max_length=500, blank=True)
    objected_at = models.DateTimeField(null=True)
    opinion = models.CharField(max_length=500, blank=True)
    settled_by = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "exchange"
        constraints = [
            models.UniqueConstraint(
                fields=["system", "resource"], condition=Q(state__in=OPEN), name="demand_open_once"
            )
        ]
        indexes = [models.Index(fields=["state", "due"], name="demand_due")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Tell whether it still waits for somebody."""
        return self.state in OPEN


class Grant(models.Model):
    """共享授权: what one system may read of one resource; ended, never changed."""

    demand = models.OneToOneField(Demand, models.PROTECT, related_name="grant")
    system = models.ForeignKey("exchange.OutsideSystem", models.PROTECT, related_name="+")
    resource = models.ForeignKey("exchange.Resource", models.PROTECT, related_name="+")
    fields = ArrayField(models.CharField(max_length=60))
    items = ArrayField(models.CharField(max_length=40))
    rate = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "exchange"
        constraints = [
            models.UniqueConstraint(
                fields=["system", "resource"], condition=Q(ended_at=None), name="grant_open_once"
            )
        ]


class DoubtState(models.TextChoices):
    """校核状态."""

    ASKED = "asked", _("等待校核")
    CORRECTED = "corrected", _("已更正")
    RIGHT = "right", _("数据无误")


class Doubt(models.Model):
    """疑义校核: somebody who used a resource's data thinks it wrong; no person's data in its text."""

    number = models.CharField(max_length=20, unique=True)
    resource = models.ForeignKey("exchange.Resource", models.PROTECT, related_name="+")
    field = models.CharField(max_length=60)
    case = models.CharField(max_length=40)
    receipt = models.CharField(max_length=40)
    said = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=DoubtState, default=DoubtState.ASKED)
    due = models.DateField()
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "exchange"
        constraints = [
            models.UniqueConstraint(
                fields=["receipt", "field"], condition=Q(state="asked"), name="doubt_open_once"
            )
        ]
