"""Whose messages: only the party's own, and whoever stands fully in its place."""

from django.db.models import Q, QuerySet

from onewindow.identity import public as identity
from onewindow.kernel.public import Actor
from onewindow.messages.models import Message, Sending

WATCHERS = ("admin", "supervise")


def party_of(by: Actor) -> Q:
    """Return the condition that a row is the actor's party's; nobody's where it has none."""
    if by.organisation_id is not None:
        return Q(organisation_id=by.organisation_id)
    return Q(person_id=by.person_id or 0)


def messages_for(by: Actor) -> QuerySet[Message]:
    """Return the messages to the actor's party; an agent with limits reads none.

    An official at the desk reads what was told in office, the same human at home everything else.
    """
    if by.kind == "official" and by.person_id is not None:
        return Message.objects.filter(person_id=by.person_id, at_work=True)
    if not identity.is_principal(by):
        return Message.objects.none()
    return Message.objects.filter(party_of(by), at_work=False)


def failures_for(by: Actor) -> QuerySet[Sending]:
    """Return what could not be sent in the post's region, for the posts that look after it."""
    if by.kind != "official" or not by.has_role(*WATCHERS) or not by.region_prefix:
        return Sending.objects.none()
    failed = Sending.objects.filter(state__in=[Sending.State.REFUSED, Sending.State.GIVEN_UP])
    city = by.region_prefix[:4]
    return failed if city in {"45", "4500"} else failed.filter(city=city)
