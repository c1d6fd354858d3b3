"""Limits of concerns that passed: the centre's own, the bodies', and what is long late."""

from datetime import date

from django.db.models import CharField, F, Value
from django.db.models.functions import Concat

from onewindow.feedback import rules
from onewindow.feedback.events import ConcernOverdue
from onewindow.feedback.models import Concern, Task
from onewindow.feedback.states import ConcernState, Source, TaskState
from onewindow.kernel.public import SYSTEM, audit, clock, outbox, unit

AT_ONCE = 500


def tell_late_concerns() -> int:
    """Tell of each limit that passed, once a step and round; return how many."""
    today, told = clock.today(), 0
    waiting = Concern.objects.filter(state=ConcernState.RECEIVED, accept_due__lt=today, told_late="")
    for key in waiting.order_by("accept_due", "id").values_list("pk", flat=True)[:AT_ONCE]:
        with unit.work():
            concern = Concern.objects.select_for_update().get(pk=key)
            concern.told_late = "accept"
            concern.save(update_fields=["told_late"])
            audit.record(SYSTEM, "concern.overdue", concern)
            _publish(concern, 0, "accept", concern.accept_due)
        told += 1
    return told + _late_objections() + sum(_late_tasks(step) for step in ("answer", "answer+"))


def _late_objections() -> int:
    rows = Concern.objects.filter(
        state=ConcernState.HANDLING, source=Source.ACCESS, round=1, due_on__lt=clock.today(), told_late=""
    )
    told = 0
    for key in rows.order_by("due_on", "id").values_list("pk", flat=True)[:AT_ONCE]:
        with unit.work():
            concern = Concern.objects.select_for_update().get(pk=key)
            if not concern.at_objections or concern.due_on is None:
                continue
            concern.told_late = "answer"
            concern.save(update_fields=["told_late"])
            audit.record(SYSTEM, "concern.overdue", concern)
            _publish(concern, 0, "answer", concern.due_on)
        told += 1
    return told


def _late_tasks(step: str) -> int:
    today, told = clock.today(), 0
    mark = Concat(Value(f"{step}:"), F("round"), output_field=CharField())
    rows = Task.objects.filter(
        state=TaskState.WAITING, due_on__lt=today, concern__state=ConcernState.HANDLING
    )
    rows = rows.exclude(told_late=mark) if step == "answer+" else rows.filter(told_late="")
    for key in rows.order_by("due_on", "id").values_list("pk", flat=True)[:AT_ONCE]:
        with unit.work():
            task = Task.objects.select_related("concern").select_for_update(of=("self",)).get(pk=key)
            long_after = rules.due(task.concern.region_code, rules.concern_limit("escalate"), task.due_on)
            if task.state != TaskState.WAITING or (step == "answer+" and long_after >= today):
                continue
            task.told_late = f"{step}:{task.round}"
            task.save(update_fields=["told_late"])
            audit.record(SYSTEM, "concern.overdue", task)
            _publish(task.concern, task.agency_id, step, task.due_on)
        told += 1
    return told


def _publish(concern: Concern, agency: int, step: str, due: date) -> None:
    outbox.publish(
        ConcernOverdue(subject=concern.number, city=concern.city, agency=agency, step=step, due=due)
    )
