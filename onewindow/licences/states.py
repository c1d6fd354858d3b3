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
RENEWED, RENEWED_SUSPENDED = "换发新版本", "换发新版本（换发前暂扣）"
STOOD = {RENEWED: _S.IN_FORCE, RENEWED_SUSPENDED: _S.SUSPENDED}
"""What a licence was before its next version took its place, by the note it lapsed with.

Where that next version is revoked before it was handed over, the earlier one is so again; nothing else leads
out of a final status, and the database holds it to the same.
"""


def is_lawful(before: str, after: str) -> bool:
    """Tell whether a licence may go from one status to the other; the final ones lead nowhere."""
    return after in LAWFUL.get(before, ())


def ways_from(status: str) -> list[Status]:
    """Return where a licence may go from a status."""
    return [Status(after) for after in LAWFUL.get(status, ())]
