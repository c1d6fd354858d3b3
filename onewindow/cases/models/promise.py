"""What was promised instead of handed in, and who broke a promise."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.cases.errors import PromiseSettled
from onewindow.cases.models.case import Case
from onewindow.kernel.public import ids


class PromiseKind(models.TextChoices):
    """承诺种类."""

    DEFICIENCY = "later", _("容缺后补")
    PROOF = "proof", _("告知承诺")
    ORIGINAL = "original", _("原件与上传件一致")


class PromiseState(models.TextChoices):
    """承诺状态."""

    OPEN = "open", _("履行中")
    KEPT = "kept", _("已履行")
    BROKEN = "broken", _("未履行或者不实")
    VOID = "void", _("不再需要")


class Promise(models.Model):
    """承诺: one promise about one material, with the very words, its last day and how it is checked."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="promises")
    seq = models.PositiveSmallIntegerField()
    material = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=PromiseKind)
    text = models.TextField()
    basis = models.CharField(max_length=300)
    check_by = models.CharField(
        max_length=6,
        choices=[("online", _("在线核验")), ("site", _("现场核查")), ("none", _("免予核查"))],
        default="none",
    )
    due_on = models.DateField()
    state = models.CharField(max_length=6, choices=PromiseState, default=PromiseState.OPEN)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=60, blank=True, default="")
    finding = models.CharField(max_length=500, blank=True, default="")
    city = models.CharField(max_length=4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "seq", "kind"], condition=~models.Q(kind="original"), name="promise_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open") ^ models.Q(settled_at__isnull=False),
                name="promise_settled_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on", "id"], condition=models.Q(state="open"), name="promise_due"),
        ]

    @property
    def key(self) -> str:
        """The anchor on pages."""
        return f"promise-{self.seq}"

    def require_open(self) -> None:
        """Raise PromiseSettled unless it still runs."""
        if self.state != PromiseState.OPEN:
            raise PromiseSettled(state=PromiseState(self.state).label)


class Breach(models.Model):
    """失信记录: a promise that was broken; until it is made good its maker is offered no other."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="breach")
    person = models.ForeignKey("identity.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    cause = models.CharField(max_length=500)
    at = models.DateTimeField()
    repaired_at = models.DateTimeField(null=True)
    repaired_by = models.CharField(max_length=60, blank=True, default="")
    repair = models.CharField(max_length=500, blank=True, default="")
    city = models.CharField(max_length=4)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["person"],
                condition=models.Q(person__isnull=False, repaired_at=None),
                name="breach_person",
            ),
            models.Index(
                fields=["organisation"],
                condition=models.Q(organisation__isnull=False, repaired_at=None),
                name="breach_organisation",
            ),
        ]
