"""Reads of the relay: each link with its numbers, its bundles and the files that arrived."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from onewindow.exchange.relay.errors import UnknownLink
from onewindow.exchange.relay.models import Arrival, ArrivalState, Bundle, Link
from onewindow.ui.public import Page

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Crossing:
    """A link: bundles sent, acknowledged and waiting; received; files that wait or were refused."""

    link: Link
    sent: int
    waiting: int
    received: int
    early: int
    refused: int
    last: object

    @property
    def acknowledged(self) -> int:
        """Return how many bundles are known to have arrived."""
        return self.sent - self.waiting


def crossings() -> list[Crossing]:
    """Return every link with its numbers; three statements."""
    return _crossings(list(Link.objects.order_by("code")[:200]))


def crossing(code: str) -> Crossing:
    """Return one link with its numbers; raise UnknownLink."""
    found = _crossings(list(Link.objects.filter(code=code)))
    if not found:
        raise UnknownLink
    return found[0]


def _crossings(links: list[Link]) -> list[Crossing]:
    waiting = Bundle.objects.filter(link__in=links, acked_at=None).values_list("link").annotate(Count("pk"))
    unacked = dict(waiting)
    arrived = Arrival.objects.filter(link__in=links).values_list("link")
    counted = arrived.annotate(
        early=Count("pk", filter=Q(state=ArrivalState.EARLY)),
        refused=Count("pk", filter=Q(state=ArrivalState.REFUSED)), last=Max("last_at"),
    )  # fmt: skip
    files = {link: (early, refused, last) for link, early, refused, last in counted}
    return [
        Crossing(
            one, one.out_seq, unacked.get(one.pk, 0), one.in_seq, *files.get(one.pk, (0, 0, None))
        )
        for one in links
    ]  # fmt: skip


def bundles(link: Link, given: Mapping[str, str]) -> Page[Bundle]:
    """Return a page of the bundles that left, newest first; `given`: waiting, after (a number)."""
    rows = link.bundles.all()
    if given.get("show") == "waiting":
        rows = rows.filter(acked_at=None)
    if (after := _number(given.get("after", ""))) is not None:
        rows = rows.filter(seq__lt=after)
    found = list(rows.order_by("-seq")[: A_PAGE + 1])
    return Page(found[:A_PAGE], str(found[A_PAGE - 1].seq) if len(found) > A_PAGE else "")


def arrivals(link: Link, given: Mapping[str, str]) -> Page[Arrival]:
    """Return a page of the files that arrived, newest first; `given`: show (refused), after (a key)."""
    rows = link.arrivals.all()
    if given.get("show") == "refused":
        rows = rows.exclude(state=ArrivalState.TAKEN)
    if (after := _number(given.get("after", ""))) is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: A_PAGE + 1])
    return Page(found[:A_PAGE], str(found[A_PAGE - 1].pk) if len(found) > A_PAGE else "")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
