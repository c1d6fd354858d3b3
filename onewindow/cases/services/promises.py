"""Promises: kept by supplying, checked by officers, broken by the day or by a finding, made good again."""

from uuid import UUID

from onewindow.cases import papers, policies, results, wording
from onewindow.cases.deadlines import limits_of
from onewindow.cases.errors import FlowInvalid, PromiseNotFound
from onewindow.cases.events import CaseLapsed, PromiseBroken
from onewindow.cases.models import (
    Case,
    CaseMaterial,
    ClockAction,
    ClockEntry,
    ClockName,
    Extension,
    NegativeFiling,
)
from onewindow.cases.models.promise import Breach, Promise, PromiseKind, PromiseState
from onewindow.cases.services.processes import begin_process, call_off
from onewindow.cases.services.steps import glanced, leave_trace, locked, stop, tick, words
from onewindow.cases.states import MOVES, Grade, Outcome, Status
from onewindow.catalogue import public as catalogue
from onewindow.documents import public as documents
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit


def settle_supplied(case: Case, seq: int, by: Actor) -> None:
    """Mark the promise of a material that has just come as kept, in the caller's unit of work."""
    promise = case.promises.filter(seq=seq, kind=PromiseKind.DEFICIENCY, state=PromiseState.OPEN).first()
    if promise is not None:
        _settle(promise, PromiseState.KEPT, by, "材料已补交")


def check_promise(*, by: Actor, number: str, seq: int, kept: bool, finding: str) -> Promise:
    """Record what the check of a promise found (在线核验、现场核查); a false one is a breach.

    Raises CaseNotYours, PromiseNotFound, PromiseSettled, FlowInvalid.
    """
    said = words("finding", finding, missing="请写明怎样核查、结果如何。")
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        promise = _open(case, seq)
        _settle(promise, PromiseState.KEPT if kept else PromiseState.BROKEN, by, said)
        title = "承诺核查：属实" if kept else "承诺核查：不实"
        leave_trace(case, by, "promise_checked", title, detail=f"{promise.material}：{said}")
        if not kept:
            _breach(case, promise, said)
    return promise


def withhold_result(*, by: Actor, number: str, seq: int, finding: str) -> Case:
    """Hold a granted result back for an original differs: notice and licence revoked, a breach kept.

    信任在先、办结核验. The decision clock begins afresh. Raises CaseNotYours, WrongState, FlowInvalid.
    """
    said = words("finding", finding, missing="请写明原件与上传件哪里不符。")
    with unit.work():
        case = locked(number)
        policies.require(policies.can_decide(by, case))
        granted = case.outcome == Outcome.GRANTED
        case.move("reopen")
        row = case.materials.filter(seq=seq, grade__in=[Grade.UPLOADED, Grade.PROMISED]).first()
        if row is None or not granted:
            raise FlowInvalid(errors={"seq": ["请选择原件不符的材料；只有准予、还没有送达的结果可以收回。"]})
        reason = f"核对原件不符：{said}"[:500]
        results.revoke_for(case, by=by, reason=reason)
        _review_again(case, by)
        row.grade, row.source = Grade.MISSING, "原件与上传件不符，等待重新提交"
        row.save(update_fields=["grade", "source"])
        promise = _original(case, row, by, said)
        _breach(case, promise, said)
        leave_trace(case, by, "withheld", "核对原件不符，收回结果，重新审查", detail=f"{row.name}：{said}")
        for notice in documents.notices_of(number):
            if notice.kind == "grant" and notice.status == documents.Status.VALID:
                documents.revoke_notice(by=by, number=notice.number, reason=reason)
    return case


def break_overdue(*, promise_id: UUID) -> Promise:
    """Break a promise whose last day passed: an open case ends, a granted one is told to who may revoke it.

    Raises PromiseNotFound, PromiseSettled.
    """
    number = Promise.objects.filter(pk=promise_id).values_list("case__number", flat=True).first()
    if number is None:
        raise PromiseNotFound
    with unit.work():
        case = locked(number)
        promise = Promise.objects.select_for_update().get(pk=promise_id)
        promise.require_open()
        if not case.is_open() and case.outcome != Outcome.GRANTED:
            _settle(promise, PromiseState.VOID, SYSTEM, "办件已经结束")
            return promise
        if promise.due_on >= clock.today() or promise.kind != PromiseKind.DEFICIENCY:
            return promise
        cause = f"没有在{promise.due_on}前补交“{promise.material}”"
        _settle(promise, PromiseState.BROKEN, SYSTEM, cause)
        _breach(case, promise, cause)
        if case.status in MOVES["default"].sources:
            _end(case, cause)
        else:
            leave_trace(case, SYSTEM, "promise_broken", "容缺材料逾期未补", detail=cause)
    return promise


def _end(case: Case, cause: str) -> None:
    """End an open case for what was promised and did not come; whoever waits for its end is told."""
    case.close(Outcome.LAPSED, step="default", at=clock.now(), by=SYSTEM.label)
    case.paused_for = ""
    call_off(case, SYSTEM)
    ClockEntry.objects.bulk_create([stop(case, SYSTEM, ClockName.DECISION)])
    settled = {"answered_at": clock.now()}
    NegativeFiling.objects.filter(case=case, state="filed").update(state="void", **settled)
    Extension.objects.filter(case=case, state="asked").update(state="taken", **settled)
    papers.issue(case, wording.ended(case, f"按承诺后补的材料逾期：{cause}。"), by=SYSTEM)
    leave_trace(case, SYSTEM, "defaulted", "容缺材料逾期未补，终止办理", detail=cause)
    outbox.publish(CaseLapsed(subject=case.number, city=case.city, item_code=case.item_code))


def repair_breach(*, by: Actor, number: str, seq: int, how: str) -> Breach:
    """Record that a broken promise was made good (信用修复); its maker may promise again.

    Raises CaseNotYours, PromiseNotFound, FlowInvalid.
    """
    said = words("how", how, missing="请写明怎样修复、依据什么材料。")
    case = glanced(number)
    policies.require(policies.can_decide(by, case))
    with unit.work():
        breach = (
            Breach.objects.select_for_update(of=("self",))
            .filter(promise__case=case, promise__seq=seq, repaired_at=None)
            .first()
        )
        if breach is None:
            raise PromiseNotFound
        breach.repaired_at, breach.repaired_by, breach.repair = clock.now(), by.label, said
        breach.save(update_fields=["repaired_at", "repaired_by", "repair"])
        audit.record(by, "breach.repaired", breach)
    return breach


def _open(case: Case, seq: int) -> Promise:
    promise = Promise.objects.select_for_update().filter(case=case, seq=seq).order_by("state", "-id").first()
    if promise is None:
        raise PromiseNotFound
    promise.require_open()
    return promise


def _settle(promise: Promise, state: PromiseState, by: Actor, finding: str) -> None:
    promise.state, promise.settled_at, promise.settled_by = state, clock.now(), by.label
    promise.finding = finding[:500]
    promise.save(update_fields=["state", "settled_at", "settled_by", "finding"])
    audit.record(by, f"promise.{state}", promise)


def _breach(case: Case, promise: Promise, cause: str) -> None:
    breach = Breach(
        promise=promise, person_id=case.person_id, organisation_id=case.organisation_id, cause=cause[:500],
        at=clock.now(), city=case.city,
    )  # fmt: skip
    breach.save(force_insert=True)
    audit.record(SYSTEM, "breach.recorded", breach)
    outbox.publish(
        PromiseBroken(
            subject=case.number, city=case.city, seq=promise.seq, kind=str(promise.kind),
            granted=case.outcome == Outcome.GRANTED,
        )
    )  # fmt: skip


def _original(case: Case, row: CaseMaterial, by: Actor, finding: str) -> Promise:
    """Keep that the applicant promised the upload to be as the original, and that it was not."""
    now = clock.now()
    promise = Promise(
        case=case, seq=row.seq, material=row.name, kind=PromiseKind.ORIGINAL,
        text="提交申请时承诺：上传的材料与原件一致，领取结果时交验原件。", basis="信任在先、办结核验",
        due_on=clock.today(), state=PromiseState.BROKEN, made_at=case.submitted_at, made_by="applicant",
        settled_at=now, settled_by=by.label, finding=finding[:500], city=case.city,
    )  # fmt: skip
    promise.save(force_insert=True)
    audit.record(by, "promise.broken", promise)
    return promise


def _review_again(case: Case, by: Actor) -> None:
    version = catalogue.item_version(case.item_version_id)
    due = limits_of(version, clock.today())
    case.reopened = (case.reopened or 0) + 1
    case.outcome, case.decided_at, case.decided_by, case.opinion, case.legal_basis = "", None, "", "", ""
    case.delivery, case.delivery_due = "", None
    case.promised_due, case.statutory_due, case.due_provisional = due.promised, due.statutory, due.provisional
    case.next_due = case.due_in(Status(case.status))
    begin = tick(
        case, by, ClockName.DECISION, ClockAction.START, days=version.statutory_days, note="重新审查"
    )
    ClockEntry.objects.bulk_create([stop(case, by, ClockName.DELIVERY), begin])
    begin_process(case, version.process, by=by)
