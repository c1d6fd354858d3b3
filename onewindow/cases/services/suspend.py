"""Suspend and resume: the clock stands only for what the law does not count, each time with a paper."""

from onewindow.cases import limits, papers, policies, wording
from onewindow.cases.clocks import run_of
from onewindow.cases.deadlines import due_dates
from onewindow.cases.errors import FlowInvalid
from onewindow.cases.events import CaseResumed, CaseSuspended
from onewindow.cases.models import Case, ClockAction, ClockEntry, ClockName
from onewindow.cases.services.processes import go_on, stand_still
from onewindow.cases.services.steps import leave_trace, locked, tick, words
from onewindow.cases.states import Status
from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import SYSTEM, Actor, clock, outbox, unit


def suspend_case(*, by: Actor, number: str, reason: str, days: int | None, note: str) -> Case:
    """Stop the decision clock for a special procedure; the applicant is told in writing how long.

    Raises CaseNotYours, WrongState, FlowInvalid for a reason the law does not know (行政许可法 第四十五条).
    """
    why = limits.pause_reason(reason)
    if why is None:
        raise FlowInvalid(errors={"reason": ["请选择法律规定可以不计时的情形。"]})
    if days is None or not 1 <= days <= 250:
        raise FlowInvalid(errors={"days": ["请填写所需的工作日数，1 到 250。"]})
    said = words("note", note, missing="请写明由谁进行、为什么需要。")
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        stop_counting(case, by, why, days, said)
    return case


def stand_with(*, number: str, reason: str, days: int, note: str) -> bool:
    """Stop the clock of a joint case's lead with a member's lawful pause; False where it does not run."""
    with unit.work():
        case = locked(number)
        if case.status != Status.REVIEWING:
            return False
        stop_counting(case, SYSTEM, limits.lawful_pause(reason), days, note)
    return True


def go_on_with(*, number: str, result: str) -> bool:
    """Start the clock of a joint case's lead again with its member's; False where it does not stand.

    What the lead's own body stopped, for a hearing or experts of its own, goes on by its own hand only.
    """
    with unit.work():
        case = locked(number)
        if case.status != Status.SUSPENDED or not _stands_with_member(case):
            return False
        go_on_counting(case, SYSTEM, result)
    return True


def _stands_with_member(case: Case) -> bool:
    pauses = ClockEntry.objects.filter(case=case, clock=ClockName.DECISION, action=ClockAction.PAUSE)
    return pauses.order_by("-id").values_list("actor", flat=True).first() == SYSTEM.label


def stop_counting(case: Case, by: Actor, why: limits.PauseReason, days: int, said: str) -> None:
    """Stop the clock of a locked case in the caller's unit of work, with the paper that tells how long."""
    case.move("suspend")
    stand_still(case, by)
    case.paused_for = why.code
    begin_older(case, by)
    part = 1 + ClockEntry.objects.filter(case=case, action=ClockAction.PAUSE).count()
    paper = papers.issue(case, wording.special(case, why, days, said), by=by, part=part)
    entry = tick(
        case, by, ClockName.DECISION, ClockAction.PAUSE, days=days, reason=why.code, basis=why.basis,
        document=paper, note=said,
    )  # fmt: skip
    ClockEntry.objects.bulk_create([entry])
    detail = f"所需时间 {days} 个工作日，不计算在办理期限内。{said}"
    leave_trace(case, by, "suspended", f"停止计时：{why.name}", detail=detail, facts={"reason": why.code})
    outbox.publish(CaseSuspended(subject=case.number, city=case.city, reason=why.code, days=days))


def resume_case(*, by: Actor, number: str, result: str) -> Case:
    """Start the decision clock again with the result of the special procedure; both due days move on.

    Raises CaseNotYours, WrongState, FlowInvalid.
    """
    said = words("result", result, missing="请写明特别程序的结果。")
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        if case.paused_for == "hearing" and case.status == Status.SUSPENDED:
            raise FlowInvalid(errors={"result": ["因听证停止计时的，由主持人填写听证笔录后自动恢复。"]})
        go_on_counting(case, by, said)
    return case


def go_on_counting(case: Case, by: Actor, said: str) -> None:
    """Start the clock of a locked case again in the caller's unit of work; both due days move on."""
    was = case.paused_for
    case.move("resume")
    go_on(case, by)
    entry = tick(case, by, ClockName.DECISION, ClockAction.RESUME, reason=was, note=said)
    ClockEntry.objects.bulk_create([entry])
    case.paused_for = ""
    reckon(case)
    leave_trace(case, by, "resumed", "恢复计时", detail=said, facts={"reason": was})
    outbox.publish(CaseResumed(subject=case.number, city=case.city, due=case.promised_due))


def reckon(case: Case) -> None:
    """Set both due days anew from all entries of the decision clock."""
    entries = ClockEntry.objects.filter(case=case, clock=ClockName.DECISION).order_by("id")
    run = run_of(entries)
    assert run is not None, "begin_older comes first"
    due = due_dates(catalogue.item_version(case.item_version_id), run)
    case.promised_due, case.statutory_due, case.due_provisional = due.promised, due.statutory, due.provisional
    case.next_due = case.due_in(Status(case.status))


def begin_older(case: Case, by: Actor) -> None:
    """Start the decision clock of a case accepted before clocks were kept, as of that day."""
    if not ClockEntry.objects.filter(case=case, clock=ClockName.DECISION).exists():
        on = clock.local(case.accepted_on).date()
        entry = tick(case, by, ClockName.DECISION, ClockAction.START, on=on, basis="此前受理的办件补记")
        ClockEntry.objects.bulk_create([entry])
