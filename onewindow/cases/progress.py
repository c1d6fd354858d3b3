"""How far a case is on its process: the drawing, who holds it since when and until when, the record."""

from collections.abc import Iterable
from dataclasses import dataclass

from onewindow.cases.models import Case
from onewindow.government import public as government
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, clock
from onewindow.workflow import public as workflow

ROLES = dict(identity.Role.choices)


@dataclass(frozen=True)
class Holding:
    """One open step: its body and post in words, and for staff who holds it."""

    name: str
    agency: str
    post: str
    held: str
    since: object
    until: object


@dataclass(frozen=True)
class Progress:
    """A run of the process as pages show it; `mine` may be done now, `undoable` taken back.

    `asked` are the opinions that who looks asked for and still waits for.
    """

    run: workflow.Run
    drawing: workflow.Drawing
    holdings: tuple[Holding, ...]
    mine: tuple[workflow.Task, ...] = ()
    asked: tuple[workflow.Task, ...] = ()
    undoable: tuple[workflow.Task, ...] = ()

    @property
    def title(self) -> str:
        """The name and version of the process."""
        made = self.run.instance.definition
        return f"{made.name}（第 {made.number} 版）"


def progress_of(case: Case, by: Actor | None = None) -> Progress | None:
    """Return where the process of a case stands, None for a case without one; in four statements at most."""
    if not case.process:
        return None
    runs = workflow.runs_of(case.number)
    whole = [run for run in runs if run.instance.parent_id is None]
    if not whole:
        return None
    run = whole[-1]
    open_ = [task for one in runs if one.instance.root == run.instance.pk for task in one.open]
    names = _names(case, {task.agency for task in open_})
    staff = by is not None and by.kind == "official"
    return Progress(
        run,
        workflow.draw(run.graph, run, clock.today()),
        tuple(_holding(task, names, staff=staff) for task in open_ if task.of_id is None),
        tuple(task for task in open_ if by is not None and workflow.can_do(by, task)),
        tuple(_asked(open_, by)) if by is not None else (),
        tuple(_undoable(run, by)) if by is not None else (),
    )


def _names(case: Case, keys: Iterable[str]) -> dict[str, str]:
    others = [int(key) for key in keys if key.isdecimal() and key != str(case.agency_id)]
    found = (
        {str(one.pk): one.name for one in government.Agency.objects.filter(pk__in=others)} if others else {}
    )
    agency = (
        case.agency
        if "agency" in case._state.fields_cache
        else government.Agency.objects.get(pk=case.agency_id)
    )
    return {**found, str(case.agency_id): agency.name}


def _holding(task: workflow.Task, names: dict[str, str], *, staff: bool) -> Holding:
    post = str(ROLES.get(task.role, "")) if task.kind == "task" else "" if task.agency else "系统"
    held = task.holder_name if staff else ""
    return Holding(
        task.name, names.get(task.agency, ""), post, held, task.opened_at, task.due or task.fires_on
    )


def _asked(open_: list[workflow.Task], by: Actor) -> list[workflow.Task]:
    held = {task.pk for task in open_ if task.holder and workflow.can_do(by, task)}
    return [task for task in open_ if task.of_id in held]


def _undoable(run: workflow.Run, by: Actor) -> list[workflow.Task]:
    """Return what the actor did last and nobody has begun to go on from."""
    if run.instance.state != "running":
        return []
    done = [t for t in run.tasks if t.state in {"done", "returned"} and t.closed_by == by.label and t.effect]
    tasks = {str(t.pk): t for t in run.tasks}
    return [
        t for t in done
        if all(
            (made := tasks.get(key)) is not None and made.state == "open" and made.touched_at is None
            for key in t.effect.get("opened", [])
        )
    ][-3:]  # fmt: skip
