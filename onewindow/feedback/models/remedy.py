"""Putting a bad rating right, its steps, and odd patterns of ratings."""

from django.db import models
from django.db.models import Q

from onewindow.feedback.errors import RemedyMoved
from onewindow.feedback.models.rating import Rating
from onewindow.feedback.states import AppealState, Finding, RemedyState, SuspicionState
from onewindow.kernel.public import fields, ids


class Remedy(models.Model):
    """差评整改: one bad rating on its way; only the supervising body or the rater ends it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    rating = models.OneToOneField(Rating, models.PROTECT, related_name="remedy")
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    city = models.CharField(max_length=4)
    state = models.CharField(max_length=9, choices=RemedyState, default=RemedyState.OPEN)
    round = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    contact_due = models.DateField()
    due_on = models.DateField()
    appeal_until = models.DateField()
    contacted_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=9, choices=Finding, blank=True)
    rectified_at = models.DateTimeField(null=True)
    again_until = models.DateField(null=True)
    satisfied = models.BooleanField(null=True)
    appeal = models.CharField(max_length=7, choices=AppealState, blank=True)
    told_late = models.CharField(max_length=20, blank=True)  # the last limit whose passing was told
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "due_on", "id"], condition=Q(closed_at=None), name="remedy_open"),
            models.Index(fields=["due_on", "id"], condition=Q(closed_at=None), name="remedy_due"),
            models.Index(fields=["agency", "-id"], name="remedy_body"),
        ]
        constraints = [
            models.CheckConstraint(
                name="remedy_closed_whole",
                condition=Q(closed_at=None) ^ Q(state__in=["closed", "revoked"]),
            )
        ]

    def require(self, *states: RemedyState) -> None:
        """Raise RemedyMoved unless it stands in one of the states and no appeal is open."""
        if self.state not in states:
            raise RemedyMoved(state=RemedyState(self.state).label)
        if self.appeal == AppealState.ASKED:
            raise RemedyMoved(state=AppealState.ASKED.label)


class RemedyStep(models.Model):
    """整改过程: what was said and done, read by rater, body and supervising body alike."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    remedy = models.ForeignKey(Remedy, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=40)
    who = models.CharField(max_length=120)  # a body or "评价人", never a person
    text = fields.EncryptedTextField(null=True)
    actor = models.CharField(max_length=60)  # of an official; of a rater nothing
    city = models.CharField(max_length=4)


class Suspicion(models.Model):
    """异常评价: ratings that look as if somebody made them up; a human decides."""

    rule = models.CharField(max_length=8)
    key = models.CharField(max_length=100, unique=True)  # the same pattern is told once
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+")
    city = models.CharField(max_length=4)
    ratings = models.JSONField()
    found_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=SuspicionState, default=SuspicionState.OPEN)
    reason = models.TextField(blank=True)
    settled_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-id"], condition=Q(state="open"), name="suspicion_open")]
