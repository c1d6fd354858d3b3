"""Exchange tables: the catalogue of shared resources and the append-only log of questions and answers."""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Sharing(models.TextChoices):
    """共享类型 of 国发〔2016〕51号."""

    UNCONDITIONAL = "unconditional", "无条件共享"
    CONDITIONAL = "conditional", "有条件共享"
    NONE = "none", "不予共享"


class Standing(models.TextChoices):
    """目录状态 of a resource: only a published one is asked for or answered."""

    PUBLISHED = "", "已发布"
    DRAFT = "draft", "草稿"
    ENDED = "ended", "已停止共享"


class Resource(models.Model):
    """信息资源: what one body shares, planted from `data/`; once kept at the desk, changed only there.

    `kept_by` is the officer who changed it last; `revision` counts the changes made at the desk.
    """

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    provider = models.CharField(max_length=100)
    source = models.CharField(max_length=100)
    sharing = models.CharField(max_length=20, choices=Sharing.choices)
    basis = models.CharField(max_length=300, blank=True)
    cycle = models.CharField(max_length=20)
    about = models.CharField(max_length=20)
    keys = models.JSONField()
    fields = models.JSONField()
    connector = models.JSONField()
    digest = models.BinaryField()
    catalogue_code = models.CharField(max_length=40, blank=True)
    abstract = models.CharField(max_length=500, blank=True)
    format = models.CharField(max_length=20, blank=True)
    method = models.CharField(max_length=10, blank=True)
    condition = models.CharField(max_length=300, blank=True)
    open = models.BooleanField(default=False)
    open_condition = models.CharField(max_length=300, blank=True)
    published = models.DateField(null=True)
    linked = models.JSONField(default=list)
    standing = models.CharField(max_length=10, choices=Standing, blank=True, default=Standing.PUBLISHED)
    kept_by = models.CharField(max_length=60, blank=True, default="")
    revision = models.PositiveIntegerField(null=True)
    audit_grown: ClassVar[tuple[str, ...]] = (
        "catalogue_code", "abstract", "format", "method", "condition", "open", "open_condition", "published",
        "linked", "standing", "kept_by", "revision",
    )  # fmt: skip

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name}（{self.provider}）"


class ResourceChange(models.Model):
    """目录变更: what one change at the desk made of a resource. Append-only."""

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="changes")
    revision = models.PositiveIntegerField()
    what = models.CharField(max_length=20)
    names = models.JSONField()
    values = models.JSONField()
    by = models.CharField(max_length=60)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "revision"], name="resource_change_once")]


class ExchangeRecord(models.Model):
    """交换记录: one question to one source and its outcome; hashes only. Append-only, signed per batch."""

    id = models.UUIDField(primary_key=True, editable=False)
    receipt = models.CharField(max_length=40, unique=True)
    resource = models.CharField(max_length=60)
    source = models.CharField(max_length=100)
    item = models.CharField(max_length=40)
    case = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    actor = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField(null=True)
    request_digest = models.BinaryField()
    response_digest = models.BinaryField(null=True)
    source_signature = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10)
    cause = models.CharField(max_length=20, blank=True)
    milliseconds = models.PositiveIntegerField()
    at = models.DateTimeField()
    leaves = models.JSONField()
    kid = models.CharField(max_length=80)
    signature = models.BinaryField()
    city = models.CharField(max_length=4)

    class Meta:
        indexes = [
            models.Index(fields=["city", "case"], name="exchange_record_case"),
            models.Index(fields=["resource", "-at"], name="exchange_record_source"),
            BrinIndex(fields=["at"], name="exchange_record_at"),
        ]


class Tally(models.Model):
    """交换日计数: calls of one day by way, system, resource and outcome; kept by a job from the logs."""

    class Way(models.TextChoices):
        """Which log was counted."""

        COLLECT = "collect", "办件核验"
        CALL = "call", "系统调用"

    day = models.DateField()
    way = models.CharField(max_length=8, choices=Way)
    system = models.CharField(max_length=100)
    resource = models.CharField(max_length=60)
    outcome = models.CharField(max_length=24)
    calls = models.BigIntegerField(default=0)
    fields = models.BigIntegerField(default=0)
    milliseconds = models.BigIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "way", "system", "resource", "outcome"], name="exchange_tally_once"
            )
        ]


class TallyMark(models.Model):
    """How far a log has been counted."""

    way = models.CharField(max_length=8, primary_key=True)
    upto = models.DateTimeField()
