"""What a licence can be, and which way it may go on from there (domain: status codes of e-licences)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """证照状态; the codes are those of the province's dictionary."""

    IN_FORCE = "01", _("有效")
    SUSPENDED = "02", _("暂扣")
    REVOKED = "03", _("撤销")
    CANCELLED = "04", _("注销")
    LAPSED = "05", _("失效")
    MOVING = "06", _("办理转出")
    WITHDRAWN = "07", _("吊销")
    OTHER = "99", _("其他")


_S = Status
LAWFUL: dict[str, tuple[str, ...]] = {
    _S.IN_FORCE: (
        _S.SUSPENDED, _S.REVOKED, _S.CANCELLED, _S.LAPSED, _S.MOVING, _S.WITHDRAWN, _S.OTHER,
    ),
    _S.SUSPENDED: (_S.IN_FORCE, _S.REVOKED, _S.CANCELLED, _S.LAPSED, _S.WITHDRAWN, _S.OTHER),
    _S.MOVING: (_S.IN_FORCE, _S.CANCELLED, _S.LAPSED),
    _S.OTHER: (_S.IN_FORCE, _S.REVOKED, _S.CANCELLED, _S.LAPSED, _S.WITHDRAWN),
}  # fmt: skip
LIVE = (_S.IN_FORCE.value, _S.SUSPENDED.value)


def is_lawful(before: str, after: str) -> bool:
    """Tell whether a licence may go from one status to the other; the final ones lead nowhere."""
    return after in LAWFUL.get(before, ())


def ways_from(status: str) -> list[Status]:
    """Return where a licence may go from a status."""
    return [Status(after) for after in LAWFUL.get(status, ())]
