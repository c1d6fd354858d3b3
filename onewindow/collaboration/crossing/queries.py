"""Reads of what crosses borders."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from onewindow.cases import public as cases
from onewindow.catalogue import public as catalogue
from onewindow.collaboration.crossing import policies
from onewindow.collaboration.crossing.services import ACROSS_PROVINCES
from onewindow.collaboration.models import Handover, HandoverWay, Reception
from onewindow.kernel.public import Actor

PAGE_SIZE = 20
NOT_ACCEPTED = frozenset({cases.Status.PRE_REVIEW, cases.Status.RECEIVED})


@dataclass(frozen=True)
class ReceptionPage:
    """One keyset page of receptions."""

    rows: list[Reception]
    after: str


def reception_list(by: Actor, *, home: bool = False, after: str = "") -> ReceptionPage:
    """Return what the actor's counter received, or was received for its body, the newest first."""
    rows = policies.receptions(by, home=home)
    with suppress(ValueError):
        rows = rows.filter(pk__lt=UUID(after)) if after else rows
    found = list(rows.select_related("case", "hall", "home").order_by("-id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return ReceptionPage(shown, str(shown[-1].pk) if len(found) > PAGE_SIZE else "")


@dataclass(frozen=True)
class Crossing:
    """What of a case crossed borders, whether it may still go, whether its document may be taken."""

    reception: Reception | None
    handovers: tuple[Handover, ...]
    may_go: bool
    may_take: bool

    @property
    def last(self) -> Handover | None:
        """The document it went out with."""
        return next((one for one in reversed(self.handovers) if one.way == HandoverWay.OUT), None)


def crossing_of(case: cases.Case, by: Actor) -> Crossing | None:
    """Return what crossed borders of a case, for who looks; two statements, None where there is nothing."""
    rows = Reception.objects.filter(case=case).select_related("hall", "home")
    gone = tuple(Handover.objects.filter(case=case).order_by("id"))
    reach = catalogue.item_version(case.item_version_id).reach
    mine = by.kind == "official" and by.agency == str(case.agency_id)
    may_go = mine and reach in ACROSS_PROVINCES and case.status in NOT_ACCEPTED
    out = any(one.way == HandoverWay.OUT for one in gone)
    found = Crossing(rows.first(), gone, may_go, mine and out)
    return found if found.reception or gone or may_go else None
