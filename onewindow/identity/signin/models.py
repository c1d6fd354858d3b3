"""The nouns of sign-in; each secret is a hash or encrypted."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import fields


class SentCode(models.Model):
    """短信验证码: the newest code for a number and purpose, as keyed hashes; good once, for some minutes."""

    purpose = models.CharField(max_length=20)
    key = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    good_until = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "identity"
        constraints = [models.UniqueConstraint(fields=["purpose", "key"], name="sent_code_once")]


class Authenticator(models.Model):
    """动态口令器: the secret of an app that shows a new code every 30 seconds (RFC 6238)."""

    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    secret = fields.EncryptedTextField()
    last_step = models.BigIntegerField(default=0)  # no code is taken twice
    created_at = models.DateTimeField()
    audit_exclude: ClassVar[tuple[str, ...]] = ("last_step",)

    class Meta:
        app_label = "identity"


class Passkey(models.Model):
    """通行密钥: the public half of a key pair that never leaves the person's device (WebAuthn)."""

    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    credential = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField()
    signatures = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    audit_exclude: ClassVar[tuple[str, ...]] = ("signatures", "used_at")

    class Meta:
        app_label = "identity"


class RecoveryCode(models.Model):
    """备用码: stands once for the second factor when the device is lost; kept as a keyed hash."""

    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "identity"
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="recovery_code_once")]


class SignIn(models.Model):
    """登录记录: one session of an account on a device; `session` is the key of Django's row, gone with it."""

    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    session = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=80)
    address = fields.EncryptedTextField()
    means = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        app_label = "identity"
        indexes = [models.Index(fields=["account", "-id"], name="sign_in_of_account")]


class SecurityEvent(models.Model):
    """安全事件: what the security administrator must be able to see. Append-only; nothing typed is kept."""

    class Kind(models.TextChoices):
        """What happened."""

        FAILED = "failed", _("登录失败")
        LOCKED = "locked", _("账号名连续失败，暂停登录")
        ADDRESS_LOCKED = "address_locked", _("同一地址失败过多，暂停登录")
        SECOND_FAILED = "second_failed", _("第二因素不对")
        CODES_LIMITED = "codes_limited", _("短信验证码请求过多")
        NEW_DEVICE = "new_device", _("在新设备上登录")
        FACTOR_ADDED = "factor_added", _("添加了第二因素")
        FACTOR_REMOVED = "factor_removed", _("移除了第二因素")
        CODE_USED = "code_used", _("用备用码登录")
        PASSWORD_CHANGED = "password_changed", _("修改了密码")
        RECOVERY_ASKED = "recovery_asked", _("申请找回密码")
        RECOVERY_STOPPED = "recovery_stopped", _("停止了找回密码")
        RECOVERED = "recovered", _("找回密码生效")
        RELEASE_ASKED = "release_asked", _("申请解除第二因素")
        RELEASED = "released", _("第二因素已解除")
        RESET_MADE = "reset_made", _("当面核对后办理了重设码")
        RESET_USED = "reset_used", _("凭重设码改了密码")
        TOKEN_REUSED = "token_reused", _("接入系统的授权码或刷新令牌被用了两次，已终止")
        CLIENT_REFUSED = "client_refused", _("接入系统的密钥连续不对")
        CLONED = "cloned", _("通行密钥的计数倒退，可能被复制")

    kind = models.CharField(max_length=20, choices=Kind)
    account = models.ForeignKey(
        "identity.Account", models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    key = models.BinaryField(max_length=32)  # keyed hash of the name or number that was typed
    address = fields.EncryptedTextField(blank=True)
    address_key = models.BinaryField(max_length=32)
    by = models.CharField(max_length=60)
    detail = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    city = models.CharField(max_length=4, default="4500", db_default="4500")

    class Meta:
        app_label = "identity"
        indexes = [
            models.Index(fields=["kind", "-id"], name="security_event_kind"),
            models.Index(fields=["account", "-id"], name="security_event_account"),
        ]


class Recovery(models.Model):
    """找回密码: waits for its cooling time, then done or stopped; one that matches nobody only waits."""

    class Status(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("等待生效")
        DONE = "done", _("已生效")
        STOPPED = "stopped", _("已停止")

    account = models.ForeignKey("identity.Account", models.CASCADE, null=True, related_name="+")
    mobile = fields.EncryptedTextField()
    password = models.CharField(max_length=128)  # hashed
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        app_label = "identity"
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(status="waiting"), name="recovery_waiting_once"
            )
        ]
        indexes = [models.Index(fields=["status", "due_at"], name="recovery_due")]


class Release(models.Model):
    """解除第二因素: one security administrator asks, another one agrees; never for oneself."""

    class Status(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("等待另一位安全管理员同意")
        DONE = "done", _("已解除")
        REFUSED = "refused", _("没有同意")

    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)

    class Meta:
        app_label = "identity"
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(status="asked"), name="release_asked_once"
            ),
            models.CheckConstraint(
                name="release_by_two",
                condition=(Q(agreed_by=None) | ~Q(agreed_by=models.F("asked_by")))
                & ~Q(account=models.F("asked_by"))
                & (Q(agreed_by=None) | ~Q(account=models.F("agreed_by"))),
            ),
        ]


class ResetSlip(models.Model):
    """重设码: made by an official who saw the papers, used once by its holder to choose a new password."""

    account = models.OneToOneField("identity.Account", models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32)
    made_by = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    good_until = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "identity"
        constraints = [
            models.CheckConstraint(name="reset_not_for_oneself", condition=~Q(account=models.F("made_by")))
        ]
