"""Which of many cases collaboration has anything to do for: most are nobody's part, and of no project.

Each read is one statement for all subjects of an event's type on their way; it may name a case too many,
never one too few.
"""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from onewindow.cases import public as cases
from onewindow.collaboration.models import (
    Joint,
    Member,
    MemberState,
    Procedure,
    Project,
)
from onewindow.collaboration.naming.rules import rules as naming_rules
from onewindow.collaboration.opening import rules as opening_rules
from onewindow.kernel.public import prepared

NUMBERS = prepared.among("number", 1)


def leads_or_parts_again(numbers: Sequence[str]) -> set[str]:
    """Return the cases that lead a joint procedure, or are a part applied for again."""
    return set(_AGAIN.all(list(numbers)))


def accepted_leads(numbers: Sequence[str]) -> set[str]:
    """Return the cases that lead a joint procedure, whether its joint case was made yet or not."""
    return set(_ACCEPTED.all(list(numbers)))


def leads(numbers: Sequence[str]) -> set[str]:
    """Return the cases that lead a joint case."""
    return set(_LEADS.all(list(numbers)))


def of_project_owners(numbers: Sequence[str]) -> set[str]:
    """Return the cases of firms that have a project."""
    return set(_OWNERS.all(list(numbers)))


def carrying_names(numbers: Sequence[str]) -> set[str]:
    """Return the cases that register a company, alone, as the joint case that does, or as its part."""
    forms = [opening_rules().form, f"joint-{naming_rules().procedure}"]
    return set(_OF_FORMS.all(list(numbers), forms))


def leads_or_parts(numbers: Sequence[str]) -> set[str]:
    """Return the cases that are parts under way, or lead a joint case that has not ended."""
    return set(_UNDER_WAY.all(list(numbers)))


def _accepted() -> QuerySet[cases.Case, str]:
    led = Procedure.objects.filter(lead_version=OuterRef("item_version_id"))
    return cases.Case.objects.filter(NUMBERS, Exists(led)).values_list("number", flat=True)


def _again() -> QuerySet[cases.Case, str]:
    refused = Member.objects.filter(state=MemberState.REFUSED_ONCE).exclude(draft_reference="")
    again = refused.filter(draft_reference=OuterRef("draft_reference"))
    led = Procedure.objects.filter(lead_version=OuterRef("item_version_id"))
    return cases.Case.objects.filter(NUMBERS, Exists(led) | Exists(again)).values_list("number", flat=True)


def _leads() -> QuerySet[Joint, str]:
    return Joint.objects.filter(NUMBERS).values_list("number", flat=True)


def _owners() -> QuerySet[cases.Case, str]:
    owned = Project.objects.filter(organisation=OuterRef("organisation_id"))
    rows = cases.Case.objects.filter(NUMBERS, Exists(owned), organisation__isnull=False)
    return rows.values_list("number", flat=True)


def _of_forms() -> QuerySet[cases.Case, str]:
    rows = cases.Case.objects.filter(NUMBERS, prepared.among("item_version__form_code", 2))
    return rows.values_list("number", flat=True)


def _under_way() -> QuerySet[Member, str]:
    parts = Member.objects.filter(NUMBERS, state=MemberState.OPEN).values_list("number", flat=True)
    return parts.union(Joint.objects.filter(NUMBERS, ended_at=None).values_list("number", flat=True))


_ACCEPTED, _AGAIN, _LEADS = prepared.Column(_accepted), prepared.Column(_again), prepared.Column(_leads)
_OWNERS, _OF_FORMS = prepared.Column(_owners), prepared.Column(_of_forms)
_UNDER_WAY = prepared.Column(_under_way)
