"""How a bad rating ends: the rater is satisfied, is not and it starts again, or it does not count."""

from onewindow.feedback import rules
from onewindow.feedback.events import BadRatingClosed, BadRatingReopened, RatingExcluded
from onewindow.feedback.models import Rating, Remedy
from onewindow.feedback.services.steps import CENTRE, RATER, take_step, tell_rater
from onewindow.feedback.services.tallies import uncount_rating
from onewindow.feedback.states import RemedyState, Turn
from onewindow.kernel.public import Actor, audit, clock, outbox


def conclude(remedy: Remedy, by: Actor, *, satisfied: bool | None, text: str = "") -> None:
    """Close a remedy, or open its next round where the rater is not satisfied and there is one left.

    `satisfied` is None where the rater could not be asked or would not say.
    """
    who = CENTRE if by.kind == "official" else RATER
    words = {True: "评价人对整改满意", False: "评价人对整改不满意", None: "评价人没有表示意见"}[satisfied]
    take_step(remedy, by, "called_back", words, text=text, who=who)
    remedy.satisfied = satisfied
    if satisfied is False and remedy.round < rules.limit("rounds"):
        _reopen(remedy)
    else:
        _close(remedy, RemedyState.CLOSED)
    remedy.save()
    audit.record(by, "remedy.called_back", remedy, facts={"satisfied": satisfied})


def exclude_rating(rating: Rating, by: Actor, *, cause: str) -> None:
    """Let a rating count no longer; it stays on record."""
    if rating.excluded:
        return
    rating.excluded = cause
    rating.save(update_fields=["excluded"])
    audit.record(by, "rating.excluded", rating)
    if rating.turn == Turn.FIRST:
        uncount_rating(rating)
    outbox.publish(
        RatingExcluded(subject=str(rating.pk), city=rating.city, agency=rating.agency_id, cause=cause)
    )


def revoke(remedy: Remedy, by: Actor, reason: str) -> None:
    """End a remedy because its rating does not count, and tell the rater why."""
    step = take_step(remedy, by, "revoked", "这次评价不计入统计", text=reason, who=CENTRE)
    _close(remedy, RemedyState.REVOKED)
    remedy.save()
    audit.record(by, "remedy.revoked", remedy)
    tell_rater(remedy, "rating-excluded", step)


def _close(remedy: Remedy, state: RemedyState) -> None:
    remedy.state, remedy.closed_at = state, clock.now()
    outbox.publish(
        BadRatingClosed(
            subject=str(remedy.pk), city=remedy.city, agency=remedy.agency_id, satisfied=remedy.satisfied
        )
    )


def _reopen(remedy: Remedy) -> None:
    remedy.state, remedy.round = RemedyState.OPEN, remedy.round + 1
    remedy.finding, remedy.rectified_at, remedy.again_until = "", None, None
    remedy.due_on = rules.due(remedy.rating.region_code, rules.limit("rectify"))
    outbox.publish(
        BadRatingReopened(
            subject=str(remedy.pk), city=remedy.city, agency=remedy.agency_id, round=remedy.round,
            due=remedy.due_on,
        )
    )  # fmt: skip
