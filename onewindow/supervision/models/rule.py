"""Rules in versions, and what a new one would have found."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class RuleState(models.TextChoices):
    """规则版本状态."""

    DRAFT = "draft", _("拟定中")
    IN_FORCE = "in_force", _("已生效")
    DROPPED = "dropped", _("已放弃")


class Rule(models.Model):
    """监察规则: one version with its numbers; from its first day it judges until the next one's first day."""

    code = models.CharField(max_length=3)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    level = models.CharField(max_length=8)
    numbers = models.JSONField(default=dict)
    source = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=RuleState, default=RuleState.DRAFT)
    drafted_by = models.CharField(max_length=60)
    drafted_at = models.DateTimeField()
    released_by = models.CharField(max_length=60, blank=True, default="")
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="supervision_rule_number"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(state="draft"), name="supervision_rule_one_draft"
            ),
            models.CheckConstraint(
                name="supervision_rule_by_two",
                condition=~models.Q(state="in_force")
                | models.Q(drafted_by__startswith="system:")
                | ~models.Q(released_by=models.F("drafted_by")),
            ),
        ]

    @property
    def family(self) -> str:
        """The letter of its family."""
        return self.code[0]


class Trial(models.Model):
    """规则试算: what a drafted rule would have found in a time, beside the one in force."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="trials")
    first = models.DateField()
    last = models.DateField()
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    read = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    found_before = models.PositiveIntegerField(default=0)
    by_city = models.JSONField(default=dict)
    examples = models.JSONField(default=list)
