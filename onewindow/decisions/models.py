"""Rule sets, their versions, and the decisions made by them."""

from django.db import models

from onewindow.kernel.public import fields


class VersionState(models.TextChoices):
    """状态 of a rule-set version."""

    DRAFT = "draft", "草稿"
    RELEASED = "released", "已发布"
    RETIRED = "retired", "已停用"


class Outcome(models.TextChoices):
    """判定结果; refusal is not among them."""

    APPROVE = "approve", "符合条件，自动通过"
    HUMAN = "human", "转人工核对"
    CORRECT = "correct", "请改正后再提交"


class RuleSet(models.Model):
    """规则集: the rules of one pilot item; `switched_off` stops automatic decisions at once."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    items = models.JSONField(default=list)
    switched_off = models.BooleanField(default=False)
    sample_percent = models.PositiveSmallIntegerField(default=5)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sample_percent__range=(5, 100)), name="rule_set_sample_percent"
            )
        ]

    def __str__(self) -> str:
        return self.name


class RuleSetVersion(models.Model):
    """规则集版本: DMN and its unit cases; never changed once released, only retired."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    dmn_xml = models.TextField()
    digest = models.CharField(max_length=64)
    cases = models.JSONField(default=list)
    check_result = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    effective_from = models.DateField(null=True)
    drafted_by = models.CharField(max_length=60)
    released_by = models.CharField(max_length=60, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["rule_set", "number"]
        constraints = [models.UniqueConstraint(fields=["rule_set", "number"], name="rule_set_version")]

    def __str__(self) -> str:
        return f"{self.rule_set_id}:{self.number}"


class DecisionRecord(models.Model):
    """判定记录: what was known, what came out, every cell on the way. Append-only; inputs are encrypted."""

    id = models.UUIDField(primary_key=True, editable=False)
    case_number = models.CharField(max_length=40, db_index=True)
    draft_reference = models.CharField(max_length=40, blank=True)
    rule_set = models.CharField(max_length=60)
    version = models.ForeignKey(RuleSetVersion, on_delete=models.PROTECT, related_name="+", null=True)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    inputs = fields.EncryptedTextField()
    inputs_digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reasons = models.JSONField(default=list)
    trace = models.JSONField(default=dict)
    engine = models.CharField(max_length=20)
    decided_at = models.DateTimeField()
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["approve", "human", "correct"]), name="decision_never_refuses"
            )
        ]
        indexes = [
            models.Index(fields=["rule_set", "id"], name="decision_by_rule_set"),
            models.Index(fields=["rule_set", "decided_at"], name="decision_by_time"),
        ]


class LedgerEntry(models.Model):
    """数量台账: what a grant took off a source permit, once per case. Append-only."""

    rule_set = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    amount = models.PositiveIntegerField()
    case_number = models.CharField(max_length=40)
    city = models.CharField(max_length=4)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "case_number"], name="ledger_once_per_case")]
        indexes = [models.Index(fields=["rule_set", "key"], name="ledger_by_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.amount}"


class WhatIf(models.Model):
    """试算: past decisions judged again by a version that is not theirs; nothing stored is touched."""

    version = models.ForeignKey(RuleSetVersion, on_delete=models.CASCADE, related_name="+")
    total = models.PositiveIntegerField()
    seen = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=list)
    up_to = models.UUIDField(null=True)
    digest = models.CharField(max_length=64)
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.changed}/{self.seen}"


from onewindow.decisions.reviews import models as review_models  # noqa: E402, F401 (theirs need DecisionRecord named)
