"""Who reads which outside cases: their holder, and the body whose item it is."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from onewindow.cases.errors import CaseNotFound
from onewindow.cases.outside.models import OutsideCase, OutsideStep
from onewindow.cases.policies import REVIEWERS
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor

A_PAGE = 20


@dataclass(frozen=True)
class OutsidePage:
    """One keyset page, newest first; `after` is the mark of the next."""

    cases: list[OutsideCase]
    after: str


def outside_cases(by: Actor, *, text: str = "", state: str = "", after: str = "") -> OutsidePage:
    """Return the outside cases the actor may see, in one statement (a person's: one more for the number).

    `text` is a case number or the beginning of the applicant's name.
    """
    rows = visible_to(by).order_by("-id")
    if text:
        rows = rows.filter(number=text) | rows.filter(applicant_name__startswith=text)
    if state:
        rows = rows.filter(state=state)
    if (mark := _uuid(after)) is not None:
        rows = rows.filter(pk__lt=mark)
    found = list(rows[: A_PAGE + 1])
    return OutsidePage(found[:A_PAGE], str(found[A_PAGE - 1].pk) if len(found) > A_PAGE else "")


def outside_case(by: Actor, case_id: UUID) -> OutsideCase:
    """Return one with its timeline. Raises CaseNotFound, also for what is somebody else's."""
    rows = visible_to(by).select_related("agency")
    steps = Prefetch("steps", OutsideStep.objects.order_by("at", "id"))
    found = rows.filter(pk=case_id).prefetch_related(steps).first()
    if found is None:
        raise CaseNotFound
    return found


def visible_to(by: Actor) -> QuerySet[OutsideCase]:
    """Return the outside cases an actor may see, as a queryset."""
    rows = OutsideCase.objects.filter(removed=False)
    if by.kind == "official":
        reviews = by.has_role(*REVIEWERS) and bool(by.agency)
        return rows.filter(agency_id=by.agency) if reviews else rows.none()
    key = identity.number_key_of(by) if identity.is_principal(by) else None
    return rows.filter(holder_key=key) if key is not None else rows.none()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
