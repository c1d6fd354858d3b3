"""Transfer: a case goes to another body with its whole history; somebody there takes it over on record."""

from onewindow.cases import papers, policies, wording
from onewindow.cases.errors import FlowInvalid, NothingToAnswer, WrongState
from onewindow.cases.events import CaseTransferred
from onewindow.cases.models import Extension, Transfer
from onewindow.cases.services.processes import move_along
from onewindow.cases.services.steps import leave_trace, locked, words
from onewindow.cases.states import Status
from onewindow.government import public as government
from onewindow.kernel.public import Actor, clock, outbox, unit

MOVABLE = frozenset({Status.PRE_REVIEW, Status.RECEIVED, Status.REVIEWING})


def transfer_case(*, by: Actor, number: str, agency: str, reason: str) -> Transfer:
    """Give a case to another body, by its name; history and clocks go with it, no limit begins anew.

    Raises CaseNotYours, WrongState, FlowInvalid.
    """
    said = words("reason", reason, missing="请写明转办的理由，申请人会看到。")
    try:
        target = government.agency_named(agency.strip())
    except government.UnknownAgency as unknown:
        raise FlowInvalid(errors={"agency": ["没有找到这个机关，请填写机关全称。"]}) from unknown
    with unit.work():
        case = locked(number)
        policies.require(policies.can_decide(by, case))
        if case.status not in MOVABLE:
            raise WrongState(status=Status(case.status).label)
        if target.pk == case.agency_id:
            raise FlowInvalid(errors={"agency": ["办件已经在这个机关。"]})
        part = 1 + Transfer.objects.filter(case=case).count()
        paper = wording.handover(case, target.name, case.materials.order_by("seq"), said)
        papers.issue(case, paper, by=by, part=part)
        made = Transfer(
            case=case, from_agency_id=case.agency_id, to_agency=target, reason=said, at=clock.now(),
            by=by.label, city=case.city,
        )  # fmt: skip
        made.save(force_insert=True)
        Extension.objects.filter(case=case, state="asked").update(state="taken", answered_at=clock.now())
        sender = case.agency.name
        case.agency, case.region_code = target, target.region_code  # rights and holidays are the new body's
        move_along(case, by, sender=made.from_agency_id)
        leave_trace(
            case, by, "transferred", f"转办：{target.name}", who=sender, detail=said,
            facts={"from": made.from_agency_id, "to": target.pk},
        )  # fmt: skip
        outbox.publish(
            CaseTransferred(
                subject=case.number, city=case.city, from_agency=made.from_agency_id, to_agency=target.pk
            )
        )
    return made


def take_over_case(*, by: Actor, number: str) -> Transfer:
    """Take a transferred case over on record: from now on this body answers for it (首问负责).

    Raises CaseNotYours, NothingToAnswer when nothing waits to be taken over.
    """
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        made = Transfer.objects.filter(case=case, taken_at=None, to_agency_id=case.agency_id).last()
        if made is None:
            raise NothingToAnswer
        made.taken_at, made.taken_by = clock.now(), by.label
        made.save(update_fields=["taken_at", "taken_by"])
        leave_trace(case, by, "taken_over", "已接收转办")
    return made
