"""What feedback holds about people."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from onewindow.feedback.models import Author, Concern, Rater
from onewindow.identity import public as identity


def register() -> None:
    """Add the kinds of data."""
    identity.register_held_data(RATINGS)
    identity.register_held_data(CONCERNS)
    identity.register_held_data(SUBJECTS)


def _ratings(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    rows = Rater.objects.filter(**{subject.kind: subject.key}).select_related("rating").order_by("-rating_id")
    return [
        {
            "at": row.rating.at,
            "number": row.case_number,
            "item": row.rating.item_name,
            "grade": row.rating.get_stars_display() if row.rating.stars else _("追评"),
            "text": row.rating.text or "",
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


RATINGS = identity.HeldData(
    "ratings", _("您的评价"), _("改进服务；差评要联系您核实、整改、回访"), "ratings",
    {"at": _("时间"), "number": _("办件编号"), "item": _("事项"), "grade": _("等级"), "text": _("文字")},
    _ratings, 46, ("feedback_rater", "feedback_rating", "feedback_remedy", "feedback_remedystep"),
)  # fmt: skip


def _concerns(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    rows = (
        Author.objects.filter(**{subject.kind: subject.key}).select_related("concern").order_by("-concern_id")
    )
    return [
        {
            "at": row.concern.received_at,
            "number": row.concern.number,
            "said": row.said,
            "state": row.concern.get_state_display(),
            "reply": row.concern.reply or "",
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _about(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    """Say how many concluded concerns are about an official; which ones would tell who complained."""
    rows = Concern.objects.filter(kept_from__overlap=list(subject.accounts), closed_at__isnull=False)
    found = rows.count() if subject.accounts else 0
    return [{"count": found}] if found else []


CONCERNS = identity.HeldData(
    "concerns", _("您的诉求"), _("办理、答复您问的、投诉的、建议的事"), "concerns",
    {"at": _("时间"), "number": _("编号"), "said": _("原话"), "state": _("状态"), "reply": _("答复")},
    _concerns, 47, ("feedback_author", "feedback_concern", "feedback_concernstep"),
)  # fmt: skip
SUBJECTS = identity.HeldData(
    "concerns-about", _("与您有关的诉求、评价核查"), _("查清服务问题；为保护诉求人，只显示件数"), "concerns",
    {"count": _("件数")},
    _about, 93, ("feedback_task", "feedback_publishedanswer", "feedback_suspicion"),
    kinds=("person",),
)  # fmt: skip
