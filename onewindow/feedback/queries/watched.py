"""What a supervising context watches: the limits a body has, and when it kept them; nobody's name."""

from dataclasses import dataclass
from datetime import date, datetime

from onewindow.feedback import rules
from onewindow.feedback.models import Remedy, Task
from onewindow.feedback.states import ENDED, OVER, AppealState, RemedyState, TaskState
from onewindow.kernel.public import clock


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one subject: for a bad rating both, for a body's part of a concern `due` only."""

    subject: str
    title: str
    item_code: str
    agency_id: int
    agency_name: str
    city: str
    region_code: str
    due: date
    done_on: date | None
    contact_due: date | None = None
    contacted_on: date | None = None


def rating_limits(remedy_id: str, *, due: date | None = None) -> Limits:
    """Return the limits of a bad rating; `due` is the day its rectification had, where that is over.

    While an appeal is open, and once the rating does not count, nothing is owed.
    """
    one = Remedy.objects.select_related("rating", "agency").get(pk=remedy_id)
    idle = clock.today() if one.appeal == AppealState.ASKED or one.state == RemedyState.REVOKED else None
    working = one.state not in {*ENDED, RemedyState.RECTIFIED}
    done = idle or (None if working else _day(one.rectified_at) or _day(one.closed_at))
    return Limits(
        str(one.pk), one.rating.item_name, one.rating.item_code, one.agency_id, one.agency.name, one.city,
        one.rating.region_code, one.due_on if working else due or done or one.due_on, done, one.contact_due,
        _day(one.contacted_at) or idle,
    )  # fmt: skip


def task_limits(number: str) -> list[Limits]:
    """Return the limits of every body's part of a concern; what was given back or ended is not owed."""
    rows = Task.objects.filter(concern__number=number).select_related("concern", "agency").order_by("id")
    return [_task(one) for one in rows]


def _task(one: Task) -> Limits:
    over = one.state == TaskState.RETURNED or one.concern.state in OVER
    done = _day(one.answered_at) or (clock.today() if over else None)
    kind = rules.kinds()[one.concern.kind].name
    return Limits(
        str(one.pk), kind, one.concern.item_code, one.agency_id, one.agency.name, one.city,
        one.concern.region_code, one.due_on, done,
    )  # fmt: skip


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else clock.local(moment).date()
