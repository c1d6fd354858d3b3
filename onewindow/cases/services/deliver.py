"""Deliver: the decision reaches the applicant, after the originals of uploaded materials were seen."""

from collections.abc import Collection, Iterable

from onewindow.cases import papers, policies, wording
from onewindow.cases.charging import BEFORE_DELIVERY
from onewindow.cases.errors import FlowInvalid, OriginalsUnchecked
from onewindow.cases.events import CaseDelivered, DecisionOpened
from onewindow.cases.models import Case, CaseMaterial, ClockName
from onewindow.cases.services.charge import require_paid
from onewindow.cases.services.steps import leave_trace, locked, stop
from onewindow.cases.states import Delivery, Grade, Outcome, Status
from onewindow.cases.timeline import applicant_side
from onewindow.documents import public as documents
from onewindow.kernel.public import SYSTEM, Actor, clock, inserting, outbox, prepared, unit

DECISIONS = frozenset({"grant", "refusal"})
PROOF = "delivery"  # the kind of the 送达回证
_COMPARED: inserting.Changed = {CaseMaterial: ("grade", "source")}
_UPLOADED = prepared.Kept(
    lambda: CaseMaterial.objects.filter(case_id=prepared.Place(1), grade=Grade.UPLOADED).order_by("seq")
)


def deliver_case(
    *, by: Actor, number: str, way: Delivery, checked: Collection[int] = (), note: str = ""
) -> Case:
    """Record that the decision was handed over, and close the case.

    `checked` are the materials (by number) whose originals were compared; a grant needs all uploaded ones
    (信任在先、办结核验). What is posted needs its consignment number in `note`, which the proof of delivery
    repeats. Raises CaseNotYours, WrongState, OriginalsUnchecked, FeeUnpaid, FlowInvalid.
    """
    if way not in set(Delivery):
        raise FlowInvalid(errors={"way": ["请选择送达方式。"]})
    if way == Delivery.POST and not note.strip():
        raise FlowInvalid(errors={"note": ["邮寄送达的，请填写邮寄单号，申请人凭它查询。"]})
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        case.move("deliver")
        require_paid(case, BEFORE_DELIVERY)
        seen = _check_originals(case, checked)
        _hand_over(case, by, way, note.strip()[:500])
        detail = "\n".join(
            filter(None, [f"已核对原件：{'、'.join(seen)}" if seen else "", note.strip()[:500]])
        )
        leave_trace(case, by, "delivered", f"已送达：{way.label}", detail=detail)
        outbox.publish(CaseDelivered(subject=case.number, city=case.city, way=str(way)))
    return case


def deliver_with(*, number: str, way: Delivery, note: str) -> bool:
    """Deliver a decided part of a joint case with its lead, whose originals were compared for all.

    One delivery for everything (一次送达); False where the part is not decided, or was delivered before.
    """
    with unit.work():
        case = locked(number)
        if case.status != Status.DECIDED:
            return False
        case.move("deliver")
        require_paid(case, BEFORE_DELIVERY)
        _check_originals(case, None)
        _hand_over(case, SYSTEM, way, note)
        leave_trace(case, SYSTEM, "delivered", f"已送达：{way.label}", detail=note)
        outbox.publish(CaseDelivered(subject=case.number, city=case.city, way=str(way)))
    return True


def _hand_over(case: Case, by: Actor, way: Delivery, note: str) -> None:
    """Close the case as delivered, with the proof of delivery 送达回证 for its decision."""
    now = clock.now()
    case.delivery, case.delivered_at, case.closed_at = way, now, now
    inserting.insert(stop(case, by, ClockName.DELIVERY))
    notices = documents.notices_of(case.number)
    proofs = sum(one.kind == PROOF for one in notices)
    papers.issue(case, wording.delivered(case, _handed(notices), note), by=by, part=proofs + 1)


def _handed(notices: Iterable[documents.Document]) -> list[tuple[str, str]]:
    """Return title and number of the decisions among the papers of a case that are in force."""
    valid = documents.Status.VALID
    return [(one.title, one.number) for one in notices if one.kind in DECISIONS and one.status == valid]


def awaits_opening(case: Case, notices: Iterable[documents.Document]) -> bool:
    """Tell whether a decision made at once lies in the applicant's space and was not opened yet.

    An archived case changes no more, opened or not.
    """
    lies_there = case.automatic and case.delivered_at is not None and case.status != Status.ARCHIVED
    return lies_there and not any(one.kind == PROOF for one in notices)


def open_decision(*, by: Actor, number: str) -> bool:
    """Sign the proof of delivery 送达回证 when the applicant first opens what was decided at once.

    By the applicant or an agent, once: False where there is one, or the decision is delivered otherwise.
    Raises CaseNotYours.
    """
    with unit.work():
        case = locked(number)
        policies.require(policies.is_applicant(by, case))
        notices = documents.notices_of(number)
        if not awaits_opening(case, notices):
            return False
        who = applicant_side(by)
        papers.issue(case, wording.opened(case, _handed(notices), clock.now(), who), by=by)
        leave_trace(case, by, "opened", "决定书已打开，送达回证已签发", who=who)
        outbox.publish(DecisionOpened(subject=number, city=case.city))
    return True


def _check_originals(case: Case, checked: Collection[int] | None) -> list[str]:
    """Note which originals were compared, all for None; raise OriginalsUnchecked where one is left."""
    if case.outcome != Outcome.GRANTED:
        return []
    rows = _UPLOADED.all(case.pk)
    left = [row.name for row in rows if checked is not None and row.seq not in checked]
    if left:
        raise OriginalsUnchecked(errors={"checked": [f"还没有核对原件：{'、'.join(left)}。"]})
    for row in rows:
        row.grade, row.source = Grade.CHECKED, "窗口核对原件"
    if rows:
        inserting.write(changed=rows, names=_COMPARED)
    return [row.name for row in rows]
