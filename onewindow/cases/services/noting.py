"""Note: what happened in another body's part is told on the timeline of the case it belongs to."""

from onewindow.cases.models import Case
from onewindow.cases.timeline import step
from onewindow.kernel.public import SYSTEM, audit, inserting


def note_step(case: Case, *, kind: str, title: str, who: str, detail: str = "") -> None:
    """Add a step to the timeline of a case in the unit of work of a caller that holds its lock."""
    inserting.insert(step(case, kind, title, who=who, detail=detail, actor=SYSTEM.label))
    audit.record(SYSTEM, f"case.{kind}", case, facts={"title": title})
