"""What messages hold about people, and how old ones go."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from onewindow.identity import public as identity
from onewindow.kernel.public import unit
from onewindow.messages.models import Message, Preference, Sending

AT_ONCE = 5000


def register() -> None:
    """Add the kind of data and its removal."""
    identity.register_held_data(MESSAGES)
    identity.register_removal("messages", remove_old)


def remove_old(before: datetime) -> int:
    """Delete messages told before a moment, with their sendings; return how many."""
    with unit.work():
        keys = list(
            Message.objects.filter(at__lt=before).order_by("at").values_list("pk", flat=True)[:AT_ONCE]
        )
        Sending.objects.filter(message__in=keys).delete()
        return Message.objects.filter(pk__in=keys).delete()[0]


def _of(subject: identity.Subject) -> Q:
    return Q(**{f"{subject.kind}_id": subject.key})


def _rows(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    rows: QuerySet[Message] = Message.objects.filter(_of(subject)).order_by("-id")
    return [
        {"at": row.at, "title": row.title, "text": row.text, "read": row.read_at or _("未读")}
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _erase(subject: identity.Subject) -> int:
    Sending.objects.filter(message__in=Message.objects.filter(_of(subject))).delete()
    gone = Message.objects.filter(_of(subject)).delete()[0]
    return gone + Preference.objects.filter(_of(subject)).delete()[0]


MESSAGES = identity.HeldData(
    "messages", _("消息"), _("告诉您办件到了哪一步、要做什么"), "messages",
    {"at": _("时间"), "title": _("标题"), "text": _("内容"), "read": _("阅读时间")},
    _rows, 45, ("notices_message", "notices_sending", "notices_preference"), erase=_erase,
)  # fmt: skip
