"""责任追究: proposed by one, decided by another, its appeal answered by a third."""

from onewindow.kernel.public import Actor, audit, clock, outbox, unit
from onewindow.supervision import policies
from onewindow.supervision.calendars import days_for
from onewindow.supervision.errors import OnlyRed, SignalNotFound, TooLate, WordsMissing
from onewindow.supervision.events import AccountabilityDecided
from onewindow.supervision.models import Accountability, Level, Measure, Signal, SignalState
from onewindow.supervision.services.raising import number as new_number
from onewindow.supervision.services.settling import leave_step, written
from onewindow.supervision.standing import handling

SETTLED = frozenset({SignalState.CONFIRMED, SignalState.CORRECTED, SignalState.CLOSED})


def propose_accountability(*, by: Actor, number: str, measure: str, fact: str, basis: str) -> Accountability:
    """Propose to hold the body and person of a confirmed red card responsible.

    Raises NotSupervisor, AboutYourself, OnlyRed, WordsMissing.
    """
    told = written(fact, "请写明责任事实。", "fact")
    law = written(basis, "请写明依据。", "basis", 300)
    if measure not in Measure.values:
        raise WordsMissing(errors={"measure": ["请选择提醒、诫勉、通报或者移送。"]})
    with unit.work():
        signal = Signal.objects.select_for_update().filter(number=number).first()
        if signal is None:
            raise SignalNotFound
        policies.require_supervisor(by, signal.region_code, signal.person)
        taken = Accountability.objects.filter(signal=signal).exists()
        if signal.level != Level.RED or signal.state not in SETTLED or taken:
            raise OnlyRed
        made = Accountability(
            number=new_number("Z"), signal=signal, agency_id=signal.agency_id, agency_name=signal.agency_name,
            person=signal.person, measure=measure, fact=told, basis=law, proposed_by=by.label,
            proposed_at=clock.now(), city=signal.city,
        )  # fmt: skip
        made.save(force_insert=True)
        leave_step(by, signal, "accountable", f"提起责任追究（{Measure(measure).label}）")
        audit.record(by, "accountability.proposed", made)
    return made


def decide_accountability(*, by: Actor, number: str, agree: bool, words: str) -> Accountability:
    """Hold responsible as proposed, or not; who proposed it may not decide.

    Raises NotSupervisor, SameHand.
    """
    said = written(words, "请写明决定的理由。")
    with unit.work():
        one = _locked(number)
        policies.require_supervisor(by, one.signal.region_code, one.person)
        policies.require_another(by, one.proposed_by)
        one.decided_by, one.decided_at, one.decision = by.label, clock.now(), said
        if agree:
            days = days_for(one.signal.region_code)
            one.appeal_by = days.due(clock.today(), handling("accountability_appeal"))
        _move(by, one, "decide" if agree else "decline")
        if agree:
            outbox.publish(
                AccountabilityDecided(
                    subject=one.signal.number, city=one.city, number=one.number, measure=one.measure
                )
            )
    return one


def appeal_accountability(*, by: Actor, number: str, words: str) -> Accountability:
    """Appeal in time: the head of the body or the person.

    Raises NotWatched, TooLate, AccountabilityState.
    """
    said = written(words, "请写明申诉的理由。")
    with unit.work():
        one = _locked(number)
        policies.require_head(by, one.agency_id, one.person)
        if one.appeal_by and clock.today() > one.appeal_by:
            raise TooLate(until=f"{one.appeal_by.month}月{one.appeal_by.day}日")
        one.appeal, one.appealed_by, one.appealed_at = said, by.label, clock.now()
        _move(by, one, "appeal")
    return one


def answer_accountability_appeal(*, by: Actor, number: str, uphold: bool, words: str) -> Accountability:
    """Uphold or withdraw after an appeal; neither who proposed nor who decided may. Raises SameHand."""
    said = written(words, "请写明答复申诉的理由。")
    with unit.work():
        one = _locked(number)
        policies.require_supervisor(by, one.signal.region_code, one.person)
        policies.require_another(by, one.proposed_by, one.decided_by)
        one.answered_by, one.answered_at, one.answer = by.label, clock.now(), said
        _move(by, one, "uphold" if uphold else "withdraw")
    return one


def carry_out_accountability(*, by: Actor, number: str) -> Accountability:
    """Note that it was carried out, once no appeal can come any more. Raises NotSupervisor, TooLate."""
    with unit.work():
        one = _locked(number)
        policies.require_supervisor(by, one.signal.region_code, one.person)
        if one.state == "decided" and one.appeal_by and clock.today() <= one.appeal_by:
            until = f"{one.appeal_by.month}月{one.appeal_by.day}日"
            raise TooLate(f"申诉期限到{until}为止，过了期限才能执行。")
        one.done_at = clock.now()
        _move(by, one, "carry_out")
    return one


def _move(by: Actor, one: Accountability, name: str) -> None:
    one.move(name)
    one.save()
    audit.record(by, f"accountability.{name}", one)


def _locked(number: str) -> Accountability:
    found = (
        Accountability.objects.select_related("signal")
        .select_for_update(of=("self",))
        .filter(number=number)
        .first()
    )
    if found is None:
        raise SignalNotFound("没有找到这件责任追究。请核对编号。")
    return found
