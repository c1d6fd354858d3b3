"""What the exchange holds about people: that something was asked, never what was answered."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from onewindow.exchange.models import ExchangeRecord
from onewindow.identity import public as identity


def register() -> None:
    """Add the kind of data."""
    identity.register_held_data(EXCHANGES)


def _exchanges(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    rows = ExchangeRecord.objects.filter(subject_kind=subject.kind, subject_id=subject.key).order_by("-id")
    names = ("at", "source", "resource", "reason", "case", "receipt")
    return [
        {name: getattr(row, name) for name in names}
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


EXCHANGES = identity.HeldData(
    "exchanges", _("向其他部门核对的记录"), _("证明核对过什么；内容不保存，只有摘要"), "exchanges",
    {
        "at": _("时间"), "source": _("来源"), "resource": _("资源"), "reason": _("原因"),
        "case": _("办件编号"), "receipt": _("核对凭据"),
    },
    _exchanges, 70, ("exchange_exchangerecord",),
)  # fmt: skip
