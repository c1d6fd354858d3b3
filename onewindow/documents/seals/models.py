"""Nouns of seals: the authorities that make them, seals, grants to use them, and each use."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from onewindow.documents.seals.errors import SealNotUsable, WrongSealState
from onewindow.kernel.public import ids


class AuthorityRole(models.TextChoices):
    """证书用途: the root that vouches for all, the maker that signs the data of seals."""

    ROOT = "root", _("根证书")
    MAKER = "maker", _("制章者证书")


class SealAuthority(models.Model):
    """制章机构: a certificate we make seals with; its key is in the store of seals under `kid`."""

    role = models.CharField(max_length=8, choices=AuthorityRole)
    kid = models.CharField(max_length=80)
    certificate = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["role"], name="seal_authority_once")]


class SealKind(models.TextChoices):
    """印章类型."""

    APPROVAL = "approval", _("行政审批专用章")
    OFFICIAL = "official", _("单位公章")


class SealState(models.TextChoices):
    """印章状态."""

    MADE = "made", _("已制作，未发放")
    ISSUED = "issued", _("使用中")
    SUSPENDED = "suspended", _("已停用")
    REVOKED = "revoked", _("已作废")


_LAWFUL = {
    SealState.MADE: {SealState.ISSUED, SealState.REVOKED},
    SealState.ISSUED: {SealState.SUSPENDED, SealState.REVOKED},
    SealState.SUSPENDED: {SealState.ISSUED, SealState.REVOKED},
    SealState.REVOKED: set(),
}


class Seal(models.Model):
    """电子印章: the record of GB/T 39046-2020 table 13 and the signed data of GB/T 38540-2020.

    Table 13: version 版本, signer 签章人, kind 印章类型, name 印章名称, made 制作日期, issued 发放日期;
    each time of signing 签章时间 is a SealUse. The key never leaves its store; `kid` names it.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    number = models.CharField(max_length=30, unique=True)
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=SealKind)
    name = models.CharField(max_length=120)
    signer = models.CharField(max_length=100)
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    valid_to = models.DateTimeField()
    state = models.CharField(max_length=10, choices=SealState, default=SealState.MADE)
    state_at = models.DateTimeField()
    state_reason = models.CharField(max_length=300, blank=True)
    kid = models.CharField(max_length=80)
    serial = models.CharField(max_length=40, unique=True)
    certificate = models.BinaryField()
    picture = models.BinaryField()
    data = models.BinaryField()
    city = models.CharField(max_length=4, db_index=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency"],
                condition=Q(kind="approval", state__in=["issued", "suspended"]),
                name="seal_one_approval_seal",
            ),
            models.CheckConstraint(
                name="seal_issued_when", condition=~Q(state__in=["issued", "suspended"]) | ~Q(issued_at=None)
            ),
            models.CheckConstraint(name="seal_lives_forward", condition=Q(valid_to__gt=F("made_at"))),
        ]

    def __str__(self) -> str:
        return self.name

    def move(self, state: SealState, reason: str, *, at: datetime) -> None:
        """Go to another state; raise WrongSealState where that is no lawful step."""
        if state not in _LAWFUL[SealState(self.state)]:
            raise WrongSealState(name=self.name, state=SealState(self.state).label)
        self.state, self.state_reason, self.state_at = state, reason, at
        if state == SealState.ISSUED and self.issued_at is None:
            self.issued_at = at

    def require_usable(self, at: datetime) -> None:
        """Raise SealNotUsable unless the seal is issued and in its time."""
        if self.state != SealState.ISSUED or at > self.valid_to:
            state = SealState(self.state).label if self.state != SealState.ISSUED else "已过有效期"
            raise SealNotUsable(name=self.name, state=state)


class SealGrant(models.Model):
    """用印授权: a post, or the system where `post_id` is empty, may use a seal for a purpose."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+")
    post_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=20)
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seal", "post_id", "purpose"],
                nulls_distinct=False,
                condition=Q(withdrawn_at=None),
                name="seal_grant_once",
            )
        ]


class SealUse(models.Model):
    """用印记录: one setting of a seal: when, by whom in which post, for what, on which bytes. Append-only."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    post_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=20)
    reference = models.CharField(max_length=140)
    case_number = models.CharField(max_length=50, blank=True)
    digest = models.BinaryField()
    city = models.CharField(max_length=4, db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["seal", "-id"], name="seal_use")]
