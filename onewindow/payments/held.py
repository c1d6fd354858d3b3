"""What payments hold about people: bills; kept as accounting records."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from onewindow.identity import public as identity
from onewindow.payments.models import Bill


def register() -> None:
    """Add the kind of data."""
    identity.register_held_data(BILLS)


def _bills(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    kind = "person" if subject.kind == "person" else "organisation"
    rows = Bill.objects.filter(payer_kind=kind, payer_id=subject.key).order_by("-id")
    return [
        {
            "number": row.number,
            "item": row.item_name,
            "total": f"{row.total} 元",
            "status": row.get_state_display(),
            "drawn": row.drawn_at,
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


BILLS = identity.HeldData(
    "bills", _("缴费单"), _("收取法律、行政法规规定的费用，留作财务凭证"), "cases",
    {
        "number": _("缴费单号"), "item": _("事项"), "total": _("金额"), "status": _("状态"),
        "drawn": _("开出时间"),
    },
    _bills, 43, ("payments_bill", "payments_order"), binds=True,
)  # fmt: skip
