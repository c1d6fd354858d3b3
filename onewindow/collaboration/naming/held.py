"""What names hold about who declared them."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from onewindow.collaboration.models import NameClaim
from onewindow.identity import public as identity


def register() -> None:
    """Add the kind of data."""
    identity.register_held_data(NAMES)


def _names(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    rows = NameClaim.objects.filter(**{subject.kind: subject.key}).order_by("-id")
    return [
        {
            "name": row.name,
            "state": row.get_state_display(),
            "until": row.kept_until,
            "at": row.claimed_at,
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


NAMES = identity.HeldData(
    "company-names", _("企业名称申报"), _("判断名称能不能用，保留名称"), "cases",
    {"name": _("名称"), "state": _("结果"), "until": _("保留到"), "at": _("申报时间")},
    _names, 48, ("collaboration_nameclaim",), binds=True,
)  # fmt: skip
