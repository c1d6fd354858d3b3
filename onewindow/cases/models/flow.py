"""What happens to a case on its way: clocks, corrections, extensions, filings, transfers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.cases.models.case import Case
from onewindow.cases.states import Delivery
from onewindow.kernel.public import fields, ids


class ClockName(models.TextChoices):
    """Which limit runs."""

    RECEIPT = "receipt", _("收件后告知")
    CORRECTION = "correction", _("申请人补正")
    DECISION = "decision", _("作出决定")
    DELIVERY = "delivery", _("送达")


class ClockAction(models.TextChoices):
    """What happened to a limit."""

    START = "start", _("开始")
    PAUSE = "pause", _("停止计时")
    RESUME = "resume", _("恢复计时")
    EXTEND = "extend", _("延长")
    STOP = "stop", _("结束")


class ClockEntry(models.Model):
    """计时记录: one start, pause, resumption, extension or stop of a case's clock. Append-only."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="clock_entries")
    clock = models.CharField(max_length=12, choices=ClockName)
    action = models.CharField(max_length=8, choices=ClockAction)
    on = models.DateField()
    at = models.DateTimeField()
    days = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=20, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=500, blank=True)
    actor = models.CharField(max_length=60)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clock_pause_has_reason_and_paper",
                condition=~models.Q(action="pause") | (~models.Q(reason="") & ~models.Q(document="")),
            )
        ]


class Correction(models.Model):
    """补正告知: all the applicant is asked to put right, told at once; by law only one of kind `notice`.

    A `pre_review` list is advice before receipt and may come again.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="corrections")
    kind = models.CharField(
        max_length=10, choices=[("notice", _("一次性告知")), ("pre_review", _("网上预审"))]
    )
    note = models.TextField(blank=True)
    document = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    supplied_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(kind="notice"), name="correction_once_by_law"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(supplied_at=None), name="correction_one_open"
            ),
        ]


class CorrectionItem(models.Model):
    """补正内容: one material of the guide, what is wrong with it, and what the applicant answered."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    correction = models.ForeignKey(Correction, models.PROTECT, related_name="items")
    seq = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    problem = models.CharField(max_length=500)
    file_id = models.UUIDField(null=True, db_index=True)
    replaced_file_id = models.UUIDField(null=True, db_index=True)
    statement = fields.EncryptedTextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["correction", "seq"], name="correction_item_seq")]

    @property
    def key(self) -> str:
        """The anchor of the item on pages."""
        return f"item-{self.seq}"


class Extension(models.Model):
    """延长期限: asked by the officer, granted or declined by the head of the body; once in a case."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="extensions")
    days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    state = models.CharField(
        max_length=8,
        choices=[
            ("asked", _("待批准")), ("granted", _("已批准")), ("declined", _("未批准")),
            ("taken", _("已撤回")),
        ],
    )  # fmt: skip
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=60)
    asked_person = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    document = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state__in=["asked", "granted"]), name="extension_once"
            ),
            models.CheckConstraint(
                name="extension_granted_by_another",
                condition=~models.Q(state="granted") | ~models.Q(answered_by=models.F("asked_by")),
            ),
        ]


class NegativeFiling(models.Model):
    """否定报备: an intended refusal with reason, basis and remedy; in effect when another releases it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="filings")
    kind = models.CharField(
        max_length=12, choices=[("not_accepted", _("不予受理")), ("refused", _("不予许可"))]
    )
    cause = models.CharField(max_length=20, blank=True)
    reason = models.TextField()
    legal_basis = models.CharField(max_length=500)
    right_body = models.CharField(max_length=200, blank=True)
    remedy = models.TextField()
    delivery = models.CharField(max_length=10, choices=Delivery, blank=True)
    before = models.CharField(max_length=12)
    state = models.CharField(
        max_length=8,
        choices=[
            ("filed", _("待复核")), ("released", _("已同意")), ("returned", _("已退回")),
            ("taken", _("已撤回")), ("void", _("已失效")),
        ],
    )  # fmt: skip
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=60)
    filed_person = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="filed"), name="filing_one_open"
            ),
            models.CheckConstraint(
                name="filing_released_by_another",
                condition=~models.Q(state="released") | ~models.Q(answered_by=models.F("filed_by")),
            ),
        ]


class Transfer(models.Model):
    """转办: a case given to another body with its whole history, and who there took it over (首问负责)."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers")
    from_agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    to_agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=4)


class Archive(models.Model):
    """归档: the manifest of a finished case: every part of it with its SM3 digest, and the digest of all."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="archive")
    manifest = models.JSONField()
    digest = models.BinaryField()
    at = models.DateTimeField()
    city = models.CharField(max_length=4)
