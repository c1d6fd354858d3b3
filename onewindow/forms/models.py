"""Form tables: immutable form versions and the drafts of applicants."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db import models

from onewindow.kernel.public import fields


class FormVersion(models.Model):
    """表单版本: what an item asks. Never changed once stored; a change is a new version."""

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    schema = models.JSONField()
    ui = models.JSONField()
    digest = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="form_version_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.code} v{self.version}"


class DesignState(models.TextChoices):
    """设计稿状态; only a draft is changed, only what was submitted is published."""

    DRAFT = "draft", "修改中"
    SUBMITTED = "submitted", "待发布"
    PUBLISHED = "published", "已发布"
    DROPPED = "dropped", "已放弃"


class FormDesign(models.Model):
    """表单设计稿: the next version of a form while officials work on it; one at a time for each form."""

    code = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    schema = models.JSONField()
    ui = models.JSONField()
    based_on = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=DesignState.choices, default=DesignState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=60)
    submitted_by = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True)
    published_as = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(state__in=["draft", "submitted"]),
                name="form_design_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.code}"

    @property
    def told(self) -> dict[str, Any]:
        """The definition as plain data."""
        return {"title": self.title, "schema": self.schema, "ui": self.ui}


class DraftStatus(models.TextChoices):
    """草稿状态; only an open draft changes."""

    OPEN = "open", "填写中"
    SUBMITTED = "submitted", "已提交"
    DISCARDED = "discarded", "已删除"


class Draft(models.Model):
    """草稿: the answers an applicant has given so far; only the account that typed them reads or changes it.

    `on_behalf` is the party of a mandate (`Actor.on_behalf`): such a draft is seen only in that party's name.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    on_behalf = models.CharField(max_length=40, blank=True, default="", db_default="")
    item_code = models.CharField(max_length=40)
    item_version_id = models.BigIntegerField()
    form_code = models.CharField(max_length=60)
    form_version = models.PositiveIntegerField()
    sealed = fields.EncryptedTextField(default="{}")
    sources = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=10, choices=DraftStatus.choices, default=DraftStatus.OPEN)
    case_number = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=4, default="4500")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    audit_grown: ClassVar[tuple[str, ...]] = ("on_behalf",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "item_code", "on_behalf"],
                condition=models.Q(status="open"),
                name="draft_open_once",
            )
        ]
        indexes = [models.Index(fields=["account", "-updated_at"], name="draft_account")]

    def __str__(self) -> str:
        return self.reference

    @property
    def answers(self) -> dict[str, object]:
        """The values by field; a copy, kept with `keep`."""
        return dict(json.loads(self.sealed or "{}").get("answers", {}))

    @property
    def disputes(self) -> dict[str, str]:
        """What the applicant says is wrong about prefilled values, by field: such a case goes to a human."""
        return dict(json.loads(self.sealed or "{}").get("disputes", {}))

    @property
    def about(self) -> dict[str, str]:
        """What whoever began it for the applicant wants told to the verb that submits it, by name."""
        return dict(json.loads(self.sealed or "{}").get("about", {}))

    @property
    def disputed(self) -> list[str]:
        """The fields with a dispute."""
        return sorted(self.disputes)

    def keep(
        self,
        answers: Mapping[str, object],
        disputes: Mapping[str, str],
        about: Mapping[str, str] | None = None,
    ) -> None:
        """Seal answers and disputes; both may hold personal data. What it is `about` stays unless given."""
        told = self.about if about is None else about
        sealed = {"answers": dict(answers), "disputes": dict(disputes)}
        self.sealed = json.dumps(sealed | ({"about": dict(told)} if told else {}), ensure_ascii=False)

    def is_open(self, on: datetime) -> bool:
        """Tell whether the draft may still be changed at the moment."""
        return self.status == DraftStatus.OPEN and on < self.expires_at
