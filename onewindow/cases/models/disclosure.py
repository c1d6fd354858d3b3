"""许可公示: which grants the public may see, without a person's full name; which it may not, and why."""

from django.db import models

from onewindow.cases.models.case import Case
from onewindow.kernel.public import ids


class Disclosure(models.Model):
    """许可公示 (行政许可法 第四十条): one granted permit as the public sees it, written once by the worker.

    `holder` is a person's name with stars, an organisation's name in full.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="disclosure")
    item_code = models.CharField(max_length=33)
    item_name = models.CharField(max_length=200)
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    holder = models.CharField(max_length=200)
    decided_on = models.DateField()
    published_at = models.DateTimeField()
    city = models.CharField(max_length=4)

    class Meta:
        indexes = [
            models.Index(fields=["city", "-id"], name="disclosure_city"),
            models.Index(fields=["agency", "-id"], name="disclosure_agency"),
        ]


class NonDisclosure(models.Model):
    """不予公开: the grant of one case kept from the public, on which ground and why. Append-only."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="nondisclosure")
    ground = models.CharField(max_length=20)
    reason = models.CharField(max_length=500)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
    city = models.CharField(max_length=4)
