"""What keeps its identity through all versions: the basic item and its implementation by one body."""

from django.db import models


class BasicItem(models.Model):
    """基本目录事项: what an item is, whoever carries it out; 12 characters, or longer in imported sets."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=300)
    item_type = models.CharField(max_length=2)
    source = models.CharField(max_length=40, blank=True)


class Item(models.Model):
    """实施清单事项: one body's implementation of a basic item; its content is in the versions."""

    task_code = models.CharField(max_length=80, unique=True)
    basic = models.ForeignKey(BasicItem, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("government.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=12)
    source = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agency__isnull=False) | ~models.Q(source=""), name="item_own_has_agency"
            ),
        ]

    def __str__(self) -> str:
        return self.task_code
