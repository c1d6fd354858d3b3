"""Who acted in a case, and whether each held a post of its body with the right to do so on that day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from onewindow.cases import public as cases
from onewindow.identity import public as identity
from onewindow.kernel.public import clock
from onewindow.supervision.facts import Act
from onewindow.workflow import public as workflow

OFFICIAL, ACCEPTED = "official:", "accepted"
HANDLING = ("review", "approve", "chief")
ROLES: Mapping[str, tuple[str, ...]] = {
    "accept": ("window", *HANDLING), "review": HANDLING, "approve": ("approve", "chief"),
    "decide": ("approve", "chief"),
}  # fmt: skip
Known = Mapping[int, Sequence[identity.Authority]]


class Done(NamedTuple):
    """An act as the rows tell it."""

    kind: str
    by: str
    at: datetime


def authority_in(acts: Iterable[Iterable[Done]]) -> Known:
    """Return the posts of all who acted; two statements however many they are."""
    hands = {act.by for each in acts for act in each}
    return identity.authority_of({_account(by) for by in hands})


def acts_of(one: cases.Watched, acts: Iterable[Done], known: Known) -> list[Act]:
    """Return acceptance, reviews and decision with who did them, and whether that one might."""
    return [
        {"kind": act.kind, "by": act.by, "on": str(_day(act.at)), "may": _may(one, act, known)}
        for act in acts
    ]


def done_in(one: cases.Watched, tasks: Sequence[workflow.TaskRow]) -> list[Done]:
    """Return what was done in a case that needs authority."""
    case = one.case
    done = [task for task in tasks if task.state == "done" and task.closed_at]
    found = [Done("accept", row.actor, row.at) for row in one.acts if row.kind == ACCEPTED]
    found += [
        Done("review", task.closed_by, task.closed_at)
        for task in done[:-1]
        if task.closed_at is not None and task.closed_by.startswith(OFFICIAL)
    ]
    if case.decided_at and not case.automatic and case.decided_by.startswith(OFFICIAL):
        found.append(Done("approve" if done else "decide", case.decided_by, case.decided_at))
    return found


def _may(one: cases.Watched, act: Done, known: Known) -> bool:
    body, place, on = one.case.agency_id, one.case.region_code, _day(act.at)
    for moved in one.transfers:
        if act.at < moved.at:
            body, place = moved.from_agency_id, ""  # its place then is not kept: the body alone is asked
            break
    return any(
        post.agency_id == body and place.startswith(post.region_prefix if place else "")
        for post in known.get(_account(act.by), ())
        if post.had(ROLES[act.kind], on)
    )


def _account(by: str) -> int:
    told = by.removeprefix(OFFICIAL).partition("@")[0]
    return int(told) if told.isdecimal() else 0


def _day(at: datetime) -> date:
    return clock.local(at).date()
