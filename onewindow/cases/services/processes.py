"""The process of a case in step with the case: begun when it is accepted, still while its clock stands."""

from onewindow.cases.models import Case
from onewindow.kernel.public import Actor
from onewindow.workflow import public as workflow


def begin_process(case: Case, key: str, *, by: Actor) -> None:
    """Begin the process of a locked case in the caller's unit of work; an item without one has none."""
    if not key:
        return
    case.process = key
    workflow.start_process(
        by=by,
        key=key,
        subject=case.number,
        city=case.city,
        region_code=case.region_code,
        agency=str(case.agency_id),
        title=f"{case.item_name} · {case.applicant_name}",
    )


def stand_still(case: Case, by: Actor) -> None:
    """Let the process stand still with the clock."""
    if case.process:
        workflow.pause_process(by=by, subject=case.number)


def go_on(case: Case, by: Actor) -> None:
    """Let the process go on with the clock; its days move."""
    if case.process:
        workflow.resume_process(by=by, subject=case.number)


def move_along(case: Case, by: Actor) -> None:
    """Give what is open in the process to the body that has the case now."""
    if case.process and case.accepted_at is not None:
        workflow.move_process(by=by, subject=case.number, agency=str(case.agency_id))


def call_off(case: Case, by: Actor) -> None:
    """End the process of a case that ends otherwise."""
    if case.process:
        workflow.cancel_process(by=by, subject=case.number)
