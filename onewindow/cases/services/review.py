"""Review along the process of the item: each step by its holder; decided only when the process says so."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from onewindow.cases import notices, papers, policies, wording
from onewindow.cases.checkpoints import checks_of
from onewindow.cases.errors import FlowInvalid, WrongState
from onewindow.cases.events import NegativeFiled
from onewindow.cases.models import Case, NegativeFiling, StepCheck
from onewindow.cases.services.closing import finish
from onewindow.cases.services.decide import check_opinion, grant
from onewindow.cases.services.hearing import check_heard, require_not_host
from onewindow.cases.services.processes import BACK, UNDONE, pass_on
from onewindow.cases.services.refuse import file_negative, is_same_person
from onewindow.cases.services.steps import leave_trace, locked
from onewindow.cases.states import Delivery, Outcome, Status
from onewindow.kernel.public import Actor, clock, outbox, unit
from onewindow.workflow import public as workflow

Rule = Callable[[Actor, Case], bool]


@contextmanager
def _stepping(by: Actor, number: str, may: Rule = policies.can_handle) -> Iterator[Case]:
    """Hold a case that is under review along a process, for one who may handle it."""
    with unit.work():
        case = locked(number)
        policies.require(may(by, case))
        if case.status != Status.REVIEWING or not case.process:
            raise WrongState(status=Status(case.status).label)
        yield case


def do_step(
    *,
    by: Actor,
    number: str,
    task: UUID,
    outcome: str,
    opinion: str,
    legal_basis: str = "",
    delivery: Delivery = Delivery.ELECTRONIC,
    ticked: Collection[int] = (),
) -> Case:
    """Complete one's step of the review; where the process ends with it, the case is decided as it says.

    `ticked` are the numbers of the review points (审查要点) found met; which were not is kept with the step.
    A refusal was proposed by one and approved by another: the filing (否定报备) names both and is released
    with it; where one person did all, another must release it. Raises CaseNotYours, WrongState, FlowInvalid,
    OpinionMissing, HearingPending, and what workflow refuses (TaskGone, NotYourTask, SameHand …).
    """
    said = opinion.strip()
    if not said:
        raise FlowInvalid(errors={"opinion": ["请填写办理意见。"]})
    if len(said) > 1000:
        raise FlowInvalid(errors={"opinion": [f"最多 1000 字，现在是 {len(said)} 字。"]})
    with _stepping(by, number) as case:
        one = _task_of(case, task)
        require_not_host(case, by)
        progress = workflow.complete_task(by=by, task=task, outcome=outcome, note=said)
        StepCheck.objects.bulk_create(checks_of(case, one, by, ticked))
        if not progress.is_ended:
            if one.of_id is None:
                _tell_step(case, by, f"{one.name}：已办")
                pass_on(case, by, opened=progress.opened)
            return case
        result = Outcome(progress.result)
        policies.require(policies.can_decide(by, case))
        check_opinion(result, said, legal_basis)
        heard = check_heard(case, by, refusing=result == Outcome.REFUSED)
        said = "\n".join(filter(None, [said, heard]))
        if result == Outcome.REFUSED:
            _refuse(case, by, said, legal_basis.strip(), delivery)
        else:
            grant(case, by, opinion=said, legal_basis=legal_basis.strip(), delivery=delivery)
    return case


def claim_step(*, by: Actor, number: str, task: UUID) -> Case:
    """Take a free step of one's post. Raises CaseNotYours, WrongState, TaskHeld, TaskGone."""
    with _stepping(by, number) as case:
        _task_of(case, task)
        workflow.claim_task(by=by, task=task)
    return case


def release_step(*, by: Actor, number: str, task: UUID) -> Case:
    """Give a step one holds back to the post. Raises CaseNotYours, WrongState, NotYourTask, TaskGone."""
    with _stepping(by, number) as case:
        _task_of(case, task)
        workflow.release_task(by=by, task=task)
    return case


def delegate_step(*, by: Actor, number: str, task: UUID, to: str, reason: str) -> Case:
    """Hand a step to a colleague of the post, on record. Raises CaseNotYours, WrongState, TaskInvalid."""
    with _stepping(by, number) as case:
        one = _task_of(case, task)
        workflow.delegate_task(by=by, task=task, to=_colleagues(by, one.role, [to])[0], note=reason)
    return case


def ask_opinions(*, by: Actor, number: str, task: UUID, of: Collection[str], question: str) -> Case:
    """Ask colleagues for their opinion before one does one's own step (加签).

    Raises CaseNotYours, WrongState, TaskInvalid.
    """
    with _stepping(by, number) as case:
        _task_of(case, task)
        workflow.ask_opinions(by=by, task=task, of=_colleagues(by, "", of), question=question)
    return case


def take_back_opinion(*, by: Actor, number: str, task: UUID) -> Case:
    """Wait no more for an opinion one asked for that was not given: who was asked may be away, or gone.

    Raises CaseNotYours, WrongState, NotYourTask, TaskGone.
    """
    with _stepping(by, number) as case:
        name = _task_of(case, task).name
        workflow.drop_opinion(by=by, task=task)
        _tell_step(case, by, f"{name}：收回"[:100])
    return case


def return_step(*, by: Actor, number: str, task: UUID, to: str, reason: str) -> Case:
    """Send the review back to an earlier step, with the reason.

    Raises CaseNotYours, WrongState, TaskInvalid, TooManyReturns, NotYourTask.
    """
    with _stepping(by, number) as case:
        name = _task_of(case, task).name
        progress = workflow.return_task(by=by, task=task, to=to, note=reason)
        back = "、".join(one.name for one in progress.opened)
        _tell_step(case, by, f"{name}：退回{back}")
        pass_on(case, by, opened=progress.opened, how=BACK)
    return case


def take_back_step(*, by: Actor, number: str, task: UUID) -> Case:
    """Undo one's own step while nobody began the next; a case that went to another body with it comes back.

    Raises CaseNotYours, WrongState, CannotTakeBack.
    """
    with _stepping(by, number, policies.can_take_back) as case:
        one = _task_of(case, task)
        workflow.take_back_task(by=by, task=task)
        pass_on(case, by, how=UNDONE)
        _tell_step(case, by, f"{one.name}：撤回重办")
    return case


def _tell_step(case: Case, by: Actor, title: str) -> None:
    leave_trace(case, by, "step_done", title, kind="step")


def _task_of(case: Case, key: UUID) -> workflow.Task:
    found = workflow.Task.objects.filter(pk=key, subject=case.number).first()
    if found is None:
        raise workflow.UnknownTask
    return found


def _colleagues(by: Actor, role: str, wanted: Collection[str]) -> list[workflow.Hand]:
    known = {one.label: one for one in workflow.colleagues(by, role)}
    if not wanted or not set(wanted) <= set(known):
        raise workflow.TaskInvalid(errors={"to": ["请选择本机构有这个岗位的人员。"]})
    return [known[label] for label in wanted]


def _refuse(case: Case, by: Actor, reason: str, basis: str, delivery: Delivery) -> None:
    """Refuse as the process says: released with the approval where another proposed it, else filed."""
    others = [one for one in _done(case) if not is_same_person(by, one.closed_by, one.closed_person)]
    proposer = others[-1] if others else None
    if proposer is None:
        file_negative(
            case, by, step="refuse", kind="refused", reason=reason, basis=basis, delivery=str(delivery)
        )
        return
    filing = NegativeFiling(
        case=case, kind="refused", reason=reason, legal_basis=basis, remedy=notices.REMEDIES,
        delivery=str(delivery), before=case.status, state="released", filed_at=proposer.closed_at,
        filed_by=proposer.closed_by, filed_person=proposer.closed_person, answered_at=clock.now(),
        answered_by=by.label, city=case.city,
    )  # fmt: skip
    filing.save(force_insert=True)
    papers.issue(case, wording.negative(case, filing), by=by)
    outbox.publish(NegativeFiled(subject=case.number, city=case.city, kind="refused"))
    finish(case, by, outcome=Outcome.REFUSED, opinion=reason, legal_basis=basis, delivery=delivery)


def _done(case: Case) -> list[workflow.Task]:
    done = workflow.Task.objects.filter(subject=case.number, state="done", kind="task", of=None)
    return list(done.order_by("closed_at", "id"))
