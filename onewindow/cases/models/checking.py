"""审查要点: what a reviewer ticked of the conditions the guide lists, point by point."""

from django.db import models

from onewindow.cases.models.case import Case
from onewindow.kernel.public import ids


class StepCheck(models.Model):
    """审查要点核对: one point at one step of a review, ticked or left open. Append-only.

    A step that was taken back and done again has its points again; the later ones count.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="checks")
    task = models.UUIDField()
    seq = models.PositiveSmallIntegerField()
    point = models.CharField(max_length=300)
    ticked = models.BooleanField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
    city = models.CharField(max_length=4)
