"""The nouns of posts: who holds which post from when to when, and what roles a post was given by whom."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from onewindow.identity.levels import Role


class Holding(models.Model):
    """任职: an official in a post, asked for by one person and given by another; ended, never removed."""

    class Kind(models.TextChoices):
        """How the post is held."""

        MAIN = "main", _("主岗")
        JOINT = "joint", _("兼岗")
        DEPUTY = "deputy", _("代理")

    class Status(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("等待授权")
        GIVEN = "given", _("已授权")
        REFUSED = "refused", _("没有授权")
        ENDED = "ended", _("已结束")

    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("identity.Post", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    rank = models.PositiveSmallIntegerField()  # order among the duties of an account, by kind
    stands_for = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # the last day
    status = models.CharField(max_length=7, choices=Status, default=Status.ASKED)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    judged_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "identity"
        indexes = [
            models.Index(fields=["account", "-id"], name="holding_account"),
            models.Index(fields=["id"], condition=Q(status="asked"), name="holding_asked"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "post"], condition=Q(status__in=["asked", "given"]), name="holding_once"
            ),
            models.CheckConstraint(
                name="holding_days", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="holding_by_two",
                condition=(Q(asked_by=None) | Q(judged_by=None) | ~Q(judged_by=F("asked_by")))
                & (Q(judged_by=None) | ~Q(judged_by=F("account"))),
            ),
            models.CheckConstraint(
                name="holding_deputy_whole",
                condition=Q(kind="deputy", stands_for__isnull=False, ends_on__isnull=False)
                & ~Q(stands_for=F("account"))
                | ~Q(kind="deputy") & Q(stands_for=None),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Tell whether it waits or counts."""
        return self.status in {self.Status.ASKED, self.Status.GIVEN}


class RoleGrant(models.Model):
    """角色授予: what roles a post is to carry; asked for by one administrator, given by another."""

    class Status(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("等待授权")
        GIVEN = "given", _("已授权")
        REFUSED = "refused", _("没有授权")

    post = models.ForeignKey("identity.Post", models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=12, choices=Role))
    reason = models.CharField(max_length=300)
    status = models.CharField(max_length=7, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    judged_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "identity"
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(status="asked"), name="role_grant_asked_once"
            ),
            models.CheckConstraint(
                name="role_grant_by_two",
                condition=Q(asked_by=None) | Q(judged_by=None) | ~Q(judged_by=F("asked_by")),
            ),
        ]

    @property
    def labels(self) -> list[str]:
        """The roles in words."""
        return [str(Role(role).label) for role in self.roles]
