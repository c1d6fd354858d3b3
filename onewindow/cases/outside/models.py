"""What outside systems tell of cases they handle."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.cases.outside.words import result_words
from onewindow.kernel.public import ids


class OutsideState(models.TextChoices):
    """Where a case stands in its own system."""

    APPLIED = "applied", _("已申请")
    ACCEPTED = "accepted", _("已受理")
    DECLINED = "declined", _("不予受理")
    PAUSED = "paused", _("特别程序")
    FINISHED = "finished", _("已办结")


class OutsideCase(models.Model):
    """外部办件: handled elsewhere, read here. Found by its holder by a keyed hash of their number."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    system = models.CharField(max_length=40)
    number = models.CharField(max_length=40)
    item_code = models.CharField(max_length=33)
    item_name = models.CharField(max_length=200)
    agency = models.ForeignKey(
        "government.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    applicant_name = models.CharField(max_length=200)
    holder_key = models.BinaryField(max_length=32, null=True)
    state = models.CharField(max_length=10, choices=OutsideState, default=OutsideState.APPLIED)
    applied_at = models.DateTimeField()
    promised_due = models.DateField(null=True)
    finished_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=2, blank=True)
    removed = models.BooleanField(default=False)
    receipt = models.CharField(max_length=20)
    city = models.CharField(max_length=4)

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["system", "number"], name="outside_case_once")]
        indexes = [
            models.Index(
                fields=["holder_key", "-id"],
                condition=models.Q(holder_key__isnull=False),
                name="outside_case_holder",
            ),
            models.Index(fields=["agency", "-id"], name="outside_case_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.number}"

    @property
    def result_label(self) -> str:
        """办理结果 in words, empty while there is none."""
        return result_words(self.result) if self.result else ""


class OutsideStep(models.Model):
    """外部办理过程: one step as the outside system told it; told again it replaces what was told before."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(OutsideCase, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=80)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    title = models.CharField(max_length=120)
    who = models.CharField(max_length=120, blank=True)
    detail = models.TextField(blank=True)
    receipt = models.CharField(max_length=20)
    city = models.CharField(max_length=4)

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="outside_step_once")]
