"""一照一码: segments of codes given in advance, openings of companies, what others are told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import ids


class CodeSegment(models.Model):
    """预赋码段: the subject codes (主体标识码) `first` to `first + size` under `head` given to one body.

    `used` counts those allocated, in order; with `low` or fewer left the body is warned, once.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    head = models.CharField(max_length=5)
    first = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)
    low = models.PositiveIntegerField()
    warned_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=60)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["head", "first"], name="segment_once"),
            models.CheckConstraint(name="segment_not_over", condition=models.Q(used__lte=models.F("size"))),
        ]
        indexes = [models.Index(fields=["agency", "id"], name="segment_of_body")]

    @property
    def left(self) -> int:
        """How many codes are left."""
        return self.size - self.used

    @property
    def is_low(self) -> bool:
        """Tell whether the body should ask for another segment."""
        return self.left <= self.low


class Opening(models.Model):
    """企业开办: a granted registration with the code it was given; without one `trouble` says why."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18, blank=True)
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    region_code = models.CharField(max_length=12)
    city = models.CharField(max_length=4)
    trouble = models.CharField(max_length=200, blank=True)
    granted_at = models.DateTimeField()
    allocated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uscc"], condition=~models.Q(uscc=""), name="opening_code_once"),
            models.CheckConstraint(
                name="opening_code_or_trouble", condition=models.Q(uscc="") ^ models.Q(trouble="")
            ),
        ]
        indexes = [models.Index(fields=["agency", "-id"], name="opening_of_body")]


class PushState(models.TextChoices):
    """推送状态."""

    PENDING = "pending", _("待推送")
    SENT = "sent", _("已发出，等回执")
    ACKNOWLEDGED = "received", _("对方已接收")
    FAILED = "failed", _("推送不成")


class Push(models.Model):
    """推送: what one receiver is told of an opening, once; `receipt` is ours, `taken` the receiver's."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="pushes", db_index=False)
    receiver = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=PushState, default=PushState.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=40, blank=True)
    taken = models.CharField(max_length=60, blank=True)
    trouble = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opening", "receiver"], name="push_once"),
            models.CheckConstraint(
                name="push_received_when",
                condition=models.Q(state="received") ^ models.Q(received_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at", "id"], condition=models.Q(state__in=["pending", "sent"]), name="push_due"
            )
        ]


class FollowUp(models.Model):
    """双告知: an approval that what a company does needs afterwards, told to the body that decides on it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="follow_ups", db_index=False)
    approval = models.CharField(max_length=100)
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    told_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opening", "approval"], name="follow_up_once")]
        indexes = [models.Index(fields=["agency", "-id"], name="follow_up_of_body")]
