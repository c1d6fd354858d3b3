"""Who may hold, do and hand on a task: decided here only."""

from django.db.models import Q, QuerySet

from onewindow.kernel.public import Actor
from onewindow.workflow.errors import NotYourTask, TaskHeld
from onewindow.workflow.models import Task


def in_post(by: Actor, task: Task) -> bool:
    """Tell whether the actor's post is the one the task is for."""
    return (
        by.kind == "official"
        and bool(task.agency)
        and by.agency == task.agency
        and (not task.role or by.has_role(task.role))
    )


def is_holder(by: Actor, task: Task) -> bool:
    """Tell whether the task was claimed by or handed to the actor."""
    return bool(task.holder) and same_hand(by, task.holder, task.holder_person)


def same_hand(by: Actor, label: str, person: int | None) -> bool:
    """Tell whether an actor is who acted: the same account, or the same human under another."""
    return by.label == label or (by.person_id is not None and by.person_id == person)


def can_do(by: Actor, task: Task) -> bool:
    """Tell whether the actor may complete the task: its holder, or anybody of the post while it is free."""
    if by.kind == "system":
        return True
    return is_holder(by, task) if task.holder else in_post(by, task)


def require_doer(by: Actor, task: Task) -> None:
    """Raise NotYourTask, or TaskHeld where a colleague holds it."""
    if can_do(by, task):
        return
    if task.holder and in_post(by, task):
        raise TaskHeld(holder=task.holder_name or "其他人员")
    raise NotYourTask


def heads(by: Actor, task: Task) -> bool:
    """Tell whether the actor heads the body and may hand on what a colleague holds."""
    return by.kind == "official" and by.agency == task.agency and by.has_role("chief")


def work_of(by: Actor) -> QuerySet[Task]:
    """Return the open tasks the actor may do."""
    open_ = Task.objects.filter(state="open", kind="task")
    if by.kind == "system":
        return open_
    if by.kind != "official" or not by.agency:
        return open_.none()
    mine = Q(holder=by.label)
    free = Q(holder="", agency=by.agency, role__in=sorted(by.roles))
    return open_.filter(mine | free)
