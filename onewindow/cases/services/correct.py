"""Correct: everything is asked for at once and once, within the guide; the applicant answers item by item."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files import File

from onewindow.cases import exempt, limits, papers, policies, wording
from onewindow.cases.deadlines import due_after
from onewindow.cases.errors import (
    AlreadyCorrected,
    CorrectionIncomplete,
    FlowInvalid,
    NothingToCorrect,
    WrongState,
)
from onewindow.cases.events import CaseLapsed, CorrectionAsked, CorrectionSupplied
from onewindow.cases.models import Case, CaseMaterial, ClockEntry, ClockName, Correction, CorrectionItem
from onewindow.cases.services.receive import begin_receipt
from onewindow.cases.services.steps import glanced, leave_trace, locked, start, stop
from onewindow.cases.states import Grade, Outcome, Status
from onewindow.cases.timeline import applicant_side
from onewindow.catalogue import public as catalogue
from onewindow.documents import public as documents
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit


@dataclass(frozen=True)
class Ask:
    """One thing to put right: a material of the guide, by name, and what is wrong with it."""

    material: str
    problem: str


def ask_for_correction(
    *, by: Actor, number: str, asks: Sequence[Ask], days: int | None = None, note: str = ""
) -> Correction:
    """Tell the applicant everything that must be put right, at once; the receipt clock stops.

    Only materials of the guide may be asked for, and only once in a case (行政许可法 第三十二条). Raises
    CaseNotYours, catalogue.NotInGuide (kept as an event), WrongState, AlreadyCorrected, FlowInvalid.
    """
    seqs = _checked(by, number, asks)
    given = _days(days)
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        case.move("correct")
        if Correction.objects.filter(case=case, kind="notice").exists():
            raise AlreadyCorrected
        made, items = _listed(case, asks, seqs, kind="notice", days=given, note=note)
        made.document = papers.issue(case, wording.correction(case, items, note.strip()), by=by)
        made.save(force_insert=True)
        CorrectionItem.objects.bulk_create(items)
        ClockEntry.objects.bulk_create(
            [stop(case, by, ClockName.RECEIPT), start(case, by, ClockName.CORRECTION)]
        )
        leave_trace(case, by, "correcting", "一次性告知补正", detail=_told(items))
        _tell(case, made, items)
    return made


def return_pre_review(*, by: Actor, number: str, asks: Sequence[Ask], note: str = "") -> Correction:
    """Send an application back from pre-review with everything that should be changed.

    Raises as ask_for_correction does; it may come again, for pre-review takes nothing from the limits.
    """
    seqs = _checked(by, number, asks)
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        case.move("return_pre_review")
        made, items = _listed(case, asks, seqs, kind="pre_review", days=_days(None), note=note)
        made.save(force_insert=True)
        CorrectionItem.objects.bulk_create(items)
        leave_trace(case, by, "pre_returned", "网上预审退回修改", detail=_told(items))
        _tell(case, made, items)
    return made


def _checked(by: Actor, number: str, asks: Sequence[Ask]) -> dict[str, int]:
    """Return the guide's numbers of the materials; refuse what is empty, doubled or outside the guide."""
    case = glanced(number)
    policies.require(policies.can_handle(by, case))
    if not asks:
        raise FlowInvalid(errors={"materials": ["请勾选要补正的材料，并写明哪里要改。"]})
    names = [ask.material.strip() for ask in asks]
    catalogue.require_in_guide(by=by, version_id=case.item_version_id, asked=names, case=number)
    materials = catalogue.guide(catalogue.item_version(case.item_version_id)).materials
    seqs = {word: m.seq for m in materials for word in (m.code, m.name) if word}
    held = exempt.asked_in_vain(case, [seqs[name] for name in names])
    if held:
        raise FlowInvalid(
            errors={
                "materials": [f"申请人持有有效的电子证照“{'、'.join(held)}”，请依职能查用，不能要求提交。"]
            }
        )
    if len({seqs[name] for name in names}) < len(names):
        raise FlowInvalid(errors={"materials": ["同一份材料只列一次，请合并成一条。"]})
    if any(not ask.problem.strip() or len(ask.problem) > 500 for ask in asks):
        raise FlowInvalid(errors={"materials": ["每份材料都要写明哪里要改、怎么改，最多 500 字。"]})
    return seqs


def _days(days: int | None) -> int:
    limit = limits.limit("correction")
    wanted = limit.days if days is None else days
    if not limit.least <= wanted <= limit.most:
        raise FlowInvalid(errors={"days": [f"补正期限填 {limit.least} 到 {limit.most} 个工作日。"]})
    return wanted


def _listed(
    case: Case, asks: Sequence[Ask], seqs: dict[str, int], *, kind: str, days: int, note: str
) -> tuple[Correction, list[CorrectionItem]]:
    case.correction_due = due_after("correction", clock.today(), case.region_code, days=days)
    made = Correction(
        case=case, kind=kind, note=note.strip()[:1000], asked_at=clock.now(), due_on=case.correction_due,
        city=case.city,
    )  # fmt: skip
    rows = {material.seq: material for material in case.materials.all()}
    items = [
        CorrectionItem(
            correction=made, seq=seq, name=rows[seq].name if seq in rows else ask.material.strip(),
            problem=ask.problem.strip(), city=case.city,
        )
        for ask in asks
        for seq in (seqs[ask.material.strip()],)
    ]  # fmt: skip
    return made, items


def _told(items: Sequence[CorrectionItem]) -> str:
    return "\n".join(f"{item.name}：{item.problem}" for item in items)


def _tell(case: Case, made: Correction, items: Sequence[CorrectionItem]) -> None:
    outbox.publish(
        CorrectionAsked(
            subject=case.number, city=case.city, kind=made.kind, items=len(items), due=made.due_on
        )
    )


def answer_item(
    *, by: Actor, number: str, seq: int, file: "File[Any] | None" = None, statement: str = ""
) -> CorrectionItem:
    """Keep the applicant's file or statement for one item, until the whole correction is handed in.

    Raises CaseNotYours, NothingToCorrect, FlowInvalid, documents.FileRefused. The file is stored first.
    """
    item = _open_item(by, number, seq)
    text = statement.strip()
    if file is None and not text:
        raise FlowInvalid(errors={item.key: ["请选择文件，或者写明情况。"]})
    if len(text) > 1000:
        raise FlowInvalid(errors={item.key: [f"说明最多 1000 字，现在是 {len(text)} 字。"]})
    stored = file and documents.store_upload(
        by=by, file=file, purpose=f"补正：{item.name}"[:100], city=item.city
    )
    with unit.work():
        case = locked(number)
        item = _open_item(by, number, seq)
        item.file_id = stored.pk if stored else item.file_id
        item.statement, item.answered_at = text or item.statement, clock.now()
        item.save(update_fields=["file_id", "statement", "answered_at"])
        audit.record(by, "correction.item_answered", case, facts={"seq": seq})
    return item


def _open_item(by: Actor, number: str, seq: int) -> CorrectionItem:
    case = glanced(number)
    policies.require(policies.is_applicant(by, case))
    item = (
        CorrectionItem.objects.select_related("correction")
        .filter(correction__case=case, correction__supplied_at=None, seq=seq)
        .first()
    )
    if item is None or case.status not in {Status.CORRECTING, Status.PRE_RETURNED}:
        raise NothingToCorrect
    return item


def supply_correction(*, by: Actor, number: str) -> Case:
    """Hand in the whole correction: the materials take its files, the receipt clock begins afresh.

    Raises CaseNotYours, NothingToCorrect, CorrectionIncomplete (at each item still open).
    """
    with unit.work():
        case = locked(number)
        policies.require(policies.is_applicant(by, case))
        made = Correction.objects.filter(case=case, supplied_at=None).first()
        if made is None or case.status not in {Status.CORRECTING, Status.PRE_RETURNED}:
            raise NothingToCorrect
        items = list(made.items.order_by("seq"))
        left = {item.key: ["这一项还没有补正。"] for item in items if item.answered_at is None}
        if left:
            raise CorrectionIncomplete(errors=left)
        _take_over_files(case, items)
        made.supplied_at = clock.now()
        made.save(update_fields=["supplied_at"])
        if made.kind == "notice":
            _receive_again(case, by)
            title = "已补正，重新收件"
        else:
            case.receipt_due = due_after("pre_review", clock.today(), case.region_code)
            case.move("resubmit")
            title = "已修改，重新提交预审"
        leave_trace(case, by, "supplied_correction", title, kind="supplied", who=applicant_side(by))
        outbox.publish(CorrectionSupplied(subject=case.number, city=case.city, kind=made.kind))
    return case


def _receive_again(case: Case, by: Actor) -> None:
    case.move("supply")
    ClockEntry.objects.bulk_create([stop(case, by, ClockName.CORRECTION)])
    begin_receipt(case, by, part=2)


def _take_over_files(case: Case, items: list[CorrectionItem]) -> None:
    rows = {material.seq: material for material in case.materials.all()}
    for item in items:
        row = rows[item.seq]
        item.replaced_file_id = row.file_id
        if item.file_id:
            row.grade, row.source, row.file_id = Grade.UPLOADED, "申请人补正", item.file_id
        else:
            row.grade, row.source = Grade.PROMISED, "申请人书面说明"
    CaseMaterial.objects.bulk_update([rows[item.seq] for item in items], ["grade", "source", "file_id"])
    CorrectionItem.objects.bulk_update(items, ["replaced_file_id"])


def lapse_correction(*, number: str) -> Case:
    """End an application whose correction never came within the time of the notice.

    Raises WrongState while the time still runs or nothing is awaited.
    """
    with unit.work():
        case = locked(number)
        if case.correction_due is None or case.correction_due >= clock.today():
            raise WrongState(status=Status(case.status).label)
        running = case.status == Status.CORRECTING
        case.close(Outcome.LAPSED, step="lapse", at=clock.now(), by=SYSTEM.label)
        if running:
            ClockEntry.objects.bulk_create([stop(case, SYSTEM, ClockName.CORRECTION)])
        cause = f"补正期限到{wording.day(case.correction_due)}为止，没有收到补正内容。"
        papers.issue(case, wording.ended(case, cause), by=SYSTEM)
        detail = "补正期限已过，没有收到补正内容，本次申请终止。需要时可以重新申请。"
        leave_trace(case, SYSTEM, "lapsed", "逾期未补正，终止办理", detail=detail)
        outbox.publish(CaseLapsed(subject=case.number, city=case.city, item_code=case.item_code))
    return case
