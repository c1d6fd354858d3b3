"""Occasions 评价机会: what may be rated, from when until when, and whose work it was."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from onewindow.cases import public as cases
from onewindow.feedback import invitations, policies, rules
from onewindow.feedback.errors import NotRatedYet, RatingNotFound, RatingNotOpen
from onewindow.feedback.models import Rating
from onewindow.feedback.states import Occasion, Turn
from onewindow.kernel.public import Actor, clock


@dataclass(frozen=True, slots=True)
class Chance:
    """An occasion of a case: when it opened, how long it may be rated, whose work it was."""

    case: cases.Case
    occasion: Occasion
    since: datetime
    until: date
    handler_id: int | None


def chance_for(by: Actor, case_number: str, occasion: str, code: str = "") -> Chance:
    """Return the occasion whoever acts may rate. Raises RatingNotFound, RatingNotOpen."""
    case = (
        cases.Case.objects.select_related("agency", "person", "organisation")
        .filter(number=case_number)
        .first()
    )
    if case is None or occasion not in set(Occasion):
        raise RatingNotFound
    policies.require_rater(by, case, occasion, code)
    if occasion == Occasion.RESULT:
        if case.decided_at is None or not case.outcome:
            raise RatingNotOpen(reason=_("还没有办结，办结后从您这边打开"))
        label = case.decided_by
        since, days = case.decided_at, rules.limit("open_days")
    else:
        label = _received_by(case)
        if not label:
            raise RatingNotOpen(reason=_("这个办件不是在窗口收件的"))
        since, days = case.submitted_at, rules.limit("intake_days")
    kind, _colon, account = label.partition("@")[0].partition(":")
    handler = int(account) if kind == "official" and account.isdigit() else None
    until = clock.local(since).date() + timedelta(days=days)
    return Chance(case, Occasion(occasion), since, until, handler)


def first_of(chance: Chance) -> Rating:
    """Return the first rating of an occasion. Raises NotRatedYet."""
    key = invitations.handling_key(chance.case.number, chance.occasion)
    found = Rating.objects.filter(handling=key, turn=Turn.FIRST).first()
    if found is None:
        raise NotRatedYet
    return found


def _received_by(case: cases.Case) -> str:
    """Return the label of the clerk who took the papers in at a counter, or nothing."""
    if case.channel != "1":
        return ""
    taken = case.events.filter(actor__startswith="official:").order_by("id")
    return str(taken.values_list("actor", flat=True).first() or "")
