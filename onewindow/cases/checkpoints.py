"""审查要点 (审查工作细则): the conditions the guide lists, ticked one by one by who reviews."""

from collections.abc import Collection

from onewindow.cases.models import Case, StepCheck
from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import Actor, clock
from onewindow.workflow import public as workflow

REVIEW = "review"


def points_of(case: Case) -> list[str]:
    """Return the points a reviewer of a case goes through: the conditions of the version it is bound to."""
    return [str(one) for one in catalogue.item_version(case.item_version_id).conditions]


def checks_of(case: Case, task: workflow.Task, by: Actor, ticked: Collection[int]) -> list[StepCheck]:
    """Return each point of a review step as it was left, not saved; none where the step is no review."""
    if task.role != REVIEW or task.of_id is not None:
        return []
    now = clock.now()
    return [
        StepCheck(
            case=case, task=task.pk, seq=seq, point=point[:300], ticked=seq in ticked, by=by.label, at=now,
            city=case.city,
        )
        for seq, point in enumerate(points_of(case), 1)
    ]  # fmt: skip
