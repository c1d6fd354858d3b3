"""Which of many cases collaboration has anything to do for: most are nobody's part, and of no project.

Each read is one statement for all subjects of an event's waiting deliveries; it may name a case too many,
never one too few.
"""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from onewindow.cases import public as cases
from onewindow.collaboration.models import (
    Joint,
    Member,
    MemberState,
    NameClaim,
    NameState,
    Procedure,
    Project,
)
from onewindow.collaboration.naming.rules import rules as naming_rules
from onewindow.collaboration.opening import rules as opening_rules


def leads_or_parts_again(numbers: Sequence[str]) -> set[str]:
    """Return the cases that lead a joint procedure, or are a part applied for again."""
    refused = Member.objects.filter(state=MemberState.REFUSED_ONCE).exclude(draft_reference="")
    again = refused.filter(draft_reference=OuterRef("draft_reference"))
    led = Procedure.objects.filter(lead_version=OuterRef("item_version_id"))
    rows = cases.Case.objects.filter(Exists(led) | Exists(again), number__in=numbers)
    return set(rows.values_list("number", flat=True))


def of_project_owners(numbers: Sequence[str]) -> set[str]:
    """Return the cases of firms that have a project."""
    owned = Project.objects.filter(organisation=OuterRef("organisation_id"))
    rows = cases.Case.objects.filter(Exists(owned), number__in=numbers, organisation__isnull=False)
    return set(rows.values_list("number", flat=True))


def carrying_names(numbers: Sequence[str]) -> set[str]:
    """Return the applications for registration, which carry a name."""
    forms = {opening_rules().form, f"joint-{naming_rules().procedure}"}
    rows = cases.Case.objects.filter(number__in=numbers, item_version__form_code__in=forms)
    return set(rows.values_list("number", flat=True))


def leads_or_parts(numbers: Sequence[str]) -> set[str]:
    """Return the cases that are parts under way, or lead a joint case that has not ended."""
    parts = Member.objects.filter(number__in=numbers, state=MemberState.OPEN).values_list("number")
    leads = Joint.objects.filter(number__in=numbers, ended_at=None).values_list("number")
    return {number for (number,) in parts.union(leads)}


def registrations(numbers: Sequence[str]) -> set[str]:
    """Return the cases that open a company, or that a declared name waits for, itself or as their lead."""
    form = opening_rules().form
    opening = cases.Case.objects.filter(number__in=numbers, item_version__form_code=form).values_list(
        "number"
    )
    named = NameClaim.objects.filter(case_number__in=numbers, state=NameState.KEPT).values_list("case_number")
    parts = Member.objects.filter(number__in=numbers).values_list("number")
    return {number for (number,) in opening.union(named, parts)}
