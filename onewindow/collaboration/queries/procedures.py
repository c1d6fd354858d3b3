"""Reads of procedures: those in force, what each saves, those being composed."""

from typing import Any

from onewindow.collaboration.errors import UnknownProcedure
from onewindow.collaboration.models import Procedure, ProcedureDraft, ProcedureState

COUNTED = {
    "applications": "申请（次）",
    "questions": "要填的（项）",
    "papers": "要交的材料（份）",
    "days": "承诺（工作日）",
    "visits": "跑动（次）",
}


def in_force() -> list[Procedure]:
    """Return the procedures in force by name."""
    return list(Procedure.objects.filter(state=ProcedureState.PUBLISHED).order_by("name"))


def procedure(key: str) -> Procedure:
    """Return the version of a procedure in force; raise UnknownProcedure."""
    found = Procedure.objects.filter(key=key, state=ProcedureState.PUBLISHED).first()
    if found is None:
        raise UnknownProcedure
    return found


def published(key: int) -> Procedure:
    """Return a version of a procedure, read once: what it says never changes, only that it was retired."""
    if key not in _read:
        _read[key] = Procedure.objects.get(pk=key)
    return _read[key]


_read: dict[int, Procedure] = {}


def savings_table() -> str:
    """Return what every procedure in force saves, as a table in Markdown: apart → together."""
    head = ["联办流程", *COUNTED.values()]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for one in in_force():
        apart, together = one.savings["apart"], one.savings["together"]
        cells = [f"{apart[name]} → {together[name]}" for name in COUNTED]
        lines.append(f"| {one.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def drafts() -> list[ProcedureDraft]:
    """Return the procedures that are being composed, the newest first."""
    return list(ProcedureDraft.objects.order_by("-drafted_at")[:100])


def draft_of(key: str) -> dict[str, Any]:
    """Return a procedure that is being composed; raise UnknownProcedure."""
    found = ProcedureDraft.objects.filter(key=key).values_list("told", flat=True).first()
    if found is None:
        raise UnknownProcedure
    return dict(found)
