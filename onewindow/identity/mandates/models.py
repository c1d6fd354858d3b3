"""A mandate: the right of one person to act in the name of another party."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onewindow.identity.mandates.kinds import kinds
from onewindow.identity.models import Organisation, Person


class Kind(models.TextChoices):
    """授权种类; what each may do is in data/mandates.yaml."""

    HEAD = "head", _("法定代表人")
    AGENT = "agent", _("经办人")
    GUARDIAN = "guardian", _("监护人")
    HELPER = "helper", _("代办人")


class Status(models.TextChoices):
    """授权状态; it only goes forward."""

    OFFERED = "offered", _("等对方接受")
    ACTIVE = "active", _("有效")
    ENDED = "ended", _("已结束")


class Mandate(models.Model):
    """授权: principal 委托人, agent 代办的人, items and days; changes of state only, everything else stays.

    While it is offered nobody but the one whose number hashes to `agent_key` can find it.
    """

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=8, choices=Status)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    agent = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    agent_name = models.CharField(max_length=200)
    agent_key = models.BinaryField(max_length=32, db_index=True)
    items = ArrayField(models.CharField(max_length=80), default=list)
    valid_from = models.DateField()
    valid_until = models.DateField()
    basis = models.TextField()
    given_by = models.CharField(max_length=60)
    given_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agent"], condition=Q(status="active"), name="mandate_agent"),
        ]
        constraints = [
            models.CheckConstraint(
                name="mandate_one_principal", condition=Q(person=None) ^ Q(organisation=None)
            ),
            models.CheckConstraint(
                name="mandate_active_has_agent", condition=~Q(status="active") | Q(agent__isnull=False)
            ),
            models.CheckConstraint(name="mandate_ended_when", condition=Q(status="ended") ^ Q(ended_at=None)),
            models.CheckConstraint(
                name="mandate_not_oneself", condition=Q(person=None) | ~Q(person=models.F("agent"))
            ),
            models.CheckConstraint(name="mandate_days", condition=Q(valid_until__gte=models.F("valid_from"))),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(kind="head", status="active"),
                name="mandate_one_head",
            ),
        ]

    @property
    def principal(self) -> Person | Organisation:
        """The party in whose name it is done."""
        found = self.organisation or self.person
        assert found is not None
        return found

    @property
    def is_full(self) -> bool:
        """Tell whether the agent stands where the principal stands."""
        return kinds()[self.kind].full

    def is_in_force(self, on: date) -> bool:
        """Tell whether the agent may act on a day."""
        return self.status == Status.ACTIVE and self.valid_from <= on <= self.valid_until

    def has_run_out(self, on: date) -> bool:
        """Tell whether nobody ended it but its last day is over."""
        return self.status != Status.ENDED and on > self.valid_until
