"""An objection to one look, and its answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onewindow.identity.models import AccessRecord, Account


class Outcome(models.TextChoices):
    """处理结果."""

    UPHELD = "upheld", _("查看不当")
    REFUSED = "refused", _("查看正当")


class Objection(models.Model):
    """异议: what the person finds wrong with a look; answered once, then never changed."""

    record = models.OneToOneField(AccessRecord, models.PROTECT, related_name="objection")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    said = models.TextField()
    raised_at = models.DateTimeField()
    due_on = models.DateField()
    city = models.CharField(max_length=4, default="4500")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(answered_at=None), name="objection_open")
        ]
        constraints = [
            models.CheckConstraint(
                name="objection_answered_whole",
                condition=Q(answered_at=None, outcome="", answer="", answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="") & ~Q(answer=""),
            )
        ]
