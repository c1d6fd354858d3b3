"""Extend: asked by the officer, granted by the head of the body, once, within what the law allows."""

from onewindow.cases import papers, policies, wording
from onewindow.cases.deadlines import extension_allowed
from onewindow.cases.errors import AlreadyExtended, FlowInvalid, NothingToAnswer, SamePerson, WrongState
from onewindow.cases.events import CaseExtended
from onewindow.cases.models import Case, ClockAction, ClockEntry, ClockName, Extension
from onewindow.cases.services.refuse import is_same_person
from onewindow.cases.services.steps import leave_trace, locked, tick, words
from onewindow.cases.services.suspend import begin_older, reckon
from onewindow.cases.states import Status
from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import Actor, clock, outbox, unit


def days_allowed(case: Case) -> int:
    """Return how many working days a case may be extended by: 10, joint handling 15."""
    joint = catalogue.item_version(case.item_version_id).joint_bodies.strip() not in {"", "无"}
    return extension_allowed(joint)


def ask_extension(*, by: Actor, number: str, days: int | None, reason: str) -> Extension:
    """Ask the head of the body for more days, with the reason the applicant will be told.

    行政许可法 第四十二条. Raises CaseNotYours, WrongState, AlreadyExtended, FlowInvalid.
    """
    said = words("reason", reason, missing="请写明延长的理由，申请人会看到。")
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        _require_reviewing(case)
        most = days_allowed(case)
        if days is None or not 1 <= days <= most:
            raise FlowInvalid(errors={"days": [f"最多可以延长 {most} 个工作日，请填 1 到 {most}。"]})
        if Extension.objects.filter(case=case, state__in=["asked", "granted"]).exists():
            raise AlreadyExtended
        made = Extension(
            case=case, days=days, reason=said, state="asked", asked_at=clock.now(), asked_by=by.label,
            asked_person=by.person_id, city=case.city,
        )  # fmt: skip
        made.save(force_insert=True)
        leave_trace(case, by, "asked_extension", "申请延长期限", kind="filed", facts={"days": days})
    return made


def grant_extension(*, by: Actor, number: str) -> Case:
    """Grant the days asked for; both due days move on and the applicant is told the reason in writing.

    Raises CaseNotYours unless the actor heads the body, NothingToAnswer, SamePerson, WrongState.
    """
    with unit.work():
        case, asked = _asked(by, number)
        begin_older(case, by)
        asked.state, asked.answered_at, asked.answered_by = "granted", clock.now(), by.label
        entry = tick(
            case, by, ClockName.DECISION, ClockAction.EXTEND, days=asked.days, note=asked.reason,
        )  # fmt: skip
        ClockEntry.objects.bulk_create([entry])
        case.extended_days = asked.days
        reckon(case)
        asked.document = papers.issue(case, wording.extension(case, asked.days, asked.reason), by=by)
        asked.save()
        leave_trace(
            case, by, "extended", f"期限延长 {asked.days} 个工作日", detail=asked.reason,
            facts={"days": asked.days},
        )  # fmt: skip
        outbox.publish(
            CaseExtended(subject=case.number, city=case.city, days=asked.days, due=case.promised_due)
        )
    return case


def decline_extension(*, by: Actor, number: str, answer: str) -> Case:
    """Decline the days asked for, with the reason; the limits stay, and it may be asked again.

    Raises CaseNotYours, NothingToAnswer, SamePerson, WrongState, FlowInvalid.
    """
    said = words("answer", answer, missing="请写明不批准的理由。")
    with unit.work():
        case, asked = _asked(by, number)
        _settle(asked, by, "declined", said)
        leave_trace(case, by, "extension_declined", "未批准延长期限", kind="filed")
    return case


def take_back_extension(*, by: Actor, number: str) -> Case:
    """Take one's own request for more days back before it was answered; raise NothingToAnswer otherwise."""
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        asked = Extension.objects.filter(case=case, state="asked").first()
        if asked is None or not is_same_person(by, asked.asked_by, asked.asked_person):
            raise NothingToAnswer
        _settle(asked, by, "taken", "")
        leave_trace(case, by, "extension_taken", "撤回延长申请", kind="filed")
    return case


def _settle(asked: Extension, by: Actor, state: str, said: str) -> None:
    asked.state, asked.answer = state, said
    asked.answered_at, asked.answered_by = clock.now(), by.label
    asked.save(update_fields=["state", "answer", "answered_at", "answered_by"])


def _asked(by: Actor, number: str) -> tuple[Case, Extension]:
    case = locked(number)
    policies.require(policies.can_head(by, case))
    _require_reviewing(case)
    asked = Extension.objects.filter(case=case, state="asked").first()
    if asked is None:
        raise NothingToAnswer
    if is_same_person(by, asked.asked_by, asked.asked_person):
        raise SamePerson
    return case, asked


def _require_reviewing(case: Case) -> None:
    if case.status != Status.REVIEWING:
        raise WrongState(status=Status(case.status).label)
