"""The life of a card: the watched explain, appeal and correct; supervision confirms, revokes, closes."""

from onewindow.kernel.public import Actor, audit, clock, outbox, unit
from onewindow.supervision import counters, policies
from onewindow.supervision.calendars import days_for
from onewindow.supervision.errors import AppealedOnce, SignalNotFound, TooEarly, TooLate, WordsMissing
from onewindow.supervision.events import CardSettled, CorrectionReturned
from onewindow.supervision.models import Signal, SignalState, SignalStep
from onewindow.supervision.standing import handling

MOST = 1000


def explain_signal(*, by: Actor, number: str, words: str) -> Signal:
    """Explain a card in writing, until its day or until it is settled.

    Raises NotWatched, SignalState, WordsMissing.
    """
    said = written(words, "请写明情况、原因和已经采取的措施。")
    with unit.work():
        signal = _locked(number)
        policies.require_watched(by, signal)
        return _step(by, signal, "explain", said)


def confirm_signal(*, by: Actor, number: str, words: str) -> Signal:
    """Confirm a card with the reason; without an explanation only when its day has passed.

    Raises NotSupervisor, AboutYourself, TooEarly, SignalState, WordsMissing.
    """
    said = written(words, "请写明认定的理由。")
    with unit.work():
        signal = _locked(number)
        policies.require_supervisor(by, signal.region_code, signal.person)
        waiting = signal.state == SignalState.RAISED
        if waiting and signal.explain_by and clock.today() <= signal.explain_by:
            raise TooEarly(until=f"{signal.explain_by.month}月{signal.explain_by.day}日")
        days, today = days_for(signal.region_code), clock.today()
        signal.appeal_by = days.due(today, handling("appeal"))
        signal.correct_by = days.due(today, handling("correct"))
        return _settle(by, signal, "confirm", said, confirmed=True)


def revoke_signal(*, by: Actor, number: str, words: str) -> Signal:
    """Revoke a card with the reason. Raises NotSupervisor, AboutYourself, SignalState, WordsMissing."""
    said = written(words, "请写明撤销的理由。")
    with unit.work():
        signal = _locked(number)
        policies.require_supervisor(by, signal.region_code, signal.person)
        return _settle(by, signal, "revoke", said, confirmed=False)


def appeal_signal(*, by: Actor, number: str, words: str) -> Signal:
    """Appeal against a confirmed card, once and in time.

    Raises NotWatched, AppealedOnce, TooLate, SignalState.
    """
    said = written(words, "请写明申诉的理由。")
    with unit.work():
        signal = _locked(number)
        policies.require_watched(by, signal)
        if signal.appealed:
            raise AppealedOnce
        if signal.appeal_by and clock.today() > signal.appeal_by:
            raise TooLate(until=f"{signal.appeal_by.month}月{signal.appeal_by.day}日")
        signal.appealed = True
        return _step(by, signal, "appeal", said)


def answer_appeal(*, by: Actor, number: str, uphold: bool, words: str) -> Signal:
    """Uphold or revoke a card after its appeal; not by who confirmed it.

    Raises NotSupervisor, AboutYourself, SameHand, SignalState, WordsMissing.
    """
    said = written(words, "请写明答复申诉的理由。")
    with unit.work():
        signal = _locked(number)
        policies.require_supervisor(by, signal.region_code, signal.person)
        policies.require_another(by, signal.settled_by)
        return _settle(by, signal, "uphold" if uphold else "overturn", said, confirmed=uphold)


def correct_signal(*, by: Actor, number: str, words: str) -> Signal:
    """Tell what was put right. Raises NotWatched, SignalState, WordsMissing."""
    said = written(words, "请写明整改了什么、怎样防止再发生。")
    with unit.work():
        signal = _locked(number)
        policies.require_watched(by, signal)
        return _step(by, signal, "correct", said)


def close_signal(*, by: Actor, number: str, enough: bool, words: str) -> Signal:
    """Close a corrected card, or send the correction back.

    Raises NotSupervisor, AboutYourself, SignalState.
    """
    said = written(words, "请写明核实的结果。")
    with unit.work():
        signal = _locked(number)
        policies.require_supervisor(by, signal.region_code, signal.person)
        if enough:
            signal.closed_at = clock.now()
        else:
            outbox.publish(CorrectionReturned(subject=signal.subject, city=signal.city, number=signal.number))
        return _step(by, signal, "close" if enough else "reject", said)


def written(words: str, missing: str, field: str = "words", most: int = MOST) -> str:
    """Return a text a person wrote, trimmed; raise WordsMissing at its field when empty or too long."""
    said = words.strip()
    if not said:
        raise WordsMissing(errors={field: [missing]})
    if len(said) > most:
        raise WordsMissing(errors={field: [f"最多 {most} 字，现在是 {len(said)} 字。"]})
    return said


def leave_step(by: Actor, signal: Signal, kind: str, said: str) -> None:
    """Write what was done about a signal."""
    SignalStep(
        signal=signal, at=clock.now(), kind=kind, words=said, actor=by.label, who=by.name or "系统",
        city=signal.city,
    ).save(force_insert=True)  # fmt: skip


def _settle(by: Actor, signal: Signal, move: str, said: str, *, confirmed: bool) -> Signal:
    signal.settled_by, signal.settled_at = by.label, clock.now()
    if not confirmed:
        signal.closed_at = signal.settled_at
    _step(by, signal, move, said)
    outbox.publish(
        CardSettled(
            subject=signal.subject, city=signal.city, number=signal.number, rule=signal.rule,
            level=signal.level, confirmed=confirmed,
        )
    )  # fmt: skip
    return signal


def _step(by: Actor, signal: Signal, move: str, said: str) -> Signal:
    before = signal.state
    signal.move(move)
    signal.save()
    leave_step(by, signal, move, said)
    audit.record(by, f"signal.{move}", signal)
    counters.tell(signals=[(before, signal)])
    return signal


def _locked(number: str) -> Signal:
    found = Signal.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise SignalNotFound
    return found
