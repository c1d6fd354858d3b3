"""Offers (免申即享邀请) and the monthly batches that make them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import fields, ids


class OfferState(models.TextChoices):
    """Where an offer stands."""

    WAITING = "waiting", _("等待本人确认")
    CONFIRMED = "confirmed", _("已确认")
    DECLINED = "declined", _("本人不需要")
    LAPSED = "lapsed", _("到期没有确认")


class OfferBatch(models.Model):
    """每月批次: one run over a month's list; it goes on where it stopped and names nobody."""

    plan = models.CharField(max_length=40)
    month = models.CharField(max_length=7)
    page = models.PositiveIntegerField(default=1)
    listed = models.PositiveIntegerField(default=0)
    offered = models.PositiveIntegerField(default=0)
    without_account = models.PositiveIntegerField(default=0)
    not_entitled = models.PositiveIntegerField(default=0)
    unanswered = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        ordering = ["-month", "plan"]
        constraints = [models.UniqueConstraint(fields=["plan", "month"], name="offer_batch_once_a_month")]

    def __str__(self) -> str:
        return f"{self.plan} {self.month}"


class Offer(models.Model):
    """免申即享邀请: an entitlement government knows of; the person only confirms."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    batch = models.ForeignKey(OfferBatch, models.PROTECT, related_name="+")
    plan = models.CharField(max_length=40)
    month = models.CharField(max_length=7)
    item_code = models.CharField(max_length=40)
    item_name = models.CharField(max_length=200)
    person = models.ForeignKey("identity.Person", models.PROTECT, related_name="+")
    answers = fields.EncryptedTextField()
    receipts = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.WAITING)
    draft_id = models.UUIDField(null=True)
    case_number = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    settled_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "plan", "month", "person"], name="offer_once_a_month"),
            models.UniqueConstraint(
                fields=["city", "plan", "person"],
                condition=models.Q(state="waiting"),
                name="offer_one_waiting",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="offer_person"),
            models.Index(
                fields=["expires_on"], condition=models.Q(state="waiting"), name="offer_waiting_until"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_waiting(self) -> bool:
        """Whether the person may still confirm."""
        return self.state == OfferState.WAITING
