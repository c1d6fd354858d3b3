"""What people see of their own ratings, and what desks see of the bad ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from onewindow.feedback import cursors, invitations, policies
from onewindow.feedback.chances import Chance
from onewindow.feedback.errors import RemedyNotFound
from onewindow.feedback.models import Rater, Rating, Remedy, RemedyStep, Suspicion
from onewindow.feedback.states import Turn
from onewindow.kernel.public import Actor

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Own:
    """What was said about one occasion, and what became of it."""

    first: Rating | None
    follow: Rating | None
    again: Rating | None
    remedy: Remedy | None
    steps: list[RemedyStep]


def own(chance: Chance) -> Own:
    """Return the ratings of one occasion, in at most two statements."""
    key = invitations.handling_key(chance.case.number, chance.occasion)
    turns = {row.turn: row for row in Rating.objects.filter(handling=key).select_related("remedy")}
    first = turns.get(Turn.FIRST)
    remedy = getattr(first, "remedy", None)
    steps = list(remedy.steps.order_by("id")) if remedy else []
    return Own(first, turns.get(Turn.FOLLOW), turns.get(Turn.AGAIN), remedy, steps)


@dataclass(frozen=True, slots=True)
class Desk:
    """One page of bad ratings by their limit, and where the next begins."""

    rows: list[Remedy]
    after: str


def desk(by: Actor, *, watching: bool, ended: bool = False, after: str = "") -> Desk:
    """Return the bad ratings of a post: what is open by its limit, or what ended newest first."""
    rows = policies.remedies_watched_by(by) if watching else policies.remedies_handled_by(by)
    rows = rows.select_related("rating", "agency").defer("rating__text", "rating__handling")
    if ended:
        rows = rows.exclude(closed_at=None).order_by("-id")
        rows = rows.filter(pk__lt=after) if cursors.is_key(after) else rows
    else:
        rows = rows.filter(closed_at=None).order_by("due_on", "id")
        day, _dot, key = after.partition(".")
        if cursors.is_day(day) and cursors.is_key(key):
            rows = rows.filter(due_on__gt=day) | rows.filter(due_on=day, pk__gt=key)
    found = list(rows[: A_PAGE + 1])
    last = found[A_PAGE - 1] if len(found) > A_PAGE else None
    mark = "" if last is None else str(last.pk) if ended else f"{last.due_on:%Y-%m-%d}.{last.pk}"
    return Desk(found[:A_PAGE], mark)


def remedy_for(by: Actor, remedy_id: UUID) -> tuple[Remedy, bool]:
    """Return a bad rating with its steps, and whether the actor watches over it. Raises RemedyNotFound."""
    for rows, watching in (
        (policies.remedies_watched_by(by), True),
        (policies.remedies_handled_by(by), False),
    ):
        found = rows.filter(pk=remedy_id).select_related("rating", "agency").first()
        if found is not None:
            return found, watching
    raise RemedyNotFound


def named_case(remedy: Remedy) -> str:
    """Return the case number where the rater let the body know it, else nothing."""
    rater = Rater.objects.filter(rating_id=remedy.rating_id, named=True)
    return str(rater.values_list("case_number", flat=True).first() or "")


def suspicions(by: Actor) -> list[Suspicion]:
    """Return the odd patterns that wait for a decision, newest first."""
    return list(
        policies.suspicions_for(by).filter(state="open").select_related("agency").order_by("-id")[:100]
    )


def exported(by: Actor, month: date) -> Iterator[tuple[Rating, Rater]]:
    """Give each rating of a month with its case number, for the national platform.

    Only of the own region, never of the own body. Raises CentreOnly.
    """
    policies.require_centre(by)
    rows: QuerySet[Rating] = Rating.objects.filter(month=month).exclude(agency_id=by.agency or 0)
    rows = rows.select_related("rater", "agency").order_by("id")
    city = by.region_prefix[:4]
    rows = rows if city in policies.WHOLE else rows.filter(city=city)
    for row in rows.iterator(1000):
        yield row, row.rater
