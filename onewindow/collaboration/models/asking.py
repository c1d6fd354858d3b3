"""What one body asks of another about a case, and where bodies come together."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.collaboration.models.joint import Joint
from onewindow.kernel.public import fields, ids


class AskKind(models.TextChoices):
    """协同种类."""

    OPINION = "opinion", _("征求意见")
    CHECK = "check", _("协助核查")
    DATA = "data", _("提供数据")


class AskState(models.TextChoices):
    """协同状态."""

    ASKED = "asked", _("待答复")
    ANSWERED = "answered", _("已答复")
    TAKEN = "taken", _("已撤回")


class Ask(models.Model):
    """按需协同: a question of one body to another about a case, with its last day and its answer.

    `materials` are the numbers of the case's materials the asked body may read while it is open: a grant that
    ends with the answer, never a copy. `escalated_at` is when it was told to the head of the asked body.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    from_agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    to_agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=AskKind)
    question = models.CharField(max_length=1000)
    materials = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=AskState, default=AskState.ASKED)
    due = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=60)
    asked_name = models.CharField(max_length=100, blank=True)
    escalated_at = models.DateTimeField(null=True)
    stance = models.CharField(max_length=12, blank=True)
    answer = fields.EncryptedTextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)
    answered_name = models.CharField(max_length=100, blank=True)
    city = models.CharField(max_length=4)

    class Meta:
        indexes = [
            models.Index(
                fields=["to_agency", "due", "id"], condition=models.Q(state="asked"), name="ask_to_do"
            ),
            models.Index(fields=["from_agency", "-id"], name="ask_from"),
            models.Index(fields=["to_agency", "-id"], name="ask_to"),
            models.Index(
                fields=["due", "id"], condition=models.Q(state="asked", escalated_at=None), name="ask_late"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="ask_answered_when",
                condition=models.Q(state="answered") ^ models.Q(answered_at__isnull=True),
            )
        ]


class GatheringKind(models.TextChoices):
    """会同种类."""

    REVIEW = "review", _("联合会审")
    VISIT = "visit", _("联合踏勘")
    ACCEPTANCE = "acceptance", _("联合验收")


class Gathering(models.Model):
    """会审、踏勘、验收: called by the lead, its record kept by the lead and signed by each body that came."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    joint = models.ForeignKey(Joint, models.PROTECT, related_name="gatherings")
    kind = models.CharField(max_length=10, choices=GatheringKind)
    on = models.DateField()
    hour = models.CharField(max_length=20)
    place = models.CharField(max_length=200)
    about = models.CharField(max_length=500)
    bodies = models.JSONField(default=list)
    called_at = models.DateTimeField()
    called_by = models.CharField(max_length=60)
    record = fields.EncryptedTextField(blank=True, default="")
    conclusion = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.CharField(max_length=60, blank=True)
    digest = models.BinaryField(null=True)
    signed = models.JSONField(default=list)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="gathering_record_has_digest",
                condition=models.Q(recorded_at__isnull=True) | models.Q(digest__isnull=False),
            )
        ]
