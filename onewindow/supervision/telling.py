"""Whom supervision tells what: who it is about and the heads of the body, and until when they must act."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from onewindow.identity import public as identity
from onewindow.kernel.public import outbox
from onewindow.messages import public as messages
from onewindow.supervision.models import Accountability, Level, Measure, Recommendation, Signal

OFFICIAL, MOST_HEADS = "official:", 20
Values = Mapping[str, object]


def tell_of_signal(number: str, template: str) -> int:
    """Tell who a signal is about and the heads of the body; return how many were told.

    A reminder goes to the person alone, to the heads only where nobody holds the case.
    """
    one = Signal.objects.defer("evidence").get(number=number)
    values = {
        "level": Level(one.level).label, "note": one.note, "number": one.number, "day": _day(one.explain_by),
        "appeal": _day(one.appeal_by),
    }  # fmt: skip
    if template not in {"signal-yellow", "signal-red"}:
        values["day"] = _day(one.correct_by)
    alone = template == "signal-reminder" and one.person != ""
    return _tell(_people(one, alone=alone), template, one, values)


def settled_as(number: str, *, confirmed: bool) -> str:
    """Return the template for a card that was settled: at first, or after an appeal."""
    if not confirmed:
        return "signal-revoked"
    appealed = Signal.objects.values_list("appealed", flat=True).get(number=number)
    return "signal-upheld" if appealed else "signal-confirmed"


def tell_of_accountability(number: str) -> int:
    """Tell who is held responsible, and the heads, what was decided and until when they may appeal."""
    one = Accountability.objects.select_related("signal").defer("signal__evidence").get(number=number)
    values = {"measure": Measure(one.measure).label, "number": one.signal.number, "day": _day(one.appeal_by)}
    return _tell(_people(one.signal, alone=False), "accountability-decided", one.signal, values)


def tell_of_letter(number: str) -> int:
    """Tell the heads of a body that a letter waits for their answer."""
    one = Recommendation.objects.get(number=number)
    told = 0
    for account in _heads(one.agency_id, one.region_code):
        messages.tell(
            identity.applicant_of(account), "recommendation-sent",
            {"item": one.title, "number": one.number, "day": _day(one.due_on)},
            origin=_origin(account), link=reverse("supervision:watched"), city=one.city, at_work=True,
        )  # fmt: skip
        told += 1
    return told


def _tell(people: list[identity.Account], template: str, one: Signal, values: Values) -> int:
    item = one.item_name or one.subject
    for account in people:
        messages.tell(
            identity.applicant_of(account), template, {"item": item[:100], **values}, origin=_origin(account),
            link=reverse("supervision:signal", args=[one.number]), city=one.city, at_work=True,
        )  # fmt: skip
    return len(people)


def _people(one: Signal, *, alone: bool) -> list[identity.Account]:
    known = one.person.removeprefix(OFFICIAL)
    mine = list(_accounts().filter(pk=int(known))) if known.isdecimal() else []
    heads = [] if alone and mine else _heads(one.agency_id, one.region_code)
    return [*mine, *(head for head in heads if head not in mine)]


def _heads(agency_id: int | None, region_code: str) -> list[identity.Account]:
    """Return who heads a body in a place, by the post held first."""
    found = _accounts().filter(post__agency_id=agency_id, post__roles__contains=["chief"])
    heads = found.filter(post__closed_on=None).select_related("post").order_by("id")[:MOST_HEADS]
    return [one for one in heads if one.post and region_code.startswith(one.post.region_prefix)]


def _accounts() -> QuerySet[identity.Account]:
    return identity.Account.objects.filter(is_active=True, person__isnull=False).select_related("person")


def _origin(account: identity.Account) -> str:
    return f"event:{outbox.occurrence()}:{account.pk}"


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else "期限"
