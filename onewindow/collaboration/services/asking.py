"""Ask another body on demand (按需协同): for an opinion, a check or data; answered, or told to its head."""

import secrets
from collections.abc import Collection

from onewindow.cases import public as cases
from onewindow.collaboration import policies
from onewindow.collaboration.errors import AskInvalid, AskSettled, UnknownAsk
from onewindow.collaboration.events import AskAnswered, AskEscalated, BodyAsked
from onewindow.collaboration.models import Ask, AskKind, AskState
from onewindow.government import public as government
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit, workdays

STANCES = ("同意", "不同意", "已核查", "已提供", "不属于本机关")
MOST_DAYS = 30


def ask_body(
    *, by: Actor, number: str, agency: str, kind: str, question: str, days: int | None,
    materials: Collection[int] = (),
) -> Ask:  # fmt: skip
    """Ask another body about a case in one's hands, with so many working days for the answer.

    While it is open the asked body may read the named materials where they lie. Raises cases.CaseNotYours,
    cases.CaseAlreadyClosed, AskInvalid with each fault at its field.
    """
    case = cases.case_for(by, number)
    if by.kind != "official":
        raise cases.CaseNotYours
    target, said = _target(case, agency), question.strip()
    errors: dict[str, list[str]] = {}
    if isinstance(target, str):
        errors["agency"] = [target]
    if kind not in set(AskKind):
        errors["kind"] = ["请选择协同种类。"]
    if not 0 < len(said) <= 1000:
        errors["question"] = ["请写明需要对方做什么，最多 1000 字。"]
    if days is None or not 1 <= days <= MOST_DAYS:
        errors["days"] = [f"请填写答复期限，1 到 {MOST_DAYS} 个工作日。"]
    if errors or isinstance(target, str) or days is None:
        raise AskInvalid(errors=errors)
    known = {row.seq for row in case.materials.all() if row.file_id}
    with unit.work():
        locked = cases.Case.objects.select_for_update().get(pk=case.pk)
        if not locked.is_open():
            raise cases.CaseAlreadyClosed
        made = Ask(
            number=f"XT{clock.today():%y%m%d}{secrets.randbelow(10**8):08d}", case=case,
            from_agency_id=case.agency_id, to_agency=target, kind=kind, question=said,
            materials=sorted(known & set(materials)),
            due=workdays.calendar_for(target.region_code).due(clock.today(), days).on,
            asked_at=clock.now(), asked_by=by.label, asked_name=by.name, city=case.city,
        )  # fmt: skip
        made.save(force_insert=True)
        audit.record(by, "ask.sent", made)
        title = f"{AskKind(kind).label}：{target.name}"
        cases.note_step(locked, kind="ask", title=title, who=case.agency.name)
        outbox.publish(
            BodyAsked(
                subject=made.number, city=case.city, case=number, to_agency=target.pk, kind=kind
            )
        )  # fmt: skip
    return made


def _target(case: cases.Case, agency: str) -> "government.Agency | str":
    try:
        found = government.agency_named(agency.strip())
    except government.UnknownAgency:
        return "没有找到这个机关，请填写机关全称。"
    return "不用向本机关发出协同请求。" if found.pk == case.agency_id else found


def open_ask(*, by: Actor, number: str) -> Ask:
    """Return an ask to the bodies it is between; an asked officer's look at the case is recorded first.

    Raises UnknownAsk, NotYourAsk.
    """
    ask = _ask(number)
    policies.require_ask(policies.may_see_ask(by, ask))
    look = identity.Access(
        subject_kind="person" if ask.case.person_id else "organisation",
        subject_id=ask.case.person_id or ask.case.organisation_id or 0, what="办件：协同请求涉及的内容",
        reason=f"按需协同 {ask.number}", case=ask.case.number, item=ask.case.item_code,
    )  # fmt: skip
    with unit.work():
        identity.record_accesses(by, [look])
    return ask


def answer_ask(*, by: Actor, number: str, stance: str, answer: str) -> Ask:
    """Answer what one's body was asked; its grant to read ends with it.

    Raises UnknownAsk, NotYourAsk, AskSettled, AskInvalid.
    """
    said = answer.strip()
    errors: dict[str, list[str]] = {}
    if stance not in STANCES:
        errors["stance"] = ["请选择答复结论。"]
    if not 0 < len(said) <= 2000:
        errors["answer"] = ["请填写答复内容，最多 2000 字。"]
    ask = _ask(number)
    policies.require_ask(policies.may_answer(by, ask))
    if errors:
        raise AskInvalid(errors=errors)
    with unit.work():
        case, ask = _locked(ask)
        ask.state, ask.stance, ask.answer = AskState.ANSWERED, stance, said
        ask.answered_at, ask.answered_by, ask.answered_name = clock.now(), by.label, by.name
        ask.save()
        audit.record(by, "ask.answered", ask)
        title = f"{AskKind(ask.kind).label}已答复：{stance}"
        cases.note_step(case, kind="ask", title=title, who=ask.to_agency.name)
        outbox.publish(AskAnswered(subject=ask.number, city=ask.city, case=case.number, stance=stance))
    return ask


def take_back_ask(*, by: Actor, number: str) -> Ask:
    """Take back what one's body asked, before it was answered. Raises UnknownAsk, NotYourAsk, AskSettled."""
    ask = _ask(number)
    policies.require_ask(policies.reviews_for(by, ask.from_agency_id, ask.from_agency.region_code))
    with unit.work():
        case, ask = _locked(ask)
        ask.state = AskState.TAKEN
        ask.save(update_fields=["state"])
        audit.record(by, "ask.taken", ask)
        cases.note_step(case, kind="ask", title="撤回协同请求", who=ask.from_agency.name)
    return ask


def escalate_asks(*, limit: int = 500) -> int:
    """Tell the heads of bodies that did not answer in time; each ask once; return how many."""
    late = Ask.objects.filter(state=AskState.ASKED, escalated_at=None, due__lt=clock.today())
    late = late.exclude(case__status__in=sorted(cases.FINAL))
    told = 0
    for number in list(late.order_by("due", "id").values_list("number", flat=True)[:limit]):
        with unit.work():
            ask = (
                Ask.objects.select_for_update(of=("self",))
                .select_related("to_agency", "case")
                .get(number=number)
            )
            if ask.state != AskState.ASKED or ask.escalated_at is not None:
                continue
            ask.escalated_at = clock.now()
            ask.save(update_fields=["escalated_at"])
            audit.record(SYSTEM, "ask.escalated", ask)
            outbox.publish(
                AskEscalated(
                    subject=number, city=ask.city, case=ask.case.number, to_agency=ask.to_agency_id
                )
            )  # fmt: skip
        told += 1
    return told


def _ask(number: str) -> Ask:
    found = (
        Ask.objects.select_related("case__agency", "from_agency", "to_agency").filter(number=number).first()
    )
    if found is None:
        raise UnknownAsk
    return found


def _locked(ask: Ask) -> tuple[cases.Case, Ask]:
    """Lock the case, then its ask; raise AskSettled when it is no longer open."""
    case = cases.Case.objects.select_for_update().get(pk=ask.case_id)
    rows = Ask.objects.select_related("from_agency", "to_agency").select_for_update(of=("self",))
    mine = rows.get(pk=ask.pk)
    if mine.state != AskState.ASKED:
        raise AskSettled(state=AskState(mine.state).label)
    return case, mine
