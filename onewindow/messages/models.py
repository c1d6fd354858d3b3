"""The nouns: a message to a party, its sendings, what a party prefers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import fields


class Channel(models.TextChoices):
    """渠道."""

    SMS = "sms", _("短信")
    EMAIL = "email", _("电子邮件")
    WECHAT = "wechat", _("微信")


class Party(models.Model):
    """Whose it is: a person's or an organisation's."""

    person = models.ForeignKey("identity.Person", models.CASCADE, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "identity.Organisation", models.CASCADE, null=True, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class Message(Party):
    """消息: what a party was told; once for each origin."""

    origin = models.CharField(max_length=100, unique=True)
    template = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    text = fields.EncryptedTextField()
    next = models.CharField(max_length=300, blank=True)
    link = models.CharField(max_length=200, blank=True)
    at_work = models.BooleanField(default=False, db_default=False)  # to an official in office
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], condition=~Q(person=None), name="message_person"),
            models.Index(
                fields=["organisation", "-id"], condition=~Q(organisation=None), name="message_organisation"
            ),
            models.Index(
                fields=["person"], condition=Q(read_at=None) & ~Q(person=None), name="message_unread_person"
            ),
            models.Index(
                fields=["organisation"],
                condition=Q(read_at=None) & ~Q(organisation=None),
                name="message_unread_firm",
            ),
            models.Index(fields=["at"], name="message_at"),
        ]
        constraints = [
            models.CheckConstraint(name="message_of_one", condition=Q(person=None) ^ Q(organisation=None))
        ]


class Sending(models.Model):
    """发送记录: one message to one address; tried until it is taken, refused or given up."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("等待发送")
        SENT = "sent", _("网关已收")
        REFUSED = "refused", _("网关拒收")
        GIVEN_UP = "given_up", _("多次失败，不再发送")

    message = models.ForeignKey(Message, models.CASCADE, related_name="sendings")
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.SMS)
    address = fields.EncryptedTextField()
    text = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=100, blank=True)
    error = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="sending_due"),
            models.Index(
                fields=["-id"], condition=Q(state__in=["refused", "given_up"]), name="sending_failed"
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="sending_once")]


class Preference(Party):
    """接收设置: whether a party wants text messages, and when it wants quiet."""

    sms = models.BooleanField(default=True)
    email = fields.EncryptedTextField(null=True)  # confirmed by a code
    wechat = fields.EncryptedTextField(null=True)  # the open id of the public account's follower
    asked = fields.EncryptedTextField(null=True)  # an e-mail address not yet confirmed
    proof = models.BinaryField(max_length=32, null=True)  # of the code that confirms or binds
    proof_until = models.DateTimeField(null=True)
    proof_tries = models.PositiveSmallIntegerField(default=0)
    quiet = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    audit_grown = ("email", "wechat", "asked", "proof", "proof_until", "proof_tries")

    class Meta:
        indexes = [models.Index(fields=["proof"], condition=~Q(proof=None), name="preference_proof")]
        constraints = [
            models.CheckConstraint(name="preference_of_one", condition=Q(person=None) ^ Q(organisation=None)),
            models.UniqueConstraint(fields=["person"], condition=~Q(person=None), name="preference_person"),
            models.UniqueConstraint(
                fields=["organisation"], condition=~Q(organisation=None), name="preference_organisation"
            ),
        ]
