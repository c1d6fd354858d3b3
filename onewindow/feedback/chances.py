"""Occasions 评价机会: what may be rated, from when until when, and whose work it was."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from onewindow.cases import public as cases
from onewindow.feedback import invitations, policies, rules
from onewindow.feedback.errors import NotRatedYet, RatingNotFound, RatingNotOpen
from onewindow.feedback.models import Rating
from onewindow.feedback.states import Occasion, Turn
from onewindow.government.public import Agency
from onewindow.halls import public as halls
from onewindow.kernel.public import Actor, clock

SERVED = "served"


@dataclass(frozen=True, slots=True)
class Served:
    """What somebody was served with: a case, or a visit to a counter of which no case came."""

    number: str
    item_code: str
    item_name: str
    agency: Agency
    region_code: str
    city: str
    person_id: int | None = None
    organisation_id: int | None = None
    applicant_name: str = ""
    known: tuple[str, ...] = ()
    decided_at: datetime | None = None
    case_number: str = ""


@dataclass(frozen=True, slots=True)
class Chance:
    """An occasion: what was served, when it opened, how long it may be rated, whose work it was."""

    case: Served
    occasion: Occasion
    since: datetime
    until: date
    handler_id: int | None


def chance_for(by: Actor, number: str, occasion: str, code: str = "") -> Chance:
    """Return the occasion whoever acts may rate, by the number of a case or the token of a queue number.

    Raises RatingNotFound, RatingNotOpen.
    """
    if occasion == Occasion.VISIT:
        return _of_visit(number, code)
    case = _case(number)
    if case is None or occasion not in set(Occasion):
        raise RatingNotFound
    policies.require_rater(by, case, occasion, code)
    return _of_case(case, Occasion(occasion))


def _case(number: str) -> cases.Case | None:
    found = cases.Case.objects.select_related("agency", "person", "organisation")
    return found.filter(number=number).first() if number else None


def _of_case(case: cases.Case, occasion: Occasion) -> Chance:
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
    applicant = case.applicant
    served = Served(
        case.number, case.item_code, case.item_name, case.agency, case.region_code, case.city,
        case.person_id, case.organisation_id, case.applicant_name,
        (case.applicant_name, case.agent_name, case.number, applicant.mobile, applicant.number),
        case.decided_at, case.number,
    )  # fmt: skip
    return Chance(served, occasion, since, until, handler)


def _of_visit(token: str, code: str) -> Chance:
    """Return the visit of a served queue number; the intake of the case where one came of it."""
    ticket = halls.Ticket.objects.select_related("hall__agency", "line").filter(token=token).first()
    if ticket is None or not invitations.fits(token, Occasion.VISIT, code):
        raise RatingNotFound
    if ticket.ended_at is None or ticket.state != SERVED:
        raise RatingNotOpen(reason=_("这个号还没有办完"))
    case = _case(ticket.case_number)
    if case is not None and _received_by(case):
        return _of_case(case, Occasion.INTAKE)
    hall, last = ticket.hall, ticket.steps.filter(kind="finish").order_by("-id").first()
    served = Served(
        token, ticket.item_code[:33], f"{hall.name}：{ticket.line.name}"[:200], hall.agency,
        hall.region_code, hall.city,
    )  # fmt: skip
    until = clock.local(ticket.ended_at).date() + timedelta(days=rules.limit("visit_days"))
    return Chance(served, Occasion.VISIT, ticket.ended_at, until, last.account_id if last else None)


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
