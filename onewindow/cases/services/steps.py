"""What all verbs of the way share: the lock, the trace of a step, the entries of a clock."""

from datetime import date

from django.db.models import QuerySet

from onewindow.cases import limits
from onewindow.cases.errors import CaseNotFound, FlowInvalid
from onewindow.cases.models import Case, CaseEvent, ClockAction, ClockEntry, ClockName
from onewindow.cases.timeline import applicant_side, step
from onewindow.kernel.public import Actor, audit, clock, inserting, prepared

_SAVED: inserting.Changed = {
    Case: tuple(one.name for one in Case._meta.concrete_fields if not one.primary_key)
}
_GLANCED = prepared.Kept(lambda: _whole().filter(number=prepared.Place(1)))
_LOCKED = prepared.Kept(lambda: _whole().select_for_update(of=("self",)).filter(number=prepared.Place(1)))


def _whole() -> QuerySet[Case]:
    return Case.objects.select_related("agency", "person", "organisation")


def locked(number: str) -> Case:
    """Return a case with its lock held until the end of the unit of work; raise CaseNotFound."""
    case = _LOCKED.first(number)
    if case is None:
        raise CaseNotFound
    return case


def glanced(number: str) -> Case:
    """Return a case without its lock, for what must be checked before the unit of work."""
    case = _GLANCED.first(number)
    if case is None:
        raise CaseNotFound
    return case


def leave_trace(
    case: Case,
    by: Actor,
    action: str,
    title: str,
    *,
    kind: str = "",
    detail: str = "",
    who: str = "",
    facts: dict[str, object] | None = None,
) -> CaseEvent:
    """Save the case and tell timeline and audit log what was done."""
    if not who:
        who = (
            "系统" if by.kind == "system" else applicant_side(by) if by.kind == "person" else case.agency.name
        )
    event = step(case, kind or action, title, who=who, detail=detail, actor=by.label)
    inserting.write(event, changed=[case], names=_SAVED)
    audit.record(by, f"case.{action}", case, facts={"state": case.status, **(facts or {})})
    return event


def tick(
    case: Case,
    by: Actor,
    name: ClockName,
    action: ClockAction,
    *,
    on: date | None = None,
    days: int | None = None,
    reason: str = "",
    basis: str = "",
    document: str = "",
    note: str = "",
) -> ClockEntry:
    """Return one entry of a clock, not yet saved."""
    return ClockEntry(
        case=case,
        clock=name,
        action=action,
        on=on or clock.today(),
        at=clock.now(),
        days=days,
        reason=reason,
        basis=basis,
        document=document,
        note=note[:500],
        actor=by.label,
        city=case.city,
    )


def start(case: Case, by: Actor, name: ClockName, *, on: date | None = None) -> ClockEntry:
    """Return the start of a clock with the number and the article it runs by."""
    limit = limits.limit(str(name))
    return tick(case, by, name, ClockAction.START, on=on, days=limit.days, basis=limit.basis)


def stop(case: Case, by: Actor, name: ClockName) -> ClockEntry:
    """Return the stop of a clock."""
    return tick(case, by, name, ClockAction.STOP)


def words(field: str, text: str, *, missing: str, most: int = 500) -> str:
    """Return a text a person wrote, trimmed; raise FlowInvalid at its field when empty or too long."""
    given = text.strip()
    if not given:
        raise FlowInvalid(errors={field: [missing]})
    if len(given) > most:
        raise FlowInvalid(errors={field: [f"最多 {most} 字，现在是 {len(given)} 字。"]})
    return given
