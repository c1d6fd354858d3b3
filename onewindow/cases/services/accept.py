"""Accept: by an officer, on the spot with the decision, or by law when nobody said anything in five days."""

from datetime import datetime

from onewindow.cases import limits, papers, policies, wording
from onewindow.cases.deadlines import limits_of
from onewindow.cases.errors import MarketForbidden, WrongState
from onewindow.cases.events import CaseAccepted
from onewindow.cases.models import Case, ClockAction, ClockName, NegativeFiling
from onewindow.cases.models.promise import Promise, PromiseKind, PromiseState
from onewindow.cases.services import processes as review
from onewindow.cases.services.charge import charge, find_situation
from onewindow.cases.services.steps import leave_trace, locked, stop, tick
from onewindow.cases.states import Acceptance, Status
from onewindow.cases.ways import way_of
from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import SYSTEM, Actor, clock, inserting, outbox, prepared, unit

FORBIDDEN = "禁止准入"
_LATER = prepared.Kept(
    lambda: Promise.objects.filter(
        case_id=prepared.Place(1), kind=PromiseKind.DEFICIENCY, state=PromiseState.OPEN
    ).order_by("seq")
)


def accept_case(*, by: Actor, number: str, situation: str = "") -> Case:
    """Accept a received application: signed notice, the decision clock starts, what is owed is billed.

    Where fees depend on a situation that the answers do not tell, the officer names it (FlowInvalid).

    An item that opens a market is first checked against the negative list in force. Raises CaseNotFound,
    CaseNotYours, WrongState, MarketForbidden.
    """
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        find_situation(case, catalogue.item_version(case.item_version_id), situation)
        accept_now(case, by, how=Acceptance.OFFICER)
    return case


def accept_now(case: Case, by: Actor, *, how: Acceptance) -> None:
    """Accept a locked case in the caller's unit of work, as of now."""
    case.move("accept")
    note = check_market(case)
    _begin_decision(case, by, how=how, at=clock.now(), note=note)
    leave_trace(case, by, "accepted", str(Acceptance(how).label), detail=note)
    _tell(case)


def deem_accepted(*, number: str) -> Case:
    """Accept by operation of law, as of the day of receipt, when the five days passed without a word.

    行政许可法 第三十二条第一款第四项. Raises WrongState while the days still run or when it was accepted.
    """
    with unit.work():
        case = locked(number)
        if case.receipt_due is None or case.receipt_due >= clock.today() or case.received_at is None:
            raise WrongState(status=Status(case.status).label)
        case.move("deem_accepted")
        NegativeFiling.objects.filter(case=case, state="filed").update(state="void", answered_at=clock.now())
        _begin_decision(case, SYSTEM, how=Acceptance.DEEMED, at=case.received_at, note="")
        detail = "收到申请材料后五个工作日内没有告知，依法自收到之日起即为受理。"
        leave_trace(case, SYSTEM, "deemed_accepted", "逾期未告知，视为受理", detail=detail)
        _tell(case)
    return case


def _begin_decision(case: Case, by: Actor, *, how: Acceptance, at: datetime, note: str) -> None:
    version = catalogue.item_version(case.item_version_id)
    begun = clock.local(at).date()
    due = limits_of(version, begun)
    case.accepted_at, case.accepted_how = at, how
    case.promised_due, case.statutory_due, case.due_provisional = due.promised, due.statutory, due.provisional
    case.next_due = case.due_in(Status(case.status))
    way = way_of(case, version.process)
    note = "\n".join(filter(None, [note, way.said if way else ""]))
    papers.issue(case, wording.acceptance(case, note=note, later=_LATER.all(case.pk)), by=by)
    review.begin_process(case, version.process, by=by)
    ended = stop(case, by, ClockName.RECEIPT)
    begin = tick(
        case, by, ClockName.DECISION, ClockAction.START, on=begun, days=version.statutory_days,
        basis=limits.limit("decision").basis, note=f"承诺期限 {version.promised_days} 日",
    )  # fmt: skip
    inserting.insert(ended, begin)
    charge(case, version, by)


def check_market(case: Case) -> str:
    """Return what the negative list in force says of an item that opens a market, "" for any other item.

    A prohibition counts only when it names the industry. Raises MarketForbidden.
    """
    industry = limits.industry_of(case.item_code)
    if not industry:
        return ""
    try:
        rows = catalogue.negative_rows(industry=industry, on=clock.today())
    except catalogue.UnknownEdition:
        return "市场准入负面清单尚未公布，未作核对。"
    banned = next((row for row in rows if row.category == FORBIDDEN and row.industries), None)
    if banned is not None:
        raise MarketForbidden(row=f"{banned.code} {banned.name}")
    named = "、".join(row.code for row in rows if row.category != FORBIDDEN and row.industries)
    if not named:
        return "市场准入负面清单没有列入本行业，清单之外不另设准入条件。"
    return f"已按市场准入负面清单核对：许可准入第 {named} 项。"


def forbidden_row(item_code: str) -> str:
    """Return the row of the negative list that forbids the market an item opens, "" when none does.

    Submitting asks this, so that nothing forbidden is granted by rules alone.
    """
    industry = limits.industry_of(item_code)
    rows = catalogue.forbidding_rows(industry=industry) if industry else []
    return f"{rows[0].code} {rows[0].name}" if rows else ""


def _tell(case: Case) -> None:
    outbox.publish(
        CaseAccepted(
            subject=case.number, city=case.city, item_code=case.item_code, how=str(case.accepted_how)
        )
    )
