"""Changes to the catalogue on their way: a proposal with its contents, and every step it took."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalKind(models.TextChoices):
    """调整类型."""

    ADD = "add", _("新增")
    CHANGE = "change", _("变更")
    SPLIT = "split", _("拆分")
    MERGE = "merge", _("合并")
    SUSPEND = "suspend", _("暂停")
    RESUME = "resume", _("恢复")
    CANCEL = "cancel", _("取消")
    STANDARD = "standard", _("标准")


class ProposalState(models.TextChoices):
    """调整状态: 起草 → 编制审核 → 法制审核 → 已通过 → 已发布; a reviewer who does not agree sends it back."""

    DRAFT = "draft", _("起草")
    STAFFING = "staffing", _("编制审核")
    LEGALITY = "legality", _("法制审核")
    APPROVED = "approved", _("审核通过，待发布")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤回")


class Proposal(models.Model):
    """目录调整: what shall come into force for which items and from when; the published chain stays apart.

    `contents` are whole contents of items (see drafting.entries), `ends` are codes of items that end with
    it or, for suspending and resuming, that it is about. `revision` counts savings, so that nobody
    overwrites what another saved meanwhile.
    """

    kind = models.CharField(max_length=10, choices=ProposalKind.choices)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.DRAFT)
    title = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    agency = models.ForeignKey("government.Agency", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=12)
    contents = models.JSONField(default=list)
    ends = models.JSONField(default=list)
    effective_on = models.DateField(null=True)
    revision = models.IntegerField(default=1)
    returned = models.BooleanField(default=False)
    drafter_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["state", "-id"], name="proposal_state"),
            models.Index(fields=["agency", "state", "-id"], name="proposal_agency"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Tell whether it may still change."""
        return self.state not in {ProposalState.PUBLISHED, ProposalState.WITHDRAWN}


class ProposalStep(models.Model):
    """调整步骤: who did what to a proposal, when and with which opinion; rows are only added."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=20)
    account_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=100)
    body = models.CharField(max_length=100, blank=True)
    opinion = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~models.Q(action=""), name="step_has_action")]

    def __str__(self) -> str:
        return f"{self.action} {self.name}"
