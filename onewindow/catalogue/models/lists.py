"""Published lists (负面清单、中介服务清单), powers and duties (权责清单), transfers of authority."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.catalogue.models.item import Item


class ListKind(models.TextChoices):
    """清单种类."""

    NEGATIVE = "negative", _("市场准入负面清单")
    INTERMEDIARY = "intermediary", _("行政审批中介服务清单")
    INSPECTION = "inspection", _("随机抽查事项清单")


def _codes(size: int) -> "ArrayField[Any, Any]":
    return ArrayField(models.CharField(max_length=size), default=list, blank=True)


class ListEdition(models.Model):
    """清单版本: a whole list as it was published; never changed, only followed by the next one."""

    kind = models.CharField(max_length=12, choices=ListKind.choices)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    issued_on = models.DateField()
    in_force_from = models.DateField()
    rows = models.IntegerField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-in_force_from", "-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "digest"], name="edition_once")]

    def __str__(self) -> str:
        return self.name


class ListRow(models.Model):
    """清单条目: one row; what only this kind of list has is in `fields`."""

    edition = models.ForeignKey(ListEdition, on_delete=models.PROTECT, related_name="+")
    seq = models.IntegerField()
    code = models.CharField(max_length=40)
    category = models.CharField(max_length=40, blank=True)
    name = models.TextField()
    body = models.CharField(max_length=200, blank=True)
    basis = models.TextField(blank=True)
    industries = _codes(6)
    items = _codes(40)
    fields = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["edition", "seq"], name="list_row_seq")]
        indexes = [GinIndex(fields=["industries"], name="list_row_industries")]

    def __str__(self) -> str:
        return self.name


class ListDraftState(models.TextChoices):
    """清单草稿状态."""

    DRAFT = "draft", _("起草")
    PUBLISHED = "published", _("已公布")
    WITHDRAWN = "withdrawn", _("已撤回")


class ListDraft(models.Model):
    """清单草稿: the next edition of a list while it is written; another keeper publishes it.

    `rows` are plain rows by the columns of the kind, `revision` counts savings.
    """

    kind = models.CharField(max_length=12, choices=ListKind.choices)
    state = models.CharField(max_length=10, choices=ListDraftState.choices, default=ListDraftState.DRAFT)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)
    issued_on = models.DateField(null=True)
    in_force_from = models.DateField(null=True)
    rows = models.JSONField(default=list)
    revision = models.IntegerField(default=1)
    drafter_id = models.BigIntegerField(null=True)
    edition = models.ForeignKey(ListEdition, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(state="draft"), name="list_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PowerState(models.TextChoices):
    """权责状态: 清权 → 确权 → 配权 → 晒权 → 制权."""

    COLLECTED = "collected", _("已清理")
    REVIEWED = "reviewed", _("已确权")
    ALLOCATED = "allocated", _("已配权")
    PUBLISHED = "published", _("已公布")
    RUNNING = "running", _("运行中")
    SUSPENDED = "suspended", _("暂停行使")
    CANCELLED = "cancelled", _("已取消")
    SUPERSEDED = "superseded", _("已被新版本取代")


class Power(models.Model):
    """权力事项: one power of one body; what it says is in its versions."""

    code = models.CharField(max_length=40, unique=True)
    agency = models.ForeignKey("government.Agency", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=12)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "code"], name="power_agency")]

    def __str__(self) -> str:
        return self.code


class PowerVersion(models.Model):
    """权责版本: the power, its basis, course and posts, duties, accountability, supervision and remedies."""

    power = models.ForeignKey(Power, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    state = models.CharField(max_length=12, choices=PowerState.choices, default=PowerState.COLLECTED)
    name = models.CharField(max_length=300)
    power_type = models.CharField(max_length=2)
    bases = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    duties = models.JSONField(default=list)
    accountability = models.JSONField(default=list)
    exemptions = models.JSONField(default=list)
    supervision = models.TextField(blank=True)
    remedies = models.TextField(blank=True)
    items = models.JSONField(default=list)
    cause = models.TextField(blank=True)
    drafter_id = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    valid_to = models.DateField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["power", "number"], name="power_version_number"),
            models.UniqueConstraint(
                fields=["power"],
                condition=models.Q(state__in=["published", "running", "suspended"]),
                name="power_one_in_force",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="power_state")]

    def __str__(self) -> str:
        return self.name


class PowerStep(models.Model):
    """权责步骤: who did what to a version of a power; rows are only added."""

    version = models.ForeignKey(PowerVersion, on_delete=models.PROTECT, related_name="log")
    action = models.CharField(max_length=20)
    account_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=100)
    opinion = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class PowerItem(models.Model):
    """权责与事项的对应: a service item runs exactly one power."""

    power = models.ForeignKey(Power, on_delete=models.CASCADE, related_name="links")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="poweritem")


class PowerAdjustment(models.Model):
    """调整事由: why a power has to be adjusted and until when; its items get no new version before."""

    power = models.ForeignKey(Power, on_delete=models.PROTECT, related_name="adjustments")
    cause = models.CharField(max_length=12)
    note = models.TextField()
    cause_on = models.DateField()
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=models.Q(solved_at__isnull=True), name="adjust_open"
            )
        ]


class AuthorityTransfer(models.Model):
    """权限划转: an item decided by another body than its own for a time; the former one supervises."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    approving = models.ForeignKey("government.Agency", on_delete=models.PROTECT, related_name="+")
    supervising = models.ForeignKey("government.Agency", on_delete=models.PROTECT, related_name="+")
    seal = models.CharField(max_length=100)
    basis = models.TextField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["item", "-effective_from"], name="transfer_of_item")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_to__gt=models.F("effective_from")),
                name="transfer_ends_after",
            ),
            models.CheckConstraint(
                condition=~models.Q(approving=models.F("supervising")), name="transfer_two_bodies"
            ),
        ]
