"""许可公示: which grants the public may see, without the holder's full name where it is a person's."""

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
