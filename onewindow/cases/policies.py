"""Who may see and do what with a case: the only place it is decided, for one row and for a queryset."""

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left

from onewindow.cases.errors import CaseNotYours
from onewindow.cases.models import CITY, COUNTY, Case, CaseEvent, Transfer
from onewindow.cases.states import Channel
from onewindow.kernel.public import Actor

REVIEWERS = ("review", "approve", "chief")
COUNTER = "counter"  # the mandate a clerk acts under for the person who stands there


def is_applicant(by: Actor, case: Case) -> bool:
    """Tell whether the actor is the applicant, or acts for the applicant with a mandate for the item."""
    if by.kind != "person":
        return False
    mine = by.person_id is not None and by.person_id == case.person_id
    ours = by.organisation_id is not None and by.organisation_id == case.organisation_id
    return (mine or ours) and by.may_handle(case.item_code)


def within(by: Actor) -> Q:
    """Return the condition that an item is inside the actor's mandate."""
    inside = Q()
    for code in by.items or ():
        inside |= Q(item_code__startswith=code)
    return inside


def is_handling(by: Actor, case: Case) -> bool:
    """Tell whether the actor holds a reviewing post in the case's agency, for the case's region."""
    reviews = by.kind == "official" and by.has_role(*REVIEWERS) and by.agency == str(case.agency_id)
    return reviews and by.region_prefix != "" and case.region_code.startswith(by.region_prefix)


def _indexed(prefix: str) -> int:
    """Return how many digits of a region code an index finds a post's region by; 0 for what is wider."""
    return next((digits for digits in (COUNTY, CITY) if len(prefix) >= digits), 0)


def in_region(prefix: str) -> QuerySet[Case]:
    """Return the cases of a post's region, by its code without trailing zeros; city, county by an index."""
    cases, digits = Case.objects.filter(region_code__startswith=prefix), _indexed(prefix)
    return cases.alias(place=Left("region_code", digits)).filter(place=prefix[:digits]) if digits else cases


def in_region_sql(prefix: str) -> tuple[str, list[str]]:
    """Return the same condition as SQL over cases_case, with its values, for what counts without rows."""
    begins, digits = "starts_with(region_code, %s)", _indexed(prefix)
    if not digits:
        return begins, [prefix]
    return f"left(region_code, {digits}) = %s AND {begins}", [prefix[:digits], prefix]


def is_system_of(by: Actor, case: Case) -> bool:
    """Tell whether the actor is a handling system of the case's agency."""
    return by.kind == "client" and by.agency == str(case.agency_id)


def took_part(by: Actor, case: Case) -> bool:
    """Tell whether the actor reviews in a body that passed the case on by its process (初审、审核).

    Such a case is taken over by who gives it; a body that gave it away otherwise sees it no more.
    """
    if not case.process or by.kind != "official" or not by.has_role(*REVIEWERS) or not by.region_prefix:
        return False
    passed = Transfer.objects.filter(case=case, from_agency=by.agency, taken_by=F("by"))
    return passed.exists()


def can_see(by: Actor, case: Case) -> bool:
    """Tell whether the actor may open the case."""
    if by.kind == "system" or is_applicant(by, case) or is_handling(by, case) or is_system_of(by, case):
        return True
    return took_part(by, case)


def is_received_by(by: Actor, case: Case) -> bool:
    """Tell whether the actor's counter received the case: its receipt may be printed there again."""
    return (
        by.kind == "official"
        and by.has_role("window")
        and case.channel == Channel.COUNTER
        and (by.agency == str(case.agency_id) or _took_in(by, case))
    )


def _took_in(by: Actor, case: Case) -> bool:
    """Tell whether the clerk took it in for another body of the centre (一窗通办)."""
    return CaseEvent.objects.filter(case=case, kind="submitted", actor=f"{by.label}@{COUNTER}").exists()


def can_decide(by: Actor, case: Case) -> bool:
    """Tell whether the actor may decide the case; nobody decides an application of their own."""
    own = by.person_id is not None and by.person_id == case.person_id
    return is_handling(by, case) and by.has_role("approve", "chief") and not own


def can_handle(by: Actor, case: Case) -> bool:
    """Tell whether the actor may take the case on its way; nobody handles an application of their own."""
    own = by.person_id is not None and by.person_id == case.person_id
    return is_handling(by, case) and not own


def can_take_back(by: Actor, case: Case) -> bool:
    """Tell whether the actor may undo a step of one's own: in the body that has the case, or in one that
    passed it on; whose step it was and whether the next began is judged with the step."""
    own = by.person_id is not None and by.person_id == case.person_id
    return (is_handling(by, case) or took_part(by, case)) and not own


def can_use_licences(by: Actor, case: Case) -> bool:
    """Tell whether the actor handles the case or takes it in at the window of its body; never one's own."""
    own = by.person_id is not None and by.person_id == case.person_id
    window = by.kind == "official" and by.has_role("window") and by.agency == str(case.agency_id)
    return (is_handling(by, case) or window) and not own


def can_head(by: Actor, case: Case) -> bool:
    """Tell whether the actor acts for the head of the body, who alone extends limits (第四十二条)."""
    return can_handle(by, case) and by.has_role("chief")


def can_archive(by: Actor, case: Case) -> bool:
    """Tell whether the actor may archive the case: the system, or the body that handled it."""
    return by.kind == "system" or can_handle(by, case)


def can_withdraw(by: Actor, case: Case) -> bool:
    """Tell whether the actor may take the case back."""
    return is_applicant(by, case)


def require(allowed: bool) -> None:
    """Raise CaseNotYours unless allowed."""
    if not allowed:
        raise CaseNotYours


def visible_to(by: Actor) -> QuerySet[Case]:
    """Return the cases the actor may see, as a queryset."""
    cases = Case.objects.all()
    if by.kind == "system":
        return cases
    if by.kind == "client" and by.agency:
        return cases.filter(agency_id=by.agency)
    if by.kind == "official" and by.has_role(*REVIEWERS) and by.agency and by.region_prefix:
        return in_region(by.region_prefix).filter(agency_id=by.agency)
    if by.kind == "person":
        mine = Q()
        if by.person_id is not None:
            mine |= Q(person_id=by.person_id)
        if by.organisation_id is not None:
            mine |= Q(organisation_id=by.organisation_id)
        return cases.filter(mine, within(by)) if mine else cases.none()
    return cases.none()
