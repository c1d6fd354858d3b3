"""The nouns: a case, its materials, its timeline."""

from datetime import date, datetime

from django.db import models
from django.db.models.functions import Left

from onewindow.cases.errors import CaseAlreadyClosed, WrongState
from onewindow.cases.states import (
    AWAITED,
    FINAL,
    MOVES,
    TODO,
    WITH_OUTCOME,
    Acceptance,
    Channel,
    Delivery,
    Grade,
    Lane,
    Outcome,
    Status,
)
from onewindow.identity.public import Applicant, applicant_from
from onewindow.kernel.public import fields, ids

CITY, COUNTY = 4, 6  # digits of a region code that name a city, a county or district


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
    agent_name = models.CharField(max_length=200, blank=True, default="", db_default="")  # 经办人
    mandate = models.CharField(max_length=20, blank=True, default="", db_default="")
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
    # clocks: what acts now is due on `next_due`; null while the applicant is awaited or the clock stands
    next_due = models.DateField(null=True)
    received_at = models.DateTimeField(null=True)
    receipt_due = models.DateField(null=True)
    correction_due = models.DateField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_how = models.CharField(max_length=8, choices=Acceptance, blank=True, default="", db_default="")
    paused_for = models.CharField(max_length=20, blank=True, default="", db_default="")
    process = models.CharField(max_length=60, blank=True, default="", db_default="")  # its key in workflow
    extended_days = models.PositiveSmallIntegerField(null=True)
    delivery_due = models.DateField(null=True)
    delivery = models.CharField(max_length=10, choices=Delivery, blank=True, default="", db_default="")
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(null=True)  # how often a result was withheld
    situation = models.JSONField(null=True)  # the answers that chose the fees: told in the form, or found
    lane = models.CharField(max_length=8, choices=Lane, blank=True, default="", db_default="")  # 绿色通道

    project: str | None = None  # not stored: the code of its project for its papers, "" for none
    audit_exclude = ("next_due",)
    audit_grown = (
        "agent_name",
        "mandate",
        "received_at", "receipt_due", "correction_due", "accepted_at", "accepted_how", "paused_for",
        "extended_days", "delivery_due", "delivery", "delivered_at", "closed_at", "archived_at", "process",
        "reopened", "lane", "situation",
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], condition=~models.Q(person=None), name="case_person"),
            models.Index(
                fields=["organisation", "-id"],
                condition=~models.Q(organisation=None),
                name="case_organisation",
            ),
            models.Index(
                fields=["agency", "next_due", "id"],
                condition=models.Q(next_due__isnull=False),
                name="case_todo",
            ),
            models.Index(
                "agency",
                Left("region_code", COUNTY),
                "next_due",
                "id",
                condition=models.Q(next_due__isnull=False),
                name="case_todo_county",
            ),
            models.Index(
                "agency",
                Left("region_code", CITY),
                "next_due",
                "id",
                condition=models.Q(next_due__isnull=False),
                name="case_todo_city",
            ),
            models.Index(
                fields=["agency", "-id"],
                condition=models.Q(status__in=["pre_returned", "correcting", "suspended"]),
                name="case_waiting",
            ),
            models.Index(
                fields=["agency", "next_due", "id"],
                condition=models.Q(next_due__isnull=False) & ~models.Q(lane=""),
                name="case_lane",
            ),
            models.Index(
                fields=["next_due", "id"], condition=models.Q(next_due__isnull=False), name="case_late"
            ),
            models.Index(
                fields=["correction_due"],
                condition=models.Q(status__in=["pre_returned", "correcting"]),
                name="case_lapsing",
            ),
            models.Index(
                fields=["decided_at", "id"], condition=models.Q(status="closed"), name="case_resting"
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
                name="case_outcome_when_decided",
                condition=models.Q(status__in=sorted(WITH_OUTCOME)) ^ models.Q(outcome=""),
            ),
            models.CheckConstraint(
                name="case_known_status", condition=models.Q(status__in=[str(one) for one in Status])
            ),
            models.CheckConstraint(
                name="case_due_while_the_body_acts",
                condition=models.Q(status__in=sorted(TODO)) ^ models.Q(next_due=None),
            ),
        ]

    def move(self, name: str) -> None:
        """Take a step of the machine; raise CaseAlreadyClosed or WrongState when it is not allowed."""
        step = MOVES[name]
        if self.status not in step.sources:
            if self.status in FINAL:
                raise CaseAlreadyClosed
            raise WrongState(status=Status(self.status).label)
        self.status = step.target
        self.next_due = self.due_in(step.target)

    def due_in(self, status: Status) -> date | None:
        """Return the day by which the body must act in a state; None where it does not have to."""
        if status not in TODO:
            return None
        days = {
            Status.PRE_REVIEW: self.receipt_due,
            Status.RECEIVED: self.receipt_due,
            Status.DECLINING: self.receipt_due,
            Status.DECIDED: self.delivery_due,
        }
        return days.get(status) or self.promised_due

    def close(
        self,
        outcome: Outcome,
        *,
        step: str,
        at: datetime,
        by: str,
        opinion: str = "",
        legal_basis: str = "",
    ) -> None:
        """Give the case its outcome by a step that ends in a state with one."""
        self.move(step)
        self.outcome, self.decided_at, self.decided_by = outcome, at, by
        self.opinion, self.legal_basis = opinion, legal_basis
        if self.status in FINAL:
            self.closed_at = at

    @property
    def is_grantable(self) -> bool:
        """Tell whether a decision may be made now; a received case is then accepted on the spot."""
        return self.status in {Status.RECEIVED, Status.REVIEWING}

    @property
    def accepted_on(self) -> datetime:
        """When the decision clock began; cases older than the receipt clock began when submitted."""
        return self.accepted_at or self.submitted_at

    @property
    def applicant(self) -> Applicant:
        """Whom the case is for; free when person and organisation are loaded."""
        holder = self.organisation or self.person
        assert holder is not None
        return applicant_from(holder, account_id=self.account_id)

    def is_open(self) -> bool:
        """Tell whether somebody still has to act."""
        return self.status not in FINAL

    def is_late(self, on: date) -> bool:
        """Tell whether the body should have acted before that day."""
        return self.next_due is not None and on > self.next_due


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
    """办理过程: one step of the timeline that applicant, counter and department share. Append-only.

    `state` is where the step left the case, `actor` who took it (never a name).
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=100)
    detail = models.TextField(blank=True)
    who = models.CharField(max_length=120)
    city = models.CharField(max_length=4)
    state = models.CharField(max_length=12, blank=True, default="", db_default="")
    actor = models.CharField(max_length=60, blank=True, default="", db_default="")
