"""What forms hold about people: drafts; what is thrown away leaves the table by the retention rule."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from onewindow.forms.models import Draft, DraftStatus
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, audit, clock, unit


def register() -> None:
    """Add the kind of data and its removal."""
    identity.register_held_data(DRAFTS)
    identity.register_removal("drafts", remove_discarded)


def remove_discarded(before: datetime) -> int:
    """Delete the drafts that were thrown away before a moment; their contents went at once."""
    gone = 0
    while True:
        with unit.work():
            rows = list(
                Draft.objects.filter(status=DraftStatus.DISCARDED, updated_at__lt=before).order_by("pk")[:500]
            )
            if not rows:
                return gone
            audit.record_removal(SYSTEM, "draft.removed", *rows, reason="retention: drafts")
            gone += Draft.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]


def _drafts(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    rows = Draft.objects.filter(account_id__in=subject.accounts).order_by("-updated_at")
    return [
        {
            "reference": row.reference,
            "status": row.get_status_display(),
            "answers": (row.sealed or "") if look.whole else "",
            "updated": row.updated_at,
            "expires": row.expires_at,
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _throw_away(subject: identity.Subject) -> int:
    """Empty what was never submitted; what was submitted belongs to its case."""
    rows = list(Draft.objects.select_for_update().filter(account_id__in=subject.accounts, status="open"))
    for row in rows:
        row.keep({}, {})
        row.sources, row.status, row.updated_at = {}, DraftStatus.DISCARDED, clock.now()
        row.save()
    if rows:
        audit.record(SYSTEM, "draft.discarded", *rows, reason="account closed")
    return len(rows)


DRAFTS = identity.HeldData(
    "drafts", _("申请草稿"), _("让您中断后接着填"), "drafts",
    {
        "reference": _("草稿编号"), "status": _("状态"), "answers": _("填写的内容"), "updated": _("最近修改"),
        "expires": _("保留到"),
    },
    _drafts, 42, ("forms_draft",), erase=_throw_away,
)  # fmt: skip
