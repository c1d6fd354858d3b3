"""What decisions hold about people: the reviews they asked for."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from onewindow.decisions.reviews.models import Review
from onewindow.identity import public as identity


def register() -> None:
    """Add the kind of data."""
    identity.register_held_data(REVIEWS)


def _reviews(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    rows = Review.objects.filter(**{subject.kind: subject.key}).order_by("-id")
    return [
        {
            "at": row.asked_at,
            "case": row.case_number,
            "item": row.item_name,
            "said": row.said or "",
            "result": row.get_result_display() if row.result else _("正在复核"),
            "answer": row.answer or "",
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


REVIEWS = identity.HeldData(
    "reviews", _("对自动决定的复核"), _("由人重新看一遍自动作出的决定"), "cases",
    {
        "at": _("时间"), "case": _("办件编号"), "item": _("事项"), "said": _("您说"), "result": _("结果"),
        "answer": _("说明"),
    },
    _reviews, 45, ("decisions_review", "decisions_decisionrecord"), binds=True,
)  # fmt: skip
