"""What is watched: one dossier a subject, and the rows outside systems hand in before they become one."""

from typing import ClassVar

from django.db import models


class Dossier(models.Model):
    """监察档案: the facts of one case, guide, rating, complaint or rule set as the rules read them.

    `check_on` is the next day on which a rule may come to apply; null when nothing can come by time alone.
    """

    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=80)
    source = models.CharField(max_length=40, blank=True, default="")
    city = models.CharField(max_length=4)
    region_code = models.CharField(max_length=12)
    level = models.CharField(max_length=1, blank=True, default="")
    agency_id = models.BigIntegerField(null=True)
    agency_name = models.CharField(max_length=100)
    item_code = models.CharField(max_length=80, blank=True, default="")
    item_name = models.CharField(max_length=300, blank=True, default="")
    person = models.CharField(max_length=60, blank=True, default="")
    channel = models.CharField(max_length=2, blank=True, default="")
    received_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    promised_due = models.DateField(null=True)
    statutory_due = models.DateField(null=True)
    promised_days = models.PositiveSmallIntegerField(null=True)
    statutory_days = models.PositiveSmallIntegerField(null=True)
    used_days = models.PositiveSmallIntegerField(null=True)
    outcome = models.CharField(max_length=12, blank=True, default="")
    automatic = models.BooleanField(default=False)
    exempted = models.PositiveSmallIntegerField(default=0)
    reused = models.PositiveSmallIntegerField(default=0)  # of these, by an e-licence
    materials = models.PositiveSmallIntegerField(default=0)
    visits = models.PositiveSmallIntegerField(null=True)
    corrections = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=32, blank=True, default="")
    facts = models.JSONField(default=dict)
    check_on = models.DateField(null=True)
    taken_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "subject", "city"], name="supervision_dossier_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["check_on", "id"],
                condition=models.Q(check_on__isnull=False),
                name="supervision_dossier_to_check",
            ),
            models.Index(
                fields=["words", "person", "decided_on"],
                condition=~models.Q(words=""),
                name="supervision_dossier_same_words",
            ),
            models.Index(fields=["received_on", "id"], name="supervision_dossier_received"),
            models.Index(fields=["decided_on", "id"], name="supervision_dossier_decided"),
            models.Index(fields=["agency_id", "-decided_on", "-id"], name="supervision_dossier_body"),
        ]


class OutsideRow(models.Model):
    """对接办件数据: the rows an outside system handed in about one case, by data set, as they came last."""

    system = models.CharField(max_length=40)
    case_number = models.CharField(max_length=40)
    rows = models.JSONField(default=dict)
    dirty = models.BooleanField(default=True)
    first_at = models.DateTimeField()
    handed = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)  # of these, after the day by which they were due
    city = models.CharField(max_length=4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "case_number", "city"], name="supervision_outside_case_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"], condition=models.Q(dirty=True), name="supervision_outside_case_dirty"
            ),
        ]
