"""Reads of opened companies: codes, pushes, what was told to whom, segments."""

from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from onewindow.collaboration import policies
from onewindow.collaboration.models import CodeSegment, FollowUp, Member, Opening, Push, PushState
from onewindow.kernel.public import Actor

PAGE_SIZE = 20
M = TypeVar("M", Opening, FollowUp)


@dataclass(frozen=True)
class OpeningPage:
    """One keyset page of openings."""

    rows: list[Opening]
    after: str


@dataclass(frozen=True)
class FollowUpPage:
    """One keyset page of approvals told to a body."""

    rows: list[FollowUp]
    after: str


def opening_list(by: Actor, *, tab: str = "all", after: str = "") -> OpeningPage:
    """Return the companies the actor's body registered, or those something is wrong with; two statements."""
    rows = policies.openings_of(by)
    if tab == "failed":
        failed = Push.objects.filter(opening=OuterRef("pk"), state=PushState.FAILED)
        rows = rows.filter(Q(uscc="") | Exists(failed))
    rows = rows.select_related("case").prefetch_related("pushes").order_by("-id")
    found = list(_after(rows, after)[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return OpeningPage(shown, str(shown[-1].pk) if len(found) > PAGE_SIZE else "")


def follow_up_list(by: Actor, *, after: str = "") -> FollowUpPage:
    """Return what the actor's body was told to approve afterwards, the newest first; one statement."""
    rows = policies.follow_ups_of(by).select_related("opening__agency").order_by("-id")
    found = list(_after(rows, after)[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return FollowUpPage(shown, str(shown[-1].pk) if len(found) > PAGE_SIZE else "")


def _after(rows: QuerySet[M], after: str) -> QuerySet[M]:
    with suppress(ValueError):
        return rows.filter(pk__lt=UUID(after)) if after else rows
    return rows


def segments_of(by: Actor) -> list[CodeSegment]:
    """Return the code segments of the actor's body, in the order they are used."""
    if not by.agency or by.kind != "official":
        return []
    return list(CodeSegment.objects.filter(agency_id=by.agency).order_by("id"))


def opening_of(number: str) -> Opening | None:
    """Return the company that a case opened, or a part of the joint case it leads; three statements."""
    parts = Member.objects.filter(joint__number=number).exclude(number="").values("number")
    mine = Opening.objects.filter(Q(case__number=number) | Q(case__number__in=parts))
    return mine.prefetch_related("pushes", "follow_ups__agency").order_by("id").first()
