"""The nouns: a case, its materials, its timeline."""

from datetime import date, datetime

from django.db import models

from onewindow.cases.errors import CaseAlreadyClosed
from onewindow.cases.states import AWAITED, TRANSITIONS, Channel, Grade, Outcome, Status
from onewindow.kernel.public import fields, ids


class Case(models.Model):
    """办件: one application to one body, bound for ever to the item version it was made under.

    Only the verbs in `services` change it; the applicant may withdraw it, the body's officers decide it.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    number = models.CharField(max_length=50, unique=True)
    query_code = models.CharField(max_length=6)
    draft_reference = models.CharField(max_length=20, unique=True)
    item_version = models.ForeignKey(
        "catalogue.ItemVersion", models.PROTECT, related_name="+", db_index=False
    )
    item_code = models.CharField(max_length=33)
    item_name = models.CharField(max_length=200)
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    region_code = models.CharField(max_length=12)
    city = models.CharField(max_length=4)
    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    applicant_name = models.CharField(max_length=200)
    form_version = models.PositiveIntegerField()
    answers = fields.EncryptedTextField()
    channel = models.CharField(max_length=1, choices=Channel, default=Channel.WEB)
    status = models.CharField(max_length=12, choices=Status)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    automatic = models.BooleanField()
    submitted_at = models.DateTimeField()
    promised_due = models.DateField()
    statutory_due = models.DateField(null=True)
    due_provisional = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)
    opinion = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-id"], name="case_account"),
            models.Index(
                fields=["agency", "promised_due", "id"],
                condition=models.Q(status="reviewing"),
                name="case_queue",
            ),
            models.Index(fields=["agency", "-decided_at"], name="case_decided"),
            models.Index(fields=["city", "-id"], name="case_city"),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_one_applicant",
                condition=models.Q(person=None) ^ models.Q(organisation=None),
            ),
            models.CheckConstraint(
                name="case_outcome_when_closed",
                condition=models.Q(status="closed") ^ models.Q(outcome=""),
            ),
        ]

    def close(
        self, outcome: Outcome, *, at: datetime, by: str, opinion: str = "", legal_basis: str = ""
    ) -> None:
        """Close the case; raise CaseAlreadyClosed when the state does not allow it."""
        if Status.CLOSED not in TRANSITIONS[Status(self.status)]:
            raise CaseAlreadyClosed
        self.status, self.outcome = Status.CLOSED, outcome
        self.decided_at, self.decided_by = at, by
        self.opinion, self.legal_basis = opinion, legal_basis

    def is_open(self) -> bool:
        """Tell whether somebody still has to act."""
        return self.status == Status.REVIEWING

    def is_late(self, on: date) -> bool:
        """Tell whether the promised day has passed without a decision."""
        return self.is_open() and on > self.promised_due


class CaseMaterial(models.Model):
    """申请材料: one line of the guide's material list as this case has it, with its trust grade."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="materials")
    seq = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    grade = models.CharField(max_length=1, choices=Grade)
    source = models.CharField(max_length=200)
    receipt = models.CharField(max_length=80, blank=True)
    file_id = models.UUIDField(null=True)
    city = models.CharField(max_length=4)

    @property
    def seq_text(self) -> str:
        """The number as text, for anchors."""
        return str(self.seq)

    @property
    def is_awaited(self) -> bool:
        """Tell whether the applicant may still supply it."""
        return self.grade in AWAITED

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="case_material_seq")]


class CaseEvent(models.Model):
    """办理过程: one step of the timeline that applicant, counter and department share. Append-only."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=100)
    detail = models.TextField(blank=True)
    who = models.CharField(max_length=120)
    city = models.CharField(max_length=4)
