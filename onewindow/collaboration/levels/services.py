"""Verbs of the levels: entrust an item, stop it, guide a body below, answer."""

from datetime import date, timedelta
from uuid import UUID

from onewindow.cases import public as cases
from onewindow.catalogue import public as catalogue
from onewindow.collaboration.errors import (
    AlreadyAnswered,
    DelegationInvalid,
    DelegationOver,
    GuidanceInvalid,
    NotTheEntrusting,
    UnknownDelegation,
    UnknownGuidance,
)
from onewindow.collaboration.events import AuthorityEntrusted, BodyGuided, EntrustingStopped
from onewindow.collaboration.levels import policies, ways
from onewindow.collaboration.levels.rules import chains, is_below
from onewindow.collaboration.models import Delegation, Guidance
from onewindow.government import public as government
from onewindow.kernel.public import Actor, audit, clock, outbox, unit

MOST_YEARS = 5


def entrust_item(
    *, by: Actor, item: str, to: str, basis: str, begins_on: date | None, ends_on: date | None
) -> Delegation:
    """Let a body below decide on an item of one's own for a period, in one's name; applications from its
    first day on go there.

    It is announced before it begins, so from tomorrow on; an item whose process names bodies below may begin
    today. Of an item whose form asks for no place only one body decides at a time. Raises NotTheEntrusting,
    DelegationInvalid with each fault at its field.
    """
    version = catalogue.in_force(item.strip())
    if not policies.may_entrust(by, version.item.agency_id or 0, version.region_code):
        raise NotTheEntrusting
    target, said, errors = _below(to, version), basis.strip(), dict[str, list[str]]()
    chained = version.process in chains()
    first = clock.today() + timedelta(days=not chained)
    if isinstance(target, str):
        errors["to"] = [target]
    if not 0 < len(said) <= 200:
        errors["basis"] = ["请填写委托书的名称和文号，最多 200 字。"]
    if begins_on is None or begins_on < first:
        day = "今天" if chained else "明天，先公告再办理"
        errors["begins_on"] = [f"请填写委托开始的日期，不能早于{day}。"]
    if ends_on is None or (begins_on is not None and ends_on < begins_on):
        errors["ends_on"] = ["请填写委托结束的日期，不能早于开始。"]
    elif begins_on is not None and ends_on.year - begins_on.year > MOST_YEARS:
        errors["ends_on"] = [f"委托最长 {MOST_YEARS} 年，到期可以再委托。"]
    if errors or isinstance(target, str) or begins_on is None or ends_on is None:
        raise DelegationInvalid(errors=errors)
    with unit.work():
        government.Agency.objects.select_for_update().get(pk=version.item.agency_id)  # one hand at a time
        others = Delegation.objects.filter(
            item_code=version.code, begins_on__lte=ends_on, ends_on__gte=begins_on
        )
        held = [one for one in others if one.stopped_on is None or one.stopped_on > begins_on]
        if any(one.to_agency_id == target.pk for one in held):
            raise DelegationInvalid(errors={"begins_on": ["这段时间已经委托给这个机关。"]})
        if held and not chained and ways.asked_place(version) is None:
            text = "这个事项的申请表不问地点，同一时间只能委托一个机关，这段时间已经委托给别的机关。"
            raise DelegationInvalid(errors={"begins_on": [text]})
        made = Delegation(
            item_code=version.code, item_name=version.name, from_agency_id=version.item.agency_id,
            to_agency=target, basis=said, begins_on=begins_on, ends_on=ends_on, made_at=clock.now(),
            made_by=by.label, city=version.region_code[:4],
        )  # fmt: skip
        made.save(force_insert=True)
        audit.record(by, "delegation.made", made)
        outbox.publish(
            AuthorityEntrusted(
                subject=str(made.pk), city=made.city, item=version.code, to_agency=target.pk
            )
        )  # fmt: skip
    ways.forget()
    return made


def _below(name: str, version: catalogue.ItemVersion) -> "government.Agency | str":
    try:
        found = government.agency_named(name.strip())
    except government.UnknownAgency:
        return "没有找到这个机关，请填写机关全称。"
    return found if is_below(found.region_code, version.region_code) else "只能委托本地区的下级机关。"


def stop_entrusting(*, by: Actor, delegation: UUID) -> Delegation:
    """Take back what was entrusted, from tomorrow on; what was applied for before is decided there.

    Raises UnknownDelegation, NotTheEntrusting, DelegationOver.
    """
    with unit.work():
        rows = Delegation.objects.select_related("from_agency").select_for_update(of=("self",))
        made = rows.filter(pk=delegation).first()
        if made is None:
            raise UnknownDelegation
        if not policies.may_entrust(by, made.from_agency_id, made.from_agency.region_code):
            raise NotTheEntrusting
        if made.stopped_on is not None or made.ends_on < clock.today():
            raise DelegationOver
        made.stopped_on, made.stopped_by = clock.today() + timedelta(days=1), by.label
        made.save(update_fields=["stopped_on", "stopped_by"])
        audit.record(by, "delegation.stopped", made)
        outbox.publish(EntrustingStopped(subject=str(made.pk), city=made.city, item=made.item_code))
    return made


def guide_body(*, by: Actor, line: str, to: str, text: str, case: str = "") -> Guidance:
    """Tell a body of one's line below something, about one of its cases or in general.

    It never decides for that body. Raises NotAbove, GuidanceInvalid.
    """
    (found, mine), said, errors = policies.require_above(by, line), text.strip(), dict[str, list[str]]()
    target = government.Agency.objects.filter(name=to.strip()).order_by("region_code").first()
    if target is None or not is_below(target.region_code, mine.agency.region_code):
        errors["to"] = ["请填写本地区下级机关的全称。"]
    if not 0 < len(said) <= 1000:
        errors["text"] = ["请填写指导意见，最多 1000 字。"]
    about = cases.Case.objects.filter(number=case.strip()).first() if case.strip() else None
    if case.strip() and (
        about is None or target is None or about.agency_id != target.pk or about.item_name not in found.items
    ):
        errors["case"] = ["没有找到这个机关手里的这个办件，请核对编号。"]
    if errors or target is None:
        raise GuidanceInvalid(errors=errors)
    with unit.work():
        locked = cases.Case.objects.select_for_update().get(pk=about.pk) if about is not None else None
        made = Guidance(
            line=line, from_agency_id=int(by.agency), to_agency=target, case_number=case.strip(), text=said,
            sent_at=clock.now(), sent_by=by.label, sent_name=by.name, city=target.region_code[:4],
        )  # fmt: skip
        made.save(force_insert=True)
        audit.record(by, "guidance.sent", made)
        if locked is not None:
            cases.note_step(locked, kind="guidance", title="上级主管部门作业务指导", who=mine.agency.name)
        outbox.publish(
            BodyGuided(subject=str(made.pk), city=made.city, to_agency=target.pk, case=made.case_number)
        )
    return made


def answer_guidance(*, by: Actor, guidance: UUID, answer: str) -> Guidance:
    """Say what one's body did about it, once. Raises UnknownGuidance, NotYourGuidance, AlreadyAnswered,
    GuidanceInvalid."""
    said = answer.strip()
    with unit.work():
        rows = Guidance.objects.select_related("to_agency").select_for_update(of=("self",))
        made = rows.filter(pk=guidance).first()
        if made is None:
            raise UnknownGuidance
        policies.require_guided(by, made)
        if made.answered_at is not None:
            raise AlreadyAnswered
        if not 0 < len(said) <= 1000:
            raise GuidanceInvalid(errors={"answer": ["请填写怎样办理的，最多 1000 字。"]})
        made.answer, made.answered_at = said, clock.now()
        made.answered_by, made.answered_name = by.label, by.name
        made.save()
        audit.record(by, "guidance.answered", made)
    return made
