"""A letter to a body: what supervision recommends, until when it must answer, and what it answered."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import ids


class Recommendation(models.Model):
    """监察建议书: written to one body by supervision, answered by its head, closed when that is enough."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=100)
    region_code = models.CharField(max_length=12)
    title = models.CharField(max_length=100)
    text = models.TextField()
    signals = models.JSONField(default=list)
    state = models.CharField(
        max_length=8,
        choices=[("sent", _("待答复")), ("answered", _("已答复，待核实")), ("closed", _("已办结"))],
        default="sent",
    )
    due_on = models.DateField()
    sent_by = models.CharField(max_length=60)
    sent_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered_by = models.CharField(max_length=60, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "-id"], name="supervision_letter_body")]
