"""Handlers with nothing to do for an event: asked for many subjects at once, and given no delivery."""

import logging
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import transaction

from onewindow.kernel import prepared
from onewindow.kernel.outbox.publishing import asking, handlers

log = logging.getLogger(__name__)
_BEHIND = prepared.numbered("""
    SELECT DISTINCT handler, subject FROM kernel_delivery
    WHERE state = 'waiting' AND handler = ANY(%s) AND subject = ANY(%s)
""")


class Hearing(NamedTuple):
    """An event and a handler it is for."""

    event: int
    type: str
    subject: str
    handler: str

    @property
    def question(self) -> tuple[str, str]:
        """Tell by what it is known who is asked."""
        return self.type, self.handler

    @property
    def place(self) -> tuple[str, str]:
        """Return within what order matters for the answer: context and subject."""
        return _context(self.handler), self.subject


def unconcerned(hearings: Sequence[Hearing]) -> set[Hearing]:
    """Return which of these, in the order of events, have nothing to do; none of who cannot tell.

    The answer is taken only where nothing earlier of the subject waits within the handler's context: that
    may yet make the subject one the handler is concerned with. It is then what the handler would find now.
    """
    asked: dict[tuple[str, str], set[str]] = {}
    for one in hearings:
        if one.question in asking:
            asked.setdefault(one.question, set()).add(one.subject)
    idle = _idle(asked)
    if not any(idle.values()):
        return set()
    earliest = dict.fromkeys(_behind(idle), 0)
    found = set()
    for one in hearings:
        if one.subject in idle.get(one.question, ()) and earliest.get(one.place, one.event) == one.event:
            found.add(one)
        else:
            earliest.setdefault(one.place, one.event)
    return found


def _idle(asked: Mapping[tuple[str, str], set[str]]) -> dict[tuple[str, str], frozenset[str]]:
    """Ask by type and handler about subjects; return of which there is nothing to do."""
    try:
        with transaction.atomic():
            return {
                question: frozenset(subjects).difference(asking[question](sorted(subjects)))
                for question, subjects in asked.items()
            }
    except Exception:
        log.exception("one of %s cannot tell what it is concerned with", sorted(asked))
        return {}


def _behind(idle: Mapping[tuple[str, str], frozenset[str]]) -> set[tuple[str, str]]:
    """Return the places of these where a delivery waits."""
    contexts = {_context(name) for _, name in idle}
    names = {name for known in handlers.values() for name in known if _context(name) in contexts}
    subjects = frozenset().union(*idle.values())
    with prepared.cursor() as cursor:
        cursor.execute(_BEHIND, [sorted(names), sorted(subjects)])
        return {(_context(name), subject) for name, subject in cursor.fetchall()}


def _context(handler: str) -> str:
    return handler.partition(".")[0]
