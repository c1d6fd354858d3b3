"""企业名称自主申报: a name somebody declared, what the rules said, until when it is kept."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import ids


class NameState(models.TextChoices):
    """名称状态."""

    KEPT = "kept", _("已保留")
    REFUSED = "refused", _("不能使用")
    REVIEW = "review", _("由登记机关核对")
    USED = "used", _("已登记")
    LAPSED = "lapsed", _("保留期满")
    GIVEN_UP = "given_up", _("已放弃")


class NameClaim(models.Model):
    """名称申报: the four parts of a name, the verdict with its reasons, the case it was used in."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    name = models.CharField(max_length=100)
    region_code = models.CharField(max_length=12)
    word = models.CharField(max_length=20)
    industry = models.CharField(max_length=5)
    form = models.CharField(max_length=20)
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=8, choices=NameState)
    reasons = models.JSONField(default=list)
    kept_until = models.DateField(null=True)
    case_number = models.CharField(max_length=50, blank=True)
    claimed_at = models.DateTimeField()
    claimed_by = models.CharField(max_length=60)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=4)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "industry"], name="name_of_registrar"),
            models.Index(fields=["person", "-id"], condition=~models.Q(person=None), name="name_person"),
            models.Index(
                fields=["organisation", "-id"],
                condition=~models.Q(organisation=None),
                name="name_organisation",
            ),
            models.Index(fields=["agency", "id"], condition=models.Q(state="review"), name="name_to_review"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "word", "industry"],
                condition=models.Q(state__in=["kept", "review", "used"]), name="name_once",
            ),
            models.CheckConstraint(
                name="name_one_claimant",
                condition=models.Q(person=None) ^ models.Q(organisation=None),
            ),
            models.CheckConstraint(
                name="name_kept_until", condition=~models.Q(state="kept") | models.Q(kept_until__isnull=False)
            ),
        ]  # fmt: skip

    def is_kept(self, on: date) -> bool:
        """Tell whether nobody else may have it on a day."""
        return self.state == NameState.KEPT and self.kept_until is not None and self.kept_until >= on
