"""Named reads of messages."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.lookups import IsNull

from onewindow.kernel.public import Actor
from onewindow.messages import policies
from onewindow.messages.models import Message, Preference, Sending

A_PAGE = 20
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Page:
    """Messages of a page, newest first, and where the next one begins."""

    messages: list[Message]
    older: int | None


def inbox(by: Actor, *, before: int | None = None, unread: bool = False) -> Page:
    """Return a page of the actor's messages, in one statement."""
    rows = policies.messages_for(by).order_by("-id")
    if unread:
        rows = rows.filter(read_at=None)
    found = list((rows if before is None else rows.filter(pk__lt=before))[: A_PAGE + 1])
    return Page(found[:A_PAGE], found[A_PAGE - 1].pk if len(found) > A_PAGE else None)


def preference_of(by: Actor) -> Preference:
    """Return what the party prefers; where nothing was said, text messages and quiet at night."""
    return Preference.objects.filter(policies.party_of(by)).first() or Preference()


def failures(by: Actor, *, before: int | None = None) -> list[Sending]:
    """Return what could not be sent, newest first, one more than a page when there is more."""
    rows = policies.failures_for(by).select_related("message").order_by("-id")
    return list((rows if before is None else rows.filter(pk__lt=before))[: A_PAGE + 1])


def unread_column() -> ArraySubquery:
    """Return the keys of the unread messages of an account as a column: no statement more for the header."""
    mine = Q(person_id=OuterRef("person_id")) | Q(organisation_id=OuterRef("organisation_id"))
    here = Message.objects.filter(mine, read_at=None, at_work=IsNull(OuterRef("post_id"), False))
    return ArraySubquery(here.values("pk")[:MOST_COUNTED])
