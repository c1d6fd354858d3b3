"""Hear before refusing: right told, asked for, called, led by another than the reviewers, recorded."""

from datetime import date

from onewindow.cases import limits, papers, policies, wording
from onewindow.cases.deadlines import due_after
from onewindow.cases.errors import (
    FlowInvalid,
    HearingClosed,
    HearingPending,
    HearingRightUntold,
    HostIsReviewer,
    NothingToAnswer,
    SamePerson,
    WrongState,
)
from onewindow.cases.events import HearingAsked, HearingCalled, HearingHeld, HearingRightTold
from onewindow.cases.models import Case, Hearing, HearingState
from onewindow.cases.queries import reviewers_of
from onewindow.cases.services.refuse import is_same_person
from onewindow.cases.services.steps import leave_trace, locked, words
from onewindow.cases.services.suspend import go_on_counting, stop_counting
from onewindow.cases.states import Status
from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import Actor, canonical, clock, outbox, prepared, unit, workdays
from onewindow.workflow import public as workflow

HEARING = "听证"


def tell_hearing_right(*, by: Actor, number: str, reason: str) -> Hearing:
    """Tell the applicant, with a signed paper, of the right to a hearing before an adverse decision.

    行政许可法 第四十七条. Raises CaseNotYours, WrongState, HearingClosed when told before, FlowInvalid.
    """
    said = words("reason", reason, missing="请写明拟作出什么决定、为什么，申请人会看到。")
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        if case.status != Status.REVIEWING:
            raise WrongState(status=Status(case.status).label)
        if Hearing.objects.filter(case=case).exists():
            raise HearingClosed(why="已经告知过听证权利")
        until = due_after("hearing_request", clock.today(), case.region_code)
        paper = papers.issue(case, wording.hearing_right(case, said, until), by=by)
        made = Hearing(
            case=case, reason=said, told_at=clock.now(), told_by=by.label, told_paper=paper,
            request_due=until, city=case.city,
        )  # fmt: skip
        made.save(force_insert=True)
        leave_trace(case, by, "hearing_told", "告知听证权利", detail=said, kind="hearing")
        outbox.publish(HearingRightTold(subject=number, city=case.city, until=until))
    return made


def ask_hearing(*, by: Actor, number: str, note: str = "", interested: str = "") -> Hearing:
    """Ask for a hearing: the applicant, or an officer who registers what an interested person asks for.

    Within five days of being told; it must then be held within twenty. Raises CaseNotYours, HearingClosed.
    """
    with unit.work():
        case = locked(number)
        may = policies.can_handle if interested else policies.is_applicant
        policies.require(may(by, case))
        one = _hearing(case)
        if one.state not in {HearingState.TOLD, HearingState.WAIVED}:
            raise HearingClosed(why="已经要求过听证")
        if clock.today() > one.request_due:
            raise HearingClosed(why=f"要求听证的期限到{one.request_due.month}月{one.request_due.day}日为止")
        one.state, one.answered_at, one.asked_by = HearingState.ASKED, clock.now(), by.label
        one.request, one.interested = note.strip()[:1000], interested.strip()[:100]
        one.hold_by = due_after("hearing", clock.today(), case.region_code)
        one.save()
        leave_trace(case, by, "hearing_asked", "要求听证", kind="hearing")
        outbox.publish(HearingAsked(subject=number, city=case.city, by=one.hold_by))
    return one


def waive_hearing(*, by: Actor, number: str) -> Hearing:
    """Say that one does not want a hearing; until the day is over one may still change one's mind.

    Raises CaseNotYours, HearingClosed.
    """
    with unit.work():
        case = locked(number)
        policies.require(policies.is_applicant(by, case))
        one = _hearing(case)
        if one.state != HearingState.TOLD:
            raise HearingClosed(why="已经答复过")
        one.state, one.answered_at = HearingState.WAIVED, clock.now()
        one.save()
        leave_trace(case, by, "hearing_waived", "不要求听证", kind="hearing")
    return one


def call_hearing(*, by: Actor, number: str, on: date | None, hour: str, place: str, host: str) -> Hearing:
    """Set day, place and host, tell them with a signed paper, and let the decision clock stand.

    At least seven working days ahead, within twenty of the request, led by a colleague who did not review the
    case. Raises CaseNotYours, HearingClosed, HostIsReviewer, FlowInvalid.
    """
    when = words("hour", hour, missing="请填写几点开始，例如 上午9:30。", most=20)
    where = words("place", place, missing="请填写举行的地点。", most=200)
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        one = _hearing(case)
        if one.state not in {HearingState.ASKED, HearingState.CALLED} or one.hold_by is None:
            raise HearingClosed(why=one.get_state_display())
        day = _day(case, one, on)
        hand = _host(by, case, one, host)
        one.calls += 1
        one.state, one.on, one.hour, one.place = HearingState.CALLED, day, when, where
        one.host, one.host_person, one.host_name = hand.label, hand.person, hand.name
        one.recusal, one.recusal_state, one.recusal_answer = "", "", ""
        one.call_paper = papers.issue(case, wording.hearing_call(case, one), by=by, part=one.calls)
        one.save()
        if case.status == Status.REVIEWING:
            days = workdays.calendar_for(case.region_code).days_between(clock.today(), day)
            stop_counting(case, by, limits.lawful_pause("hearing"), max(days, 1), f"听证：{one.summary}")
        leave_trace(case, by, "hearing_called", "通知举行听证", detail=one.summary, kind="hearing")
        outbox.publish(HearingCalled(subject=number, city=case.city, on=day))
    return one


def _day(case: Case, one: Hearing, on: date | None) -> date:
    ahead, calendar = limits.limit("hearing_notice").days, workdays.calendar_for(case.region_code)
    first = calendar.due(clock.today(), ahead).on
    assert one.hold_by is not None
    if on is None:
        raise FlowInvalid(errors={"on": ["请填写举行的日期，例如 2026-03-20。"]})
    if on < first:
        told = f"要提前 {ahead} 个工作日通知，最早可以在{first.month}月{first.day}日举行。"
        raise FlowInvalid(errors={"on": [told]})
    if on > one.hold_by and not one.recused:
        told = f"要在{one.hold_by.month}月{one.hold_by.day}日前举行（提出要求后二十个工作日内）。"
        raise FlowInvalid(errors={"on": [told]})
    if not calendar.is_working(on):
        raise FlowInvalid(errors={"on": ["请选择工作日。"]})
    return on


def _host(by: Actor, case: Case, one: Hearing, label: str) -> workflow.Hand:
    known = {hand.label: hand for hand in workflow.colleagues(by, "", mine=True)}
    hand = known.get(label)
    if hand is None:
        raise FlowInvalid(errors={"host": ["请选择本机构的人员主持。"]})
    labels, persons = reviewers_of(case)
    if label in labels or (hand.person is not None and hand.person in persons):
        raise HostIsReviewer(name=hand.name)
    if label in one.recused:
        raise FlowInvalid(errors={"host": [f"{hand.name}已经回避，请选择另一位。"]})
    return hand


def ask_recusal(*, by: Actor, number: str, reason: str) -> Hearing:
    """Ask that the host withdraw, before the hearing. Raises CaseNotYours, HearingClosed, FlowInvalid."""
    said = words("reason", reason, missing="请写明为什么请主持人回避。")
    with unit.work():
        case = locked(number)
        policies.require(policies.is_applicant(by, case))
        one = _hearing(case)
        if one.state != HearingState.CALLED or one.recusal_state == "asked":
            raise HearingClosed(why=one.get_state_display())
        one.recusal, one.recusal_state = said, "asked"
        one.save()
        leave_trace(case, by, "recusal_asked", "申请主持人回避", kind="hearing")
    return one


def answer_recusal(*, by: Actor, number: str, granted: bool, answer: str) -> Hearing:
    """Answer as the head of the body: a host who withdraws is replaced by a new call.

    Raises CaseNotYours, NothingToAnswer, SamePerson for the host, FlowInvalid.
    """
    said = words("answer", answer, missing="请写明理由，申请人会看到。")
    with unit.work():
        case = locked(number)
        policies.require(policies.can_head(by, case))
        one = _hearing(case)
        if one.recusal_state != "asked":
            raise NothingToAnswer
        if is_same_person(by, one.host, one.host_person):
            raise SamePerson
        one.recusal_answer, one.recusal_state = said, "granted" if granted else "declined"
        if granted:
            one.recused = [*one.recused, one.host]
            one.state, one.host, one.host_person, one.host_name = HearingState.ASKED, "", None, ""
        one.save()
        title = "主持人回避，另行通知" if granted else "主持人不需回避"
        leave_trace(case, by, "recusal_answered", title, detail=said, kind="hearing")
    return one


def record_hearing(*, by: Actor, number: str, record: str, signed_by: str) -> Hearing:
    """Sign the record 听证笔录 that those heard checked, as the host, from the day on; the clock goes on.

    Raises CaseNotYours for anybody but the host, HearingClosed before the day, FlowInvalid.
    """
    said = words("record", record, missing="请填写听证笔录。", most=20_000)
    names = words("signed_by", signed_by, missing="请填写核对笔录并签名的人。")
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        one = _hearing(case)
        if one.state != HearingState.CALLED or one.recusal_state == "asked" or one.on is None:
            raise HearingClosed(
                why="主持人回避的申请还没有答复" if one.recusal_state == "asked" else "还没有通知"
            )
        policies.require(is_same_person(by, one.host, one.host_person))
        if clock.today() < one.on:
            raise HearingClosed(why="听证还没有到举行的日期")
        one.state, one.record, one.signed_by = HearingState.HELD, said, names
        one.digest, one.recorded_at = canonical.sm3(f"{said}\n{names}".encode()), clock.now()
        one.save()
        papers.issue(case, wording.hearing_record(case, one), by=by)
        if case.status == Status.SUSPENDED and case.paused_for == "hearing":
            go_on_counting(case, by, f"听证已于{one.summary}举行，笔录 SM3 {bytes(one.digest).hex()[:16]}")
        leave_trace(case, by, "hearing_held", "听证已举行，笔录已签名", detail=one.summary, kind="hearing")
        outbox.publish(HearingHeld(subject=number, city=case.city))
    return one


_HEARING = prepared.Kept(lambda: Hearing.objects.filter(case_id=prepared.Place(1)).order_by("pk")[:1])


def check_heard(case: Case, by: Actor, *, refusing: bool) -> str:
    """Return the sentence on the record the decision rests on, "" without a hearing.

    Raises HearingPending while one may be asked for or is under way, HostIsReviewer when its host would
    decide, HearingRightUntold for a refusal where the item asks for it.
    """
    one = _HEARING.first(case.pk)
    if one is None:
        version = catalogue.item_version(case.item_version_id)
        if refusing and any(step.get("name") == HEARING for step in version.special_steps):
            raise HearingRightUntold
        return ""
    if why := one.waits_for(clock.today()):
        raise HearingPending(why=why)
    if one.state != HearingState.HELD:
        return ""
    if is_same_person(by, one.host, one.host_person):
        raise HostIsReviewer(name=one.host_name)
    return f"本决定根据{one.summary}举行的听证的笔录作出。"


def require_not_host(case: Case, by: Actor) -> None:
    """Raise HostIsReviewer when the actor leads or led the hearing of the case."""
    one = Hearing.objects.filter(case=case).exclude(host="").first()
    if one is not None and is_same_person(by, one.host, one.host_person):
        raise HostIsReviewer(name=one.host_name)


def _hearing(case: Case) -> Hearing:
    one = Hearing.objects.select_for_update().filter(case=case).first()
    if one is None or case.status not in {Status.REVIEWING, Status.SUSPENDED}:
        raise HearingClosed(why="没有正在进行的听证")
    return one
