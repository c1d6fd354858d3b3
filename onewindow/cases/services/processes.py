"""The process of a case in step with the case: begun when it is accepted, still while its clock stands."""

from collections.abc import Sequence

from onewindow.cases.events import CaseTransferred
from onewindow.cases.models import Case, Extension, Transfer
from onewindow.cases.services.steps import leave_trace
from onewindow.cases.ways import way_of
from onewindow.government import public as government
from onewindow.kernel.public import Actor, clock, outbox
from onewindow.workflow import public as workflow


def begin_process(case: Case, key: str, *, by: Actor) -> None:
    """Begin the process of a locked case in the caller's unit of work; an item without one has none."""
    if not key:
        return
    way = way_of(case, key)
    case.process = key = way.process or key if way is not None else key
    workflow.start_process(
        by=by,
        key=key,
        subject=case.number,
        city=case.city,
        region_code=case.region_code,
        agency=str(case.agency_id),
        title=f"{case.item_name} · {case.applicant_name}",
        values=way.values if way is not None else {},
    )
    if way is not None:
        pass_on(case, by, how=BACK)  # begun anew, it stands with the body that reviews first


def stand_still(case: Case, by: Actor) -> None:
    """Let the process stand still with the clock."""
    if case.process:
        workflow.pause_process(by=by, subject=case.number)


def go_on(case: Case, by: Actor) -> None:
    """Let the process go on with the clock; its days move."""
    if case.process:
        workflow.resume_process(by=by, subject=case.number)


def move_along(case: Case, by: Actor, *, sender: int) -> None:
    """Give what the sender had open in the process to the body that has the case now."""
    if case.process and case.accepted_at is not None:
        workflow.move_process(by=by, subject=case.number, agency=str(case.agency_id), held_by=str(sender))


UP, BACK, UNDONE = ("报送", "按流程上报"), ("退回", "按流程退回"), ("撤回到", "下级撤回重办")
"""How a case goes to another body by its process: the word of the timeline, the reason kept."""


def pass_on(
    case: Case,
    by: Actor,
    *,
    opened: Sequence[workflow.Task] | None = None,
    how: tuple[str, str] = UP,
) -> None:
    """Give a locked case to the body that has its open steps, where that is another one (初审后上报).

    History and clock go with it; by its process, so nobody has to take it over. `opened` are the steps that
    were opened just now, where the caller knows; `how` says whether it goes up, was sent or taken back.
    """
    if opened is not None and all(one.agency == str(case.agency_id) for one in opened):
        return
    open_ = workflow.Task.objects.filter(subject=case.number, state="open", kind="task", of=None)
    bodies = set(open_.values_list("agency", flat=True))
    if len(bodies) != 1 or bodies == {str(case.agency_id)}:
        return
    target = government.Agency.objects.get(pk=bodies.pop())
    sender, now = case.agency, clock.now()
    Transfer(
        case=case, from_agency=sender, to_agency=target, reason=how[1], at=now,
        by=by.label, taken_at=now, taken_by=by.label, city=case.city,
    ).save(force_insert=True)  # fmt: skip
    Extension.objects.filter(case=case, state="asked").update(state="taken", answered_at=now)
    case.agency, case.region_code = target, target.region_code
    leave_trace(
        case, by, "passed_on", f"{how[0]}{target.name}", kind="step",
        who=target.name if how == UNDONE else sender.name,
        detail="全部材料、意见和期限一并移交，不用重新提交。",
        facts={"from": sender.pk, "to": target.pk},
    )  # fmt: skip
    outbox.publish(
        CaseTransferred(subject=case.number, city=case.city, from_agency=sender.pk, to_agency=target.pk)
    )


def call_off(case: Case, by: Actor) -> None:
    """End the process of a case that ends otherwise."""
    if case.process:
        workflow.cancel_process(by=by, subject=case.number)
