"""What the review of an automatic decision needs to know of its case."""

from collections.abc import Sequence

from onewindow.cases.models import Case
from onewindow.decisions import public as decisions


def subjects(numbers: Sequence[str]) -> dict[str, decisions.Subject]:
    """Return whose cases these are and which body decides them, in one statement."""
    wanted = ("number", "item_code", "item_name", "agency_id", "person_id", "organisation_id", "city")
    rows = Case.objects.filter(number__in=numbers).values_list(*wanted)
    return {number: decisions.Subject(*rest) for number, *rest in rows}
