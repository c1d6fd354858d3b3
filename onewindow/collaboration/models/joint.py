"""One application to many bodies: the joint case and its members."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.collaboration.models.procedure import Procedure
from onewindow.kernel.public import ids


class Joint(models.Model):
    """联合办件: the lead case (one receipt, one delivery, the shared clock) with its procedure."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    number = models.CharField(max_length=50, unique=True)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    region_code = models.CharField(max_length=12)
    city = models.CharField(max_length=4)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "-id"], condition=models.Q(ended_at=None), name="joint_open_of_lead"
            ),
            models.Index(fields=["agency", "-id"], name="joint_of_lead"),
        ]


class MemberState(models.TextChoices):
    """成员状态."""

    WAITING = "waiting", _("还没有轮到")
    DUE = "due", _("正在分送")
    OPEN = "open", _("正在办理")
    BLOCKED = "blocked", _("分送不成，由牵头机关处理")
    REFUSED_ONCE = "again", _("不予，可以改正后再申请")
    GRANTED = "granted", _("准予")
    REFUSED = "refused", _("不予")
    CONSENTED = "consented", _("逾期未答复，默认同意")
    NOT_NEEDED = "not_needed", _("不需要")
    DROPPED = "dropped", _("不再等待")


ENDED = frozenset(
    {
        MemberState.GRANTED, MemberState.REFUSED, MemberState.CONSENTED, MemberState.NOT_NEEDED,
        MemberState.DROPPED,
    }
)  # fmt: skip


class Member(models.Model):
    """成员: one body's part: which item, its case once it is opened, since when, until when, how it ended."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    joint = models.ForeignKey(Joint, models.PROTECT, related_name="members")
    seq = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    stage = models.CharField(max_length=100)
    item_code = models.CharField(max_length=40)
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    region_code = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=MemberState, default=MemberState.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=50, blank=True)
    draft_reference = models.CharField(max_length=20, blank=True)
    earlier = models.JSONField(default=list)
    opened_at = models.DateTimeField(null=True)
    due = models.DateField(null=True)
    silent_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=500, blank=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["joint", "key"], name="member_key"),
            models.UniqueConstraint(fields=["number"], condition=~models.Q(number=""), name="member_case"),
            models.CheckConstraint(
                name="member_ended_when",
                condition=models.Q(state__in=sorted(str(one) for one in ENDED))
                ^ models.Q(ended_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-id"], name="member_of_body"),
            models.Index(
                fields=["silent_on", "id"],
                condition=models.Q(state="open", silent_on__isnull=False),
                name="member_silent",
            ),
            models.Index(
                fields=["draft_reference"], condition=~models.Q(draft_reference=""), name="member_draft"
            ),
            models.Index(fields=["id"], condition=models.Q(state="due"), name="member_due"),
        ]

    @property
    def is_ended(self) -> bool:
        """Tell whether it is no longer waited for."""
        return self.state in ENDED
