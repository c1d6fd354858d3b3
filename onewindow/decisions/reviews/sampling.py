"""Sampling post-checks: draw a share of the automatic approvals, again reproducibly, one task for each."""

from __future__ import annotations

from datetime import datetime, timedelta

from onewindow.decisions.events import SampleDrawn
from onewindow.decisions.models import DecisionRecord, Outcome, RuleSet
from onewindow.decisions.reviews.models import Kind, Review, SampleDraw
from onewindow.decisions.reviews.numbers import days
from onewindow.decisions.reviews.subjects import subjects_of
from onewindow.kernel.public import SYSTEM, audit, clock, draws, outbox, unit, workdays


def draw_samples() -> int:
    """Draw for every rule set what was approved since its last draw; return how many tasks there are now."""
    codes = RuleSet.objects.order_by("code").values_list("code", flat=True)
    return sum(draw_sample(code) for code in codes)


def draw_sample(rule_set: str, *, grace_minutes: int | None = None) -> int:
    """Draw among the automatic approvals since the open commitment, then publish the next commitment.

    The first call only publishes; without approvals the commitment stays open.
    """
    with unit.work():
        rules = RuleSet.objects.select_for_update().get(code=rule_set)
        grace = days("draw_grace_minutes") if grace_minutes is None else grace_minutes
        until = clock.now() - timedelta(minutes=grace)
        open_draw = SampleDraw.objects.filter(rule_set=rule_set, until=None).first()
        if open_draw is None:
            _commit(rule_set, clock.now())
            return 0
        pool = _pool(rule_set, open_draw.since, until)
        if not pool:
            return 0
        count = draws.share_of(len(pool), rules.sample_percent)
        found = draws.draw(pool, count, open_draw.nonce or "")
        open_draw.until, open_draw.percent = until, rules.sample_percent
        open_draw.size, open_draw.pool_digest = found.size, found.pool_digest
        open_draw.seed, open_draw.chosen = found.seed, list(found.chosen)
        open_draw.save()
        audit.record(SYSTEM, "rules.sample_drawn", open_draw)
        _make_tasks(open_draw)
        _commit(rule_set, until)
        outbox.publish(
            SampleDrawn(subject=rule_set, rule_set=rule_set, size=found.size, chosen=len(found.chosen))
        )
    return len(found.chosen)


def redo(drawn: SampleDraw) -> bool:
    """Tell whether the published commitment and the decisions on record give the same draw again."""
    nonce = drawn.nonce or ""
    if drawn.until is None or drawn.percent is None:
        return draws.commitment(nonce) == drawn.commitment
    pool = _pool(drawn.rule_set, drawn.since, drawn.until)
    found = draws.draw(pool, draws.share_of(len(pool), drawn.percent), nonce)
    tasks = Review.objects.filter(draw=drawn).values_list("case_number", flat=True)
    return (
        draws.commitment(nonce) == drawn.commitment
        and (found.pool_digest, found.seed) == (drawn.pool_digest, drawn.seed)
        and sorted(found.chosen) == sorted(drawn.chosen) == sorted(tasks)
    )


def _pool(rule_set: str, since: datetime, until: datetime) -> list[str]:
    approved = DecisionRecord.objects.filter(
        rule_set=rule_set, outcome=Outcome.APPROVE, decided_at__gte=since, decided_at__lt=until
    )
    return list(approved.exclude(case_number="").values_list("case_number", flat=True))


def _commit(rule_set: str, since: datetime) -> None:
    nonce = draws.new_nonce()
    made = SampleDraw.objects.create(
        rule_set=rule_set, nonce=nonce, commitment=draws.commitment(nonce), since=since
    )
    audit.record(SYSTEM, "rules.draw_committed", made)


def _make_tasks(drawn: SampleDraw) -> None:
    chosen = DecisionRecord.objects.filter(
        rule_set=drawn.rule_set,
        case_number__in=drawn.chosen,
        outcome=Outcome.APPROVE,
        decided_at__gte=drawn.since,
        decided_at__lt=drawn.until,
    )
    records = {record.case_number: record for record in chosen}
    subjects = subjects_of(drawn.chosen)
    due = workdays.calendar_for("45").due(clock.today(), days("check_days")).on
    tasks = [
        Review(
            kind=Kind.SAMPLE,
            record=records[number],
            draw=drawn,
            case_number=number,
            rule_set=drawn.rule_set,
            item_code=subject.item_code,
            item_name=subject.item_name,
            agency_id=subject.agency_id,
            person_id=subject.person_id,
            organisation_id=subject.organisation_id,
            asked_at=clock.now(),
            due_on=due,
            city=subject.city,
        )
        for number, subject in subjects.items()
    ]
    Review.objects.bulk_create(tasks)
    audit.record(SYSTEM, "review.drawn", *tasks)
