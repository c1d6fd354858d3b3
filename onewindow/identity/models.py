"""The nouns of identity."""

from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from onewindow.identity.levels import Level, Role
from onewindow.kernel.public import fields


class Person(models.Model):
    """自然人: one human being, found by the keyed hash of the identity number. Changed by the verbs only."""

    name = models.CharField(max_length=200)
    resident_id = fields.EncryptedTextField()
    resident_id_hash = models.BinaryField(max_length=32, unique=True)
    birth_date = models.DateField()
    mobile = fields.EncryptedTextField(blank=True)
    mobile_hash = models.BinaryField(max_length=32, null=True, db_index=True)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.REGISTERED)
    created_at = models.DateTimeField()


class Organisation(models.Model):
    """法人和其他组织: found by its unified social credit code 统一社会信用代码."""

    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18, unique=True)
    legal_representative = models.CharField(max_length=200)
    mobile = fields.EncryptedTextField(blank=True)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.REGISTERED)
    created_at = models.DateTimeField()


class Post(models.Model):
    """岗位: what an official does in an agency; rights follow the post, not the person."""

    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    roles = ArrayField(models.CharField(max_length=12, choices=Role))
    region_prefix = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "title"], name="post_once_in_agency")]


class Account(AbstractBaseUser):
    """账号: a person, an organisation, or an official (a person in a post)."""

    username = models.CharField(max_length=60, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField(default=True)
    failed_sign_ins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    audit_exclude = ("failed_sign_ins", "locked_until", "last_login")
    objects = BaseUserManager["Account"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_one_kind",
                condition=models.Q(person__isnull=False, organisation__isnull=True)
                | models.Q(person__isnull=True, organisation__isnull=False, post__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(post=None), name="account_person_once"
            ),
            models.UniqueConstraint(fields=["organisation"], name="account_organisation_once"),
        ]

    def is_locked(self, at: datetime) -> bool:
        """Tell whether sign-in is refused for now."""
        return self.locked_until is not None and at < self.locked_until

    def count_failure(self, at: datetime, *, limit: int, minutes: int) -> None:
        """Count a wrong password; after `limit` of them lock for `minutes`."""
        self.failed_sign_ins += 1
        if self.failed_sign_ins >= limit:
            self.locked_until, self.failed_sign_ins = at + timedelta(minutes=minutes), 0


class LevelEvidence(models.Model):
    """认证依据: why somebody has a level. Append-only."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level)
    means = models.CharField(max_length=40)
    detail = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()


class AccessRecord(models.Model):
    """访问记录: one look at one person's or organisation's data, shown to whom it concerns. Append-only."""

    at = models.DateTimeField()
    subject_kind = models.CharField(max_length=12)
    subject_id = models.BigIntegerField()
    actor = models.CharField(max_length=60)
    who = models.CharField(max_length=200)
    what = models.CharField(max_length=300)
    reason = models.CharField(max_length=200)
    case = models.CharField(max_length=50, blank=True)
    item = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-id"], name="access_subject")]
