"""Withdraw: the applicant takes an undecided case back; it stays on record."""

from onewindow.cases import papers, policies, wording
from onewindow.cases.clocks import run_of
from onewindow.cases.events import CaseWithdrawn
from onewindow.cases.models import Case, ClockEntry, ClockName, Extension, NegativeFiling
from onewindow.cases.services.processes import call_off
from onewindow.cases.services.steps import leave_trace, locked, stop
from onewindow.cases.states import Outcome
from onewindow.cases.timeline import applicant_side
from onewindow.kernel.public import Actor, clock, outbox, unit


def withdraw_case(*, by: Actor, number: str) -> Case:
    """Take a case back at the applicant's wish, from any state before the decision; its clocks stop.

    Raises CaseNotFound, CaseNotYours, CaseAlreadyClosed, WrongState once it is decided.
    """
    with unit.work():
        case = locked(number)
        policies.require(policies.can_withdraw(by, case))
        case.close(Outcome.WITHDRAWN, step="withdraw", at=clock.now(), by=by.label)
        case.paused_for = ""
        call_off(case, by)
        ClockEntry.objects.bulk_create(running_stops(case, by))
        settled = {"answered_at": clock.now()}
        NegativeFiling.objects.filter(case=case, state="filed").update(state="void", **settled)
        Extension.objects.filter(case=case, state="asked").update(state="taken", **settled)
        papers.issue(case, wording.ended(case, "申请人撤回申请。", own_wish=True), by=by)
        leave_trace(case, by, "withdrawn", "申请人撤回申请", who=applicant_side(by))
        outbox.publish(CaseWithdrawn(subject=case.number, city=case.city, item_code=case.item_code))
    return case


def running_stops(case: Case, by: Actor) -> list[ClockEntry]:
    """Return a stop for every clock of the case that has begun and not ended."""
    entries = list(ClockEntry.objects.filter(case=case).order_by("id"))
    runs = {name: run_of(e for e in entries if e.clock == name) for name in ClockName}
    return [stop(case, by, name) for name, run in runs.items() if run is not None and run.stopped is None]
