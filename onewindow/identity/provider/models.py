"""The nouns of the provider; each secret, code and token is kept as a keyed hash, private keys encrypted."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import fields


class Algorithm(models.TextChoices):
    """How identity tokens are signed; nothing symmetric, so that only we can sign."""

    RS256 = "RS256", "RS256"
    ES256 = "ES256", "ES256"


class RelyingParty(models.Model):
    """接入系统: an outside system that trusts our sign-in; `scopes` is what it may have."""

    class Kind(models.TextChoices):
        """What it can keep to itself."""

        WEB = "web", _("有后台的网站（能保管密钥）")
        NATIVE = "native", _("手机应用或纯网页应用（不能保管密钥）")
        SYSTEM = "system", _("系统对系统（没有人登录）")

    client_id = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=300)
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+")
    contact = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=Kind)
    secret = models.BinaryField(max_length=32, null=True)
    redirects = ArrayField(models.CharField(max_length=500), default=list)
    logouts = ArrayField(models.CharField(max_length=500), default=list)
    scopes = ArrayField(models.CharField(max_length=20), default=list)
    algorithm = models.CharField(max_length=5, choices=Algorithm, default=Algorithm.RS256)
    registered_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "identity"
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="party_once_in_agency"),
            models.CheckConstraint(
                name="party_native_no_secret", condition=~Q(kind="native") | Q(secret=None)
            ),
        ]


class ScopeRequest(models.Model):
    """范围申请: the system administrator asks for scopes, a security administrator releases them."""

    class Status(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("等待安全管理员放行")
        RELEASED = "released", _("已放行")
        REFUSED = "refused", _("没有放行")
        REPLACED = "replaced", _("被新的申请代替")

    party = models.ForeignKey(RelyingParty, models.PROTECT, related_name="requests")
    scopes = ArrayField(models.CharField(max_length=20))
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    decided_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "identity"
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=Q(status="asked"), name="scope_request_once"),
            models.CheckConstraint(
                name="scopes_by_two",
                condition=Q(asked_by=None) | Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")),
            ),
        ]


class Consent(models.Model):
    """授权: somebody let a system have what these scopes name; taken back, never changed."""

    party = models.ForeignKey(RelyingParty, models.PROTECT, related_name="+")
    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    scopes = ArrayField(models.CharField(max_length=20))
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "identity"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "party"], condition=Q(revoked_at=None), name="consent_once"
            )
        ]


class Authorisation(models.Model):
    """登录授权: one sign-in at one system: its code, and all tokens that come of it.

    Bound to a session (`sign_in`) it goes with it, by the database; without one it is offline access.
    """

    party = models.ForeignKey(RelyingParty, models.PROTECT, related_name="+")
    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    sign_in = models.ForeignKey(
        "identity.SignIn", models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )  # the migration adds ON DELETE CASCADE
    scopes = ArrayField(models.CharField(max_length=20))
    code = models.BinaryField(max_length=32, unique=True)
    code_until = models.DateTimeField()
    code_used_at = models.DateTimeField(null=True)
    redirect = models.CharField(max_length=500)
    challenge = models.CharField(max_length=43)
    nonce = models.CharField(max_length=500, blank=True)
    auth_time = models.DateTimeField()
    means = models.CharField(max_length=20, blank=True)
    sid = models.CharField(max_length=22)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "identity"
        indexes = [
            models.Index(fields=["account", "party"], name="authorisation_of"),
            models.Index(fields=["begun_at"], name="authorisation_begun"),
        ]


class AccessToken(models.Model):
    """访问令牌: of a sign-in, or of a system itself."""

    digest = models.BinaryField(max_length=32, unique=True)
    party = models.ForeignKey(RelyingParty, models.PROTECT, related_name="+")
    authorisation = models.ForeignKey(
        Authorisation, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    scopes = ArrayField(models.CharField(max_length=20))
    good_until = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "identity"


class RefreshToken(models.Model):
    """刷新令牌: used once; used twice it was stolen, and the whole authorisation ends."""

    digest = models.BinaryField(max_length=32, unique=True)
    authorisation = models.ForeignKey(Authorisation, models.DO_NOTHING, related_name="+", db_constraint=False)
    good_until = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "identity"


class SigningKey(models.Model):
    """签名密钥: signs until retired, is published until its last token has run out."""

    kid = models.CharField(max_length=43, unique=True)
    algorithm = models.CharField(max_length=5, choices=Algorithm)
    public = models.TextField()
    private = fields.EncryptedTextField()
    since = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    audit_exclude: ClassVar[tuple[str, ...]] = ("private",)

    class Meta:
        app_label = "identity"
        constraints = [
            models.UniqueConstraint(
                fields=["algorithm"], condition=Q(retired_at=None), name="signing_key_current_once"
            )
        ]


class UpstreamBinding(models.Model):
    """外部账号: an account elsewhere that opens one account here."""

    upstream = models.CharField(max_length=20)
    subject = models.BinaryField(max_length=32)  # keyed hash of issuer and subject
    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    bound_at = models.DateTimeField()

    class Meta:
        app_label = "identity"
        constraints = [
            models.UniqueConstraint(fields=["upstream", "subject"], name="upstream_subject_once"),
            models.UniqueConstraint(fields=["upstream", "account"], name="upstream_account_once"),
        ]
