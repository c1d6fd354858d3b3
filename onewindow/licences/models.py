"""The nouns: licence types, sub-libraries, licences, their uses, what holders allow and report, bad rows."""

import json
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from onewindow.kernel.public import fields, ids, masking
from onewindow.licences.states import LIVE, Status

LOOKS = {
    "1145000000DM00215X": "health", "1145000000DM00338Y": "health", "1145000000DM002666": "market",
    "1145000000DM001510": "build", "1145000000DM0016XP": "move", "1145000000DM00231K": "move",
    "1145000000DM000984": "civil", "1145000000DM00047U": "civil", "1145000000DM00100P": "civil",
    "1145000000DM00135A": "land", "1145000000DM003117": "land", "1145000000DM001435": "land",
    "1145000000DM00178P": "land",
}  # fmt: skip


class LicenceType(models.Model):
    """证照类型: an entry of the licence catalogue; planted from `data/`, changed only there."""

    code = models.CharField(max_length=21, primary_key=True)
    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    definer = models.CharField(max_length=100)
    definer_uscc = models.CharField(max_length=18)
    code_provisional = models.BooleanField(default=True)
    holder_class = models.CharField(
        max_length=12, choices=[("person", "自然人"), ("organisation", "法人"), ("either", "混合")]
    )
    schema = models.JSONField()
    validity = models.JSONField(default=dict)
    sole = models.BooleanField()
    items = ArrayField(models.CharField(max_length=40), default=list)
    item_names = ArrayField(models.CharField(max_length=200), default=list)
    needed_by = ArrayField(models.CharField(max_length=40), default=list)
    source = models.CharField(max_length=500)
    digest = models.BinaryField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def look(self) -> str:
        """The colour of its card: one for each line of work, known by the defining body's code."""
        return LOOKS.get(self.definer_uscc, "market")

    @property
    def validity_words(self) -> str:
        """How long it may hold, in words."""
        years = self.validity.get("years")
        if years:
            return f"最多 {years} 年"
        return "可以长期有效" if self.validity.get("open") else "按证照上写的"


class SubLibrary(models.Model):
    """分库: a department's own library of licences that delivers to the main library."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    keeper = models.ForeignKey("government.Agency", models.PROTECT, related_name="+")
    issuers = ArrayField(models.CharField(max_length=18))
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Licence(models.Model):
    """电子证照: one version of a licence, signed. Its content never changes; its status does, lawfully.

    `record` is the signed canonical JSON, encrypted; the columns beside it repeat what is searched by.
    `mac` covers all of them, so a change past the verbs shows at the next look.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    identifier = models.CharField(max_length=140, unique=True)
    type = models.ForeignKey(LicenceType, models.PROTECT, related_name="+")
    number = models.CharField(max_length=100)
    issuer_uscc = models.CharField(max_length=18)
    issuer_name = models.CharField(max_length=100)
    serial = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField()
    holder_kind = models.CharField(max_length=12)
    holder_name = models.CharField(max_length=200)
    holder_key = models.BinaryField(max_length=32)
    sole = models.BooleanField()
    record = fields.EncryptedTextField()
    digest = models.BinaryField()
    signature = models.BinaryField()
    kid = models.CharField(max_length=80)
    token = models.CharField(max_length=32, unique=True)
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    region_code = models.CharField(max_length=12)
    previous = models.CharField(max_length=140, blank=True)
    case_number = models.CharField(max_length=50, blank=True)
    library = models.ForeignKey(SubLibrary, models.PROTECT, null=True, related_name="+")
    source_digest = models.BinaryField(null=True)
    status = models.CharField(max_length=2, choices=Status, default=Status.IN_FORCE)
    status_note = models.CharField(max_length=500, blank=True)
    status_at = models.DateTimeField()
    status_by = models.CharField(max_length=18)
    delivered_status = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=4, db_index=True)
    mac = models.BinaryField()

    audit_exclude: ClassVar[tuple[str, ...]] = ("mac",)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["holder_key", "status"], name="licence_holder"),
            models.Index(fields=["number"], name="licence_number"),
            models.Index(fields=["valid_to"], condition=Q(status="01"), name="licence_running_out"),
            models.Index(fields=["status_at"], condition=Q(library=None), name="licence_made_here"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["issuer_uscc", "serial", "type", "version"], name="licence_version"
            ),
            models.UniqueConstraint(
                fields=["type", "holder_key"], condition=Q(sole=True, status__in=LIVE), name="licence_sole"
            ),
            models.UniqueConstraint(
                fields=["case_number", "type"], condition=~Q(case_number=""), name="licence_once_a_case"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="licence_status"),
            models.CheckConstraint(
                condition=Q(status_by=models.F("issuer_uscc")), name="licence_changed_by_issuer"
            ),
            models.CheckConstraint(
                condition=~Q(status="99") | ~Q(status_note=""), name="licence_other_explained"
            ),
        ]

    def __str__(self) -> str:
        return self.identifier

    @cached_property
    def content(self) -> dict[str, Any]:
        """The signed record as it was written."""
        told: dict[str, Any] = json.loads(self.record or "{}")
        return told

    @property
    def face(self) -> dict[str, Any]:
        """照面: the fields of the licence by name."""
        told: dict[str, Any] = self.content["face"]
        return told

    @property
    def masked_name(self) -> str:
        """The holder's name as lists show it; an organisation's is public."""
        return self.holder_name if self.holder_kind != "person" else masking.person_name(self.holder_name)

    @property
    def masked_number(self) -> str:
        """The holder's number as officials see it without a further reason."""
        return masking.resident_id(str(self.content["holder"]["number"]))

    @property
    def standing(self) -> str:
        """Why it may not be relied on, in words."""
        return "不在有效期内" if self.status == Status.IN_FORCE else str(Status(self.status).label)

    def is_in_force(self, on: date) -> bool:
        """Tell whether it may be relied on that day: in force, begun, not run out."""
        return (
            self.status == Status.IN_FORCE
            and self.valid_from <= on
            and (self.valid_to is None or on <= self.valid_to)
        )


class Means(models.TextChoices):
    """用证方式."""

    EX_OFFICIO = "ex_officio", "依职能查用"
    SHOWN = "shown", "持证人出示"
    SHARED = "shared", "办件自动调用"
    OWN = "own", "本人查看"
    KEPT = "kept", "颁发机关管理"


class LicenceUse(models.Model):
    """用证记录: one use of one licence, for whom, for what; append-only, shown to the holder."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    means = models.CharField(max_length=12, choices=Means)
    actor = models.CharField(max_length=60)
    who = models.CharField(max_length=200)
    item = models.CharField(max_length=40, blank=True)
    case_number = models.CharField(max_length=50, blank=True)
    purpose = models.CharField(max_length=200)
    scope = ArrayField(models.CharField(max_length=60), null=True)
    good_until = models.DateTimeField()
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["licence", "-id"], name="licence_use")]


class Delegation(models.Model):
    """委托用证: the holder lets somebody else show a licence: for a purpose, some fields, until a day."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="+")
    account_id = models.BigIntegerField()
    delegate_name = models.CharField(max_length=200)
    delegate_key = models.BinaryField(max_length=32)
    delegate_masked = models.CharField(max_length=30)
    purpose = models.CharField(max_length=200)
    scope = ArrayField(models.CharField(max_length=60), null=True)
    made_at = models.DateTimeField()
    good_until = models.DateField()
    ended_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["delegate_key"], condition=Q(ended_at=None), name="licence_delegate"),
            models.Index(fields=["licence", "-id"], name="licence_delegation"),
        ]

    def is_good(self, on: date) -> bool:
        """Tell whether it may be used that day."""
        return self.ended_at is None and on <= self.good_until


class Showing(models.Model):
    """亮证: the holder lets one look happen: a code for some minutes, for a purpose, with some fields."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="+")
    delegation = models.ForeignKey(Delegation, models.PROTECT, null=True, related_name="+")
    code = fields.EncryptedTextField()
    code_key = models.BinaryField(max_length=32, unique=True)
    account_id = models.BigIntegerField()
    purpose = models.CharField(max_length=200)
    scope = ArrayField(models.CharField(max_length=60), null=True)
    made_at = models.DateTimeField()
    good_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["licence", "-id"], name="licence_showing")]

    def is_open(self, at: datetime) -> bool:
        """Tell whether the code can still be used."""
        return self.used_at is None and self.cancelled_at is None and at < self.good_until


class Permit(models.Model):
    """用证许可: an outside system may look licences of a type up for the items named, until a day."""

    client = models.CharField(max_length=60)
    client_name = models.CharField(max_length=200)
    type = models.ForeignKey(LicenceType, models.PROTECT, related_name="+")
    items = ArrayField(models.CharField(max_length=40))
    reason = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    good_until = models.DateField()
    ended_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client", "type"], condition=Q(ended_at=None), name="licence_one_permit"
            )
        ]


class ErrorReport(models.Model):
    """纠错: a holder says what is wrong with a licence; its issuer answers once."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="+")
    account_id = models.BigIntegerField()
    said = models.CharField(max_length=1000)
    made_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=10, blank=True, choices=[("right", "核实无误"), ("fixed", "已更正")]
    )
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True, default="", db_default="")
    city = models.CharField(max_length=4, default="4500")

    audit_grown: ClassVar[tuple[str, ...]] = ("answered_by",)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["licence"], condition=Q(answered_at=None), name="licence_one_open_report"
            )
        ]


class Delivery(models.Model):
    """入库批次: what became of one file or message of a sub-library: read = accepted + rejected."""

    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=300)
    libraries = ArrayField(models.CharField(max_length=40))
    read = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    new = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    city = models.CharField(max_length=4, default="4500")


class QuarantineRow(models.Model):
    """待修复: a row that could not be taken in, whole, with reasons; repaired or dropped by its keeper."""

    library = models.ForeignKey(SubLibrary, models.PROTECT, null=True, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    file_name = models.CharField(max_length=300)
    line = models.PositiveIntegerField()
    number = models.CharField(max_length=100, blank=True, db_index=True)
    type_name = models.CharField(max_length=100, blank=True)
    reasons = ArrayField(models.CharField(max_length=120))
    raw = fields.EncryptedTextField()
    at = models.DateTimeField()
    ended = models.CharField(
        max_length=10, blank=True, choices=[("repaired", "已修复入库"), ("dropped", "不再入库")]
    )
    ended_at = models.DateTimeField(null=True)
    ended_note = models.CharField(max_length=500, blank=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["library", "id"], condition=Q(ended=""), name="quarantine_waiting")
        ]
