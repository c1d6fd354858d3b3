"""The nouns: a signed document, a stored file."""

import json
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.documents.errors import AlreadyRevoked
from onewindow.kernel.public import ids


class Status(models.TextChoices):
    """文书状态."""

    VALID = "valid", _("有效")
    REVOKED = "revoked", _("已撤销")


class Document(models.Model):
    """文书: a signed record of what was decided. Never changed once issued; it may be revoked, once.

    The record's bytes are the original; every other column repeats them or says what happened since, and
    `mac` (see `integrity`) covers them all, so a change past the verbs shows at the next look.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    token = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=80, unique=True)
    case_number = models.CharField(max_length=50, db_index=True)
    record = models.BinaryField()
    digest = models.BinaryField()
    signature = models.BinaryField()
    kid = models.CharField(max_length=80)
    slip = models.BinaryField()
    holder_masked = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.VALID)
    issued_at = models.DateTimeField()
    valid_until = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=500, blank=True)
    city = models.CharField(max_length=4, db_index=True)
    mac = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="document_revoked_when",
                condition=models.Q(status="revoked") ^ models.Q(revoked_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def title(self) -> str:
        """The document's title, as its record has it."""
        return str(json.loads(bytes(self.record)).get("title", ""))

    def revoke(self, reason: str, *, at: datetime) -> None:
        """Take its force away; raise AlreadyRevoked the second time."""
        if self.status == Status.REVOKED:
            raise AlreadyRevoked(number=self.number)
        self.status, self.revoked_at, self.revoked_reason = Status.REVOKED, at, reason


class StoredFile(models.Model):
    """附件: an uploaded file, kept by its id; nobody changes it. `account_id` is who uploaded it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    digest = models.BinaryField()
    media_type = models.CharField(max_length=40)
    purpose = models.CharField(max_length=100)
    account_id = models.BigIntegerField(null=True, db_index=True)
    uploaded_at = models.DateTimeField()
    city = models.CharField(max_length=4, default="4500", db_index=True)
    scan = models.CharField(
        max_length=8,
        choices=[
            ("", _("没有扫描")), ("off", _("没有接入扫描")), ("clean", _("已扫描")),
            ("pending", _("等待扫描")), ("found", _("查到病毒")),
        ],
        blank=True,
        default="",
        db_default="",
    )  # fmt: skip

    audit_grown = ("scan",)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(scan="pending"), name="file_unscanned")
        ]

    def __str__(self) -> str:
        return self.name


class PartialUpload(models.Model):
    """分段上传: a file on its way in, piece by piece; it becomes a StoredFile when it is whole and sound."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    account_id = models.BigIntegerField()
    name = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=8,
        choices=[("open", _("上传中")), ("done", _("已检查")), ("refused", _("没有通过检查"))],
        default="open",
    )
    cause = models.CharField(max_length=300, blank=True, default="")
    file_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account_id", "-id"], name="partial_account"),
            models.Index(fields=["expires_at"], name="partial_expiry"),
        ]


from onewindow.documents.originals import models as original_models  # noqa: E402, F401 (theirs need nothing)
from onewindow.documents.seals import models as seal_models  # noqa: E402, F401 (theirs need nothing)
