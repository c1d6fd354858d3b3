"""The standard of a basic item for a region and all below it, in versions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from onewindow.catalogue.models.item import BasicItem


class Standard(models.Model):
    """事项标准: what an upper level says of a basic item for all below; never changed, only replaced.

    `elements` maps columns of a version and its tables to their values; those in `open` may be overridden
    below. `prefix` is the region code without its trailing zeros.
    """

    basic = models.ForeignKey(BasicItem, on_delete=models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=12)
    number = models.IntegerField()
    elements = models.JSONField()
    open = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    published_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["basic", "prefix", "number"], name="standard_number"),
            models.UniqueConstraint(
                fields=["basic", "prefix"],
                condition=models.Q(replaced_at__isnull=True),
                name="standard_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.basic_id} {self.prefix} {self.number}"
