"""A procedure in versions."""

from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.collaboration.plan import Plan, plan_from


class ProcedureState(models.TextChoices):
    """流程版本状态."""

    PUBLISHED = "published", _("已发布")
    RETIRED = "retired", _("已被新版本取代")


class Procedure(models.Model):
    """联办流程: one version of a declared procedure; what runs stays with the version it began under.

    `told` is the plan with item codes; `names` maps by member its own fields to the merged form's; `savings`
    counts questions, materials, days and visits before and after. `lead_version` is the version of the
    catalogue's item that this version made.
    """

    key = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    told = models.JSONField()
    names = models.JSONField(default=dict)
    savings = models.JSONField(default=dict)
    lead_code = models.CharField(max_length=40)
    lead_version = models.BigIntegerField(default=0)
    process = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=ProcedureState, default=ProcedureState.PUBLISHED)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="procedure_number"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="published"), name="procedure_one_in_force"
            ),
        ]
        indexes = [models.Index(fields=["lead_code", "number"], name="procedure_lead")]

    @cached_property
    def plan(self) -> Plan:
        """The plan as values."""
        return plan_from(self.told)
