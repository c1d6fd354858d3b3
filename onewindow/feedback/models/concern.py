"""A concern; its author, kept apart; the tasks of bodies; its steps; what is published of it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from onewindow.feedback.errors import ConcernMoved
from onewindow.feedback.states import AppealState, ConcernState, Source, TaskState
from onewindow.kernel.public import fields, ids


class Concern(models.Model):
    """诉求: what somebody wants to be answered, without whom: title and text have lost what tells it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10)
    category = models.CharField(max_length=12, blank=True)
    suggested = models.CharField(max_length=12, blank=True)
    urgent = models.BooleanField(default=False)
    title = models.CharField(max_length=100)
    text = fields.EncryptedTextField()
    region_code = models.CharField(max_length=12)
    city = models.CharField(max_length=4)
    source = models.CharField(max_length=8, choices=Source)
    client = models.CharField(max_length=80, blank=True)  # the outside system it came through
    about = models.ForeignKey(
        "government.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    item_code = models.CharField(max_length=33, blank=True)
    kept_from = ArrayField(models.IntegerField(), default=list)  # accounts of the officials it is about
    marks = ArrayField(models.IntegerField(), default=list)  # of its text, to find the same matter
    state = models.CharField(max_length=10, choices=ConcernState, default=ConcernState.RECEIVED)
    received_at = models.DateTimeField()
    accept_due = models.DateField()
    due_on = models.DateField(null=True)
    reply = fields.EncryptedTextField(null=True)
    replied_at = models.DateTimeField(null=True)
    call_due = models.DateField(null=True)
    round = models.PositiveSmallIntegerField(default=1)
    satisfied = models.BooleanField(null=True)
    reason = models.TextField(blank=True)  # why it was declined
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    told_late = models.CharField(max_length=20, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["city", "accept_due", "id"], condition=Q(state="received"), name="concern_new"
            ),
            models.Index(fields=["due_on", "id"], condition=Q(state="handling"), name="concern_due"),
            models.Index(fields=["city", "-id"], name="concern_city"),
            models.Index(fields=["client", "-id"], condition=~Q(client=""), name="concern_client"),
            GinIndex(fields=["marks"], name="concern_marks"),
        ]

    @property
    def at_objections(self) -> bool:
        """Tell whether it is an objection to a look at data that is still to be answered where those are."""
        return self.source == Source.ACCESS and self.round == 1 and self.state == ConcernState.HANDLING

    def require(self, *states: ConcernState) -> None:
        """Raise ConcernMoved unless it stands in one of the states."""
        if self.state not in states:
            raise ConcernMoved(state=ConcernState(self.state).label)


class Author(models.Model):
    """诉求人: who said it and in what words; read by the centre only, and every look is recorded."""

    concern = models.OneToOneField(Concern, models.PROTECT, related_name="author", primary_key=True)
    account = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("identity.Person", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, null=True, related_name="+")
    query_code = models.CharField(max_length=6)
    name = fields.EncryptedTextField(null=True)
    mobile = fields.EncryptedTextField(null=True)
    said = fields.EncryptedTextField()  # as it was said
    case_number = models.CharField(max_length=50, blank=True)
    objection = models.BigIntegerField(null=True, unique=True)  # it came from; kept shorter than this
    city = models.CharField(max_length=4)

    audit_grown = ("objection",)


class Task(models.Model):
    """承办: what one body has to answer of a concern."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="tasks")
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    lead = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=TaskState, default=TaskState.WAITING)
    round = models.PositiveSmallIntegerField(default=1)
    given_at = models.DateTimeField()
    due_on = models.DateField()
    answer = fields.EncryptedTextField(null=True)
    answered_at = models.DateTimeField(null=True)
    extension = models.CharField(max_length=7, choices=AppealState, blank=True)
    extension_days = models.PositiveSmallIntegerField(null=True)
    told_late = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["concern", "agency", "round"], name="task_once")]
        indexes = [
            models.Index(
                fields=["agency", "due_on", "id"], condition=Q(state="waiting"), name="task_waiting"
            ),
            models.Index(fields=["due_on", "id"], condition=Q(state="waiting"), name="task_due"),
            models.Index(fields=["agency", "-id"], name="task_body"),
        ]


class ConcernStep(models.Model):
    """诉求办理过程: what was done; `shared` steps are the author's to read, all are the desk's."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=60)
    who = models.CharField(max_length=120)
    text = fields.EncryptedTextField(null=True)
    shared = models.BooleanField(default=True)
    actor = models.CharField(max_length=60)
    city = models.CharField(max_length=4)


class PublishedAnswer(models.Model):
    """公开答复: a question and its answer for everybody; the knowledge base is made of them."""

    question = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    answer = models.TextField()
    category = models.CharField(max_length=12, blank=True)
    agency_name = models.CharField(max_length=100)
    concern = models.OneToOneField(Concern, models.PROTECT, null=True, related_name="+")
    grams = ArrayField(models.CharField(max_length=2), default=list)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        indexes = [
            GinIndex(fields=["grams"], name="answer_grams"),
            models.Index(fields=["-id"], condition=Q(withdrawn_at=None), name="answer_shown"),
        ]


class Classifier(models.Model):
    """分类模型: weights learned from phrases and decisions, and how well they did on unseen texts."""

    at = models.DateTimeField()
    texts = models.PositiveIntegerField()
    weights = models.BinaryField()
    measured = models.JSONField()
