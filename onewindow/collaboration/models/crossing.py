"""What crosses borders: applications taken in elsewhere, documents to and from other provinces."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import ids


class Reception(models.Model):
    """异地收件: a case that a hall of another city took in for the body at home, and where its papers are."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    hall = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    home = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=60)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=60, blank=True)
    sent_how = models.CharField(max_length=100, blank=True)
    arrived_at = models.DateTimeField(null=True)
    arrived_by = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=4)

    class Meta:
        indexes = [
            models.Index(fields=["hall", "-id"], name="reception_of_hall"),
            models.Index(fields=["home", "-id"], name="reception_of_home"),
        ]
        constraints = [
            models.CheckConstraint(
                name="reception_arrives_after_sent",
                condition=models.Q(arrived_at__isnull=True) | models.Q(sent_at__isnull=False),
            )
        ]


class HandoverWay(models.TextChoices):
    """移交方向."""

    OUT = "out", _("移交外省")
    IN = "in", _("外省移交")


class Handover(models.Model):
    """跨省移交: a signed document about one application that went to another province, or came from one."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    way = models.CharField(max_length=3, choices=HandoverWay)
    partner = models.CharField(max_length=20)
    number = models.CharField(max_length=64)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    digest = models.BinaryField()
    hall = models.CharField(max_length=100)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "way", "number"], name="handover_once"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="handover_of_case")]
