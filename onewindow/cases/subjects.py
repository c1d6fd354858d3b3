"""What contexts below need to know of a case: its review, the licences it may use."""

from collections.abc import Sequence

from onewindow.cases import policies
from onewindow.cases.exempt import types_of
from onewindow.cases.models import Case
from onewindow.catalogue import public as catalogue
from onewindow.decisions import public as decisions
from onewindow.kernel.public import Actor
from onewindow.licences import public as licences


def subjects(numbers: Sequence[str]) -> dict[str, decisions.Subject]:
    """Return whose cases these are and which body decides them, in one statement."""
    wanted = ("number", "item_code", "item_name", "agency_id", "person_id", "organisation_id", "city")
    rows = Case.objects.filter(number__in=numbers).values_list(*wanted)
    return {number: decisions.Subject(*rest) for number, *rest in rows}


def business(by: Actor, number: str) -> licences.Business | None:
    """Return what a case in the officer's hands is about, for the use of licences; else nothing."""
    rows = Case.objects.select_related("person", "organisation").filter(number=number)
    case = rows.first()
    if case is None or not case.is_open() or not policies.can_use_licences(by, case):
        return None
    applicant = case.applicant
    types = types_of(catalogue.item_version(case.item_version_id), applicant.kind)
    return licences.Business(
        case_number=case.number,
        item_code=case.item_code,
        item_name=case.item_name,
        holder=licences.Holder(applicant.kind, applicant.name, applicant.number),
        types=tuple(types.values()),
    )
