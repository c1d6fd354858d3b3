"""Open a case: whoever looks is seen, before they see."""

from onewindow.cases.models import Case
from onewindow.cases.queries import case_for
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, unit


def open_case(*, by: Actor, number: str, reason: str = "审查办件") -> Case:
    """Return a case; an officer's or a system's look is recorded for the applicant to see, before the answer.

    Raises CaseNotFound, CaseNotYours.
    """
    case = case_for(by, number)
    if by.kind in {"official", "client"}:
        look = identity.Access(
            subject_kind="person" if case.person_id else "organisation",
            subject_id=case.person_id or case.organisation_id or 0,
            what="办件：申请内容、材料、判断过程",
            reason=reason[:200],
            case=number,
            item=case.item_code,
        )
        with unit.work():
            identity.record_accesses(by, [look])
    return case
