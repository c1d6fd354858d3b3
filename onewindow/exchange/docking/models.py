"""The register of outside systems and what each exchanged per day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """对接状态."""

    PLANNED = "planned", _("计划接入")
    TESTING = "testing", _("联调中")
    JOINED = "joined", _("已接入")
    INTERRUPTED = "interrupted", _("中断")
    LEFT = "left", _("已退出")


NEXT = {
    State.PLANNED: {State.TESTING, State.LEFT},
    State.TESTING: {State.JOINED, State.PLANNED, State.LEFT},
    State.JOINED: {State.INTERRUPTED, State.LEFT},
    State.INTERRUPTED: {State.JOINED, State.TESTING, State.LEFT},
    State.LEFT: set(),
}


class Zone(models.TextChoices):
    """网络区域."""

    EXTERNAL = "external", _("政务外网")
    INTERNAL = "internal", _("政务内网")
    DEPARTMENT = "department", _("部门业务专网")


class OutsideSystem(models.Model):
    """业务系统: another body's system that asks or delivers; `client_id` is its connection in identity."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    agency = models.ForeignKey("government.Agency", models.PROTECT, related_name="+")
    contact = models.CharField(max_length=100)
    client_id = models.CharField(max_length=40, unique=True, null=True)
    public_key = models.BinaryField(max_length=65, null=True)
    zone = models.CharField(max_length=12, choices=Zone, default=Zone.EXTERNAL)
    contract = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    state_reason = models.CharField(max_length=300, blank=True)
    state_since = models.DateTimeField()
    registered_at = models.DateTimeField()
    city = models.CharField(max_length=4, default="4500")

    class Meta:
        app_label = "exchange"
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="outside_system_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Tell whether calls of this system are taken: while it is tested or joined."""
        return self.state in {State.TESTING, State.JOINED}
