"""The nouns of identity."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from onewindow.identity.levels import Level, Role
from onewindow.kernel.public import fields

CONFIRMED = Level.REAL_NAME


class Person(models.Model):
    """自然人: one human being, found by the keyed hash of the identity number. Changed by the verbs only.

    At L1 the number is only claimed, so several may claim the same; from L2 on it belongs to one.
    """

    name = models.CharField(max_length=200)
    resident_id = fields.EncryptedTextField()
    resident_id_hash = models.BinaryField(max_length=32, db_index=True)
    birth_date = models.DateField()
    mobile = fields.EncryptedTextField(blank=True)
    mobile_hash = models.BinaryField(
        max_length=32, null=True, unique=True
    )  # set once the mobile is confirmed
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.REGISTERED)
    created_at = models.DateTimeField()
    paper = models.CharField(max_length=20, blank=True, default="", db_default="")  # empty: resident id
    issuer = models.CharField(max_length=3, blank=True, default="", db_default="")  # of a passport

    audit_grown: ClassVar[tuple[str, ...]] = ("paper", "issuer")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident_id_hash"], condition=Q(level__gte=CONFIRMED), name="person_confirmed_once"
            )
        ]


class Organisation(models.Model):
    """法人和其他组织: found by its unified social credit code 统一社会信用代码; at L1 it is only claimed."""

    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18, db_index=True)
    legal_representative = models.CharField(max_length=200)
    region_code = models.CharField(max_length=12)
    mobile = fields.EncryptedTextField(blank=True)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.REGISTERED)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"], condition=Q(level__gte=CONFIRMED), name="organisation_confirmed_once"
            )
        ]


class Post(models.Model):
    """岗位: what an official does in an agency; rights follow the post, not the person."""

    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    roles = ArrayField(models.CharField(max_length=12, choices=Role))
    region_prefix = models.CharField(max_length=12)
    closed_on = models.DateField(null=True)

    audit_grown: ClassVar[tuple[str, ...]] = ("closed_on",)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "title"], name="post_once_in_agency")]

    @property
    def role_labels(self) -> list[str]:
        """The roles in words."""
        return [str(Role(role).label) for role in self.roles]


class Account(AbstractBaseUser):
    """账号: a person's, an organisation's, or an official's (a person with a home post)."""

    username = models.CharField(max_length=60, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    audit_exclude: ClassVar[tuple[str, ...]] = ("last_login",)
    objects = BaseUserManager["Account"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_one_kind",
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False, post__isnull=True),
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(post=None), name="account_person_once"),
            models.UniqueConstraint(fields=["organisation"], name="account_organisation_once"),
        ]


class LevelEvidence(models.Model):
    """认证依据: why somebody has a level, and by whom it was given. Append-only."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level)
    means = models.CharField(max_length=40)
    detail = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
    who = models.CharField(max_length=200, blank=True, default="", db_default="")  # body and post
    valid_until = models.DateField(null=True)  # the last good day

    audit_grown: ClassVar[tuple[str, ...]] = ("who", "valid_until")

    class Meta:
        indexes = [
            models.Index(fields=["person", "-level"], name="evidence_person"),
            models.Index(
                fields=["valid_until"], condition=Q(valid_until__isnull=False), name="evidence_until"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="evidence_of_one",
                condition=Q(person__isnull=True, organisation__isnull=False)
                | Q(person__isnull=False, organisation__isnull=True),
            )
        ]


class Throttle(models.Model):
    """限次: tries in a row under one key; the key is a keyed hash, so nothing that was typed is kept."""

    purpose = models.CharField(max_length=20)
    key = models.BinaryField(max_length=32)
    tries = models.PositiveIntegerField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "key"], name="throttle_once")]
        indexes = [models.Index(fields=["until"], name="throttle_until")]


class MobileCode(models.Model):
    """短信验证码: the newest code sent for an account, kept as a keyed hash; used once, for some minutes."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="+")
    mobile = fields.EncryptedTextField()
    digest = models.BinaryField(max_length=32)
    good_until = models.DateTimeField()


class AccessRecord(models.Model):
    """访问记录: one look at one person's or organisation's data, shown to whom it concerns. Append-only."""

    at = models.DateTimeField()
    subject_kind = models.CharField(max_length=12)
    subject_id = models.BigIntegerField()
    actor = models.CharField(max_length=60)
    who = models.CharField(max_length=200)
    what = models.TextField()
    reason = models.TextField()
    case = models.CharField(max_length=50, blank=True)
    item = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-id"], name="access_subject")]


from onewindow.identity.mandates import models as mandate_models  # noqa: E402, F401 (theirs need Person named)
from onewindow.identity.objections import models as objection_models  # noqa: E402, F401 (theirs need AccessRecord named)
from onewindow.identity.posts import models as post_models  # noqa: E402, F401 (theirs need Post named)
from onewindow.identity.provider import models as provider_models  # noqa: E402, F401 (theirs need SignIn named)
from onewindow.identity.rights import models as rights_models  # noqa: E402, F401 (theirs need nothing)
from onewindow.identity.signin import models as signin_models  # noqa: E402, F401 (theirs need Account named)
