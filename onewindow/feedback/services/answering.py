"""A body's part: answer, give back what is not its own, ask for more time."""

from uuid import UUID

from django.utils.translation import gettext as _

from onewindow.feedback import policies, rules
from onewindow.feedback.errors import ConcernInvalid, ConcernMoved, ConcernNotFound, ExtensionClosed
from onewindow.feedback.events import ConcernAnswered, ConcernReturned
from onewindow.feedback.models import Task
from onewindow.feedback.services.centre import said
from onewindow.feedback.services.concern_steps import leave_step
from onewindow.feedback.states import AppealState, ConcernState, TaskState
from onewindow.kernel.public import Actor, audit, clock, outbox, unit


def answer_task(*, by: Actor, task_id: UUID, text: str) -> Task:
    """File the body's answer for the centre to reply with. Raises ConcernNotFound, ConcernMoved."""
    words = said(text)
    with unit.work():
        task = _locked(by, task_id)
        task.state, task.answer, task.answered_at = TaskState.ANSWERED, words, clock.now()
        task.save(update_fields=["state", "answer", "answered_at"])
        leave_step(
            task.concern, by, "answered", _("承办单位已答复"), who=task.agency.name, text=words, shared=False
        )
        audit.record(by, "concern.answered", task)
        outbox.publish(
            ConcernAnswered(
                subject=task.concern.number,
                city=task.city,
                agency=task.agency_id,
                late=clock.today() > task.due_on,
            )
        )
    return task


def return_task(*, by: Actor, task_id: UUID, text: str) -> Task:
    """Give a task back because the body has no say in the matter; the centre dispatches it anew."""
    words = said(text)
    with unit.work():
        task = _locked(by, task_id)
        task.state = TaskState.RETURNED
        task.save(update_fields=["state"])
        leave_step(
            task.concern, by, "returned", _("承办单位退回"), who=task.agency.name, text=words, shared=False
        )
        audit.record(by, "concern.returned", task)
        outbox.publish(ConcernReturned(subject=task.concern.number, city=task.city, agency=task.agency_id))
    return task


def ask_extension(*, by: Actor, task_id: UUID, days: int, text: str) -> Task:
    """Ask for more working days, once and before the day has passed.

    Raises ConcernNotFound, ConcernMoved, ExtensionClosed, ConcernInvalid.
    """
    words = said(text)
    if not 1 <= days <= rules.concern_limit("extend"):
        raise ConcernInvalid(errors={"days": [_("最多延期 %d 个工作日。") % rules.concern_limit("extend")]})
    with unit.work():
        task = _locked(by, task_id)
        if task.extension or clock.today() > task.due_on:
            raise ExtensionClosed
        task.extension, task.extension_days = AppealState.ASKED, days
        task.save(update_fields=["extension", "extension_days"])
        titled = _("申请延期 %d 个工作日") % days
        leave_step(task.concern, by, "asked_more", titled, who=task.agency.name, text=words, shared=False)
        audit.record(by, "concern.extension_asked", task)
    return task


def _locked(by: Actor, task_id: UUID) -> Task:
    rows = policies.tasks_of(by).select_related("concern", "agency").select_for_update(of=("self",))
    task = rows.filter(pk=task_id).first()
    if task is None:
        raise ConcernNotFound
    task.concern.require(ConcernState.HANDLING)
    if task.state != TaskState.WAITING:
        raise ConcernMoved(state=TaskState(task.state).label)
    return task
