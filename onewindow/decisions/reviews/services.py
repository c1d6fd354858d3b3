"""Verbs: ask a person to review a decision; answer a review; settle a signal; set the share drawn."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from onewindow.decisions import errors, events, policies
from onewindow.decisions.models import Outcome, RuleSet
from onewindow.decisions.queries import decision_of
from onewindow.decisions.reviews import signals
from onewindow.decisions.reviews.models import Kind, Result, Review, Signal
from onewindow.decisions.reviews.numbers import days
from onewindow.decisions.reviews.subjects import subjects_of
from onewindow.decisions.services import set_kill_switch
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit, clock, outbox, unit, workdays

OFFICERS = ("review", "approve", "chief")
SHORTEST, LONGEST = 4, 1000


def mine(by: Actor) -> QuerySet[Review]:
    """Return the reviews the actor asked for, in person or for the organisation."""
    whose = Q()
    if by.person_id is not None:
        whose |= Q(person_id=by.person_id)
    if by.organisation_id is not None:
        whose |= Q(organisation_id=by.organisation_id)
    if by.kind != "person" or not whose:
        return Review.objects.none()
    return Review.objects.filter(whose, kind=Kind.APPEAL)


def open_to(by: Actor) -> QuerySet[Review]:
    """Return the reviews an officer may see: those of the own body."""
    if by.kind != "official" or not by.has_role(*OFFICERS) or not by.agency:
        return Review.objects.none()
    return Review.objects.filter(agency_id=by.agency)


def ask_review(*, by: Actor, case_number: str, said: str) -> Review:
    """Have an automatic decision of the own application looked at by a person (个人信息保护法 第二十四条).

    Asked again, the first one is returned. Raises RecordUnknown, NothingToReview, ReviewInvalid at `said`.
    """
    text = _checked(said, "said")
    with unit.work():
        record = decision_of(case_number)
        subject = subjects_of([case_number]).get(case_number)
        if record is None or subject is None or not subject.is_of(by):
            raise errors.RecordUnknown(case_number=case_number)
        if record.outcome != Outcome.APPROVE:
            raise errors.NothingToReview
        due = workdays.calendar_for("45").due(clock.today(), days("answer_days"))
        review, made = Review.objects.get_or_create(
            record=record,
            kind=Kind.APPEAL,
            defaults={
                "case_number": case_number,
                "rule_set": record.rule_set,
                "item_code": subject.item_code,
                "item_name": subject.item_name,
                "agency_id": subject.agency_id,
                "person_id": subject.person_id,
                "organisation_id": subject.organisation_id,
                "account_id": by.account_id,
                "said": text,
                "asked_at": clock.now(),
                "due_on": due.on,
                "city": subject.city,
            },
        )
        if made:
            audit.record(by, "review.asked", review)
            outbox.publish(
                events.ReviewAsked(
                    subject=case_number, city=review.city, rule_set=review.rule_set, review=str(review.pk)
                )
            )
    return review


def open_review(*, by: Actor, review_id: UUID) -> Review:
    """Return a review of the officer's body; the look is recorded before the answer.

    Raises ReviewUnknown.
    """
    review = open_to(by).select_related("record__version__rule_set", "draw").filter(pk=review_id).first()
    if review is None:
        raise errors.ReviewUnknown
    look = identity.Access(
        subject_kind="person" if review.person_id else "organisation",
        subject_id=review.person_id or review.organisation_id or 0,
        what="自动决定的判断过程和用到的数据",
        reason=str(Kind(review.kind).label),
        case=review.case_number,
        item=review.item_code,
    )
    with unit.work():
        identity.record_accesses(by, [look])
    return review


def answer_review(*, by: Actor, review_id: UUID, result: str, answer: str) -> Review:
    """Say once whether the automatic decision was right, with reasons; a wrong one raises a signal.

    Raises ReviewUnknown, OwnReview, ReviewClosed, ReviewInvalid at `result` or `answer`.
    """
    faults = {} if result in Result.values else {"result": ["请选择复核结果。"]}
    try:
        text = _checked(answer, "answer")
    except errors.ReviewInvalid as refusal:
        raise errors.ReviewInvalid(errors=faults | refusal.errors) from None
    if faults:
        raise errors.ReviewInvalid(errors=faults)
    with unit.work():
        review = open_to(by).select_for_update(of=("self",)).filter(pk=review_id).first()
        if review is None:
            raise errors.ReviewUnknown
        if by.person_id is not None and by.person_id == review.person_id:
            raise errors.OwnReview
        if review.answered_at is not None:
            raise errors.ReviewClosed
        review.result, review.answer = result, text
        review.answered_by_id, review.answered_at = by.account_id, clock.now()
        review.save(update_fields=["result", "answer", "answered_by", "answered_at"])
        audit.record(by, "review.answered", review, facts={"result": result})
        outbox.publish(
            events.ReviewAnswered(
                subject=review.case_number, city=review.city, rule_set=review.rule_set,
                review=str(review.pk), kind=review.kind, result=result,
            )
        )  # fmt: skip
        if result == Result.WRONG:
            signals.wrong(by, review)
    return review


def settle_signal(*, by: Actor, signal_id: int, stop: bool, reason: str) -> Signal:
    """Settle a signal once: stop automatic decisions of its rule set, or let them go on, with the reason.

    Raises CannotMaintainRules, SignalUnknown, SignalSettled, ReasonMissing.
    """
    policies.require_maintainer(by)
    if not reason.strip():
        raise errors.ReasonMissing
    with unit.work():
        found = Signal.objects.select_for_update(of=("self",)).select_related("rule_set")
        signal = found.filter(pk=signal_id).first()
        if signal is None:
            raise errors.SignalUnknown
        if signal.settled_at is not None:
            raise errors.SignalSettled
        signal.stopped, signal.reason = stop, reason.strip()
        signal.settled_by, signal.settled_at = by.label, clock.now()
        signal.save()
        audit.record(by, "rules.signal_settled", signal, reason=signal.reason)
        code = signal.rule_set.code
        outbox.publish(events.SignalSettled(subject=code, rule_set=code, signal=signal.pk, stopped=stop))
        if stop and not signal.rule_set.switched_off:
            set_kill_switch(by=by, rule_set=code, on=True, reason=signal.reason)
    return signal


def set_sampling(*, by: Actor, rule_set: str, percent: int, reason: str) -> RuleSet:
    """Set which share of a rule set's automatic decisions is drawn for checking.

    Raises CannotMaintainRules, ShareTooSmall, ReasonMissing, RuleSetUnknown.
    """
    policies.require_maintainer(by)
    if not days("sample_percent_least") <= percent <= 100:
        raise errors.ShareTooSmall(least=days("sample_percent_least"))
    if not reason.strip():
        raise errors.ReasonMissing
    with unit.work():
        found = RuleSet.objects.select_for_update().filter(code=rule_set).first()
        if found is None:
            raise errors.RuleSetUnknown(rule_set=rule_set)
        if found.sample_percent != percent:
            found.sample_percent = percent
            found.save()
            audit.record(by, "rules.sampling_set", found, reason=reason.strip())
    return found


def _checked(said: str, field: str) -> str:
    text = " ".join(said.replace("\x00", "").split())
    if not SHORTEST <= len(text) <= LONGEST:
        raise errors.ReviewInvalid(errors={field: [f"请写 {SHORTEST} 至 {LONGEST} 个字。"]})
    return text
