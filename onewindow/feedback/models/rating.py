"""A rating; who gave it, kept apart; and the figures of a body's month."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from onewindow.feedback.states import BAD, Channel, Occasion, Stars, Turn
from onewindow.kernel.public import fields, ids


class Rating(models.Model):
    """评价: what was said about being served. No case, no person: those are the rater's."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    handling = models.BinaryField(max_length=32)
    occasion = models.CharField(max_length=6, choices=Occasion)
    turn = models.CharField(max_length=6, choices=Turn, default=Turn.FIRST)
    item_code = models.CharField(max_length=33)
    item_name = models.CharField(max_length=200)
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    region_code = models.CharField(max_length=12)
    city = models.CharField(max_length=4)
    handler = models.ForeignKey(
        "identity.Account", models.PROTECT, null=True, related_name="+", db_index=False
    )  # who is rated; null where no human handled it
    channel = models.CharField(max_length=1, choices=Channel)
    stars = models.PositiveSmallIntegerField(choices=Stars, null=True)  # null in a follow-up
    options = ArrayField(models.CharField(max_length=3), default=list)
    text = fields.EncryptedTextField(null=True)
    at = models.DateTimeField()
    month = models.DateField()
    excluded = models.CharField(max_length=9, blank=True)  # appeal or suspicion: does not count

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handling", "turn"], name="rating_once"),
            models.CheckConstraint(
                name="rating_has_stars", condition=Q(turn="follow", stars=None) | Q(stars__range=(1, 5))
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "month", "-id"], name="rating_body_month"),
            models.Index(fields=["month", "-id"], name="rating_month"),
            models.Index(fields=["at"], name="rating_at"),
        ]

    @property
    def is_bad(self) -> bool:
        """Tell whether it must be put right."""
        return self.stars in BAD

    @property
    def national_code(self) -> str:
        """Return the grade as GB/T 39046 writes it: 1 is the best."""
        return "" if self.stars is None else str(6 - self.stars)


class Rater(models.Model):
    """评价人: who rated and about which case; never joined to what the rated body reads."""

    rating = models.OneToOneField(Rating, models.PROTECT, related_name="rater", primary_key=True)
    case_number = models.CharField(max_length=50)
    person = models.ForeignKey("identity.Person", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", models.PROTECT, null=True, related_name="+")
    device = models.BinaryField(max_length=32, null=True)  # keyed hash: only to see many from one place
    since = models.DateTimeField()  # when the occasion opened
    named = models.BooleanField(default=False)  # lets the body know the case
    city = models.CharField(max_length=4)

    class Meta:
        indexes = [models.Index(fields=["case_number"], name="rater_case")]


class RatingTally(models.Model):
    """评价统计: a body's month, counted as it happens, so that figures cost one row."""

    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    city = models.CharField(max_length=4)
    handled = models.PositiveIntegerField(default=0)
    n1 = models.PositiveIntegerField(default=0)
    n2 = models.PositiveIntegerField(default=0)
    n3 = models.PositiveIntegerField(default=0)
    n4 = models.PositiveIntegerField(default=0)
    n5 = models.PositiveIntegerField(default=0)
    excluded = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "agency"], name="rating_tally_once")]
