"""Timed checks: limits of bad ratings that passed, and patterns of ratings that nobody would make."""

from datetime import date

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from onewindow.feedback import oddities, policies
from onewindow.feedback.errors import RemedyInvalid, SuspicionNotFound
from onewindow.feedback.events import BadRatingOverdue, RatingsSuspected
from onewindow.feedback.models import Rating, Remedy, Suspicion
from onewindow.feedback.services.ending import exclude_rating
from onewindow.feedback.states import WORKING, AppealState, RemedyState, SuspicionState
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit

AT_ONCE = 500
SHORTEST, LONGEST = 4, 500


def tell_overdue() -> int:
    """Tell of each limit of a bad rating that passed, once a step and round; return how many."""
    today = clock.today()
    passed = {
        "contact": Q(contacted_at=None, contact_due__lt=today, state__in=WORKING),
        "rectify": Q(due_on__lt=today, state__in=WORKING),
        "call_back": Q(due_on__lt=today, state=RemedyState.RECTIFIED),
    }
    return sum(_tell(step, key) for step, late in passed.items() for key in _late(step, late))


def _late(step: str, late: Q) -> list[object]:
    told = Concat(Value(f"{step}:"), F("round"), output_field=CharField())
    rows = Remedy.objects.filter(late, closed_at=None).exclude(appeal=AppealState.ASKED)
    rows = rows.exclude(told_late=told) if step != "contact" else rows.filter(told_late="")
    return list(rows.order_by("due_on", "id").values_list("pk", flat=True)[:AT_ONCE])


def _tell(step: str, key: object) -> bool:
    with unit.work():
        remedy = Remedy.objects.select_for_update().get(pk=key)
        mark, due = f"{step}:{remedy.round}", _due(step, remedy)
        if remedy.closed_at is not None or remedy.told_late == mark or due >= clock.today():
            return False
        remedy.told_late = mark
        remedy.save(update_fields=["told_late"])
        audit.record(SYSTEM, "remedy.overdue", remedy, facts={"step": step})
        outbox.publish(
            BadRatingOverdue(
                subject=str(remedy.pk), city=remedy.city, agency=remedy.agency_id, step=step, due=due
            )
        )
    return True


def _due(step: str, remedy: Remedy) -> date:
    return remedy.contact_due if step == "contact" else remedy.due_on


def look_for_oddities() -> int:
    """Keep each odd pattern of the last day once, for the supervising body; return how many were new."""
    found = 0
    for pattern in oddities.patterns():
        with unit.work():
            row, made = Suspicion.objects.get_or_create(
                key=pattern.key,
                defaults={
                    "rule": pattern.rule, "agency_id": pattern.agency_id, "city": pattern.city,
                    "ratings": list(pattern.ratings), "found_at": clock.now(),
                },
            )  # fmt: skip
            if made:
                found += 1
                audit.record(SYSTEM, "suspicion.found", row)
                outbox.publish(
                    RatingsSuspected(
                        subject=str(row.pk), city=row.city, agency=row.agency_id, rule=row.rule,
                        ratings=len(pattern.ratings),
                    )
                )  # fmt: skip
    return found


def settle_suspicion(*, by: Actor, suspicion_id: int, confirmed: bool, text: str) -> Suspicion:
    """Decide about an odd pattern; confirmed, its ratings count no longer.

    Raises CentreOnly, SuspicionNotFound, RemedyInvalid.
    """
    policies.require_centre(by)
    reason = text.replace("\x00", "").strip()
    if not SHORTEST <= len(reason) <= LONGEST:
        raise RemedyInvalid(errors={"text": [_("请写 %d 至 %d 个字。") % (SHORTEST, LONGEST)]})
    with unit.work():
        rows = policies.suspicions_for(by).select_for_update(of=("self",))
        row = rows.filter(pk=suspicion_id, state=SuspicionState.OPEN).first()
        if row is None:
            raise SuspicionNotFound
        row.state = SuspicionState.CONFIRMED if confirmed else SuspicionState.DISMISSED
        row.reason, row.settled_by_id, row.settled_at = reason, by.account_id, clock.now()
        row.save(update_fields=["state", "reason", "settled_by", "settled_at"])
        audit.record(by, "suspicion.settled", row)
        if confirmed:
            for rating in Rating.objects.select_for_update().filter(pk__in=row.ratings).order_by("pk"):
                exclude_rating(rating, by, cause="suspicion")
    return row
