"""Signals to the keepers of a rule set: a decision found wrong, a rate that has shifted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from onewindow.decisions import released
from onewindow.decisions.events import SignalRaised
from onewindow.decisions.judgement import TABLE
from onewindow.decisions.models import RuleSet
from onewindow.decisions.reviews.models import Review, Signal, SignalKind
from onewindow.decisions.reviews.numbers import days
from onewindow.decisions.reviews.shifts import Count, has_shifted, probability
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit

COUNTS = """
WITH decided AS (
    SELECT outcome, reasons, decided_at >= %(middle)s AS recent FROM decisions_decisionrecord
    WHERE rule_set = %(rule_set)s AND number = %(number)s
      AND decided_at >= %(begin)s AND decided_at < %(end)s)
SELECT 0, recent, count(*), count(*) FILTER (WHERE outcome = 'approve') FROM decided GROUP BY recent
UNION ALL
SELECT (reason->>'rule')::int, recent, 0, count(*) FROM decided, jsonb_array_elements(reasons) reason
WHERE reason->>'cause' = 'rule' GROUP BY 1, 2
"""


def wrong(by: Actor, review: Review) -> Signal:
    """Raise a signal for a decision found wrong, with the proposal to stop automatic decisions."""
    rules = RuleSet.objects.get(code=review.rule_set)
    text = (
        f"{review.get_kind_display()}认定办件 {review.case_number} 的自动决定有误，"
        "建议停用自动审批，查明原因后再恢复。"
    )
    facts = {"case": review.case_number, "review": str(review.pk), "version": review.record.number}
    return _raise(by, rules, SignalKind.WRONG, str(review.pk), text, facts)[0]


def watch_rates() -> int:
    """Compare each rule set's newest window with the time before it; return the number of new signals."""
    return sum(watch_rate(rules) for rules in RuleSet.objects.order_by("code"))


def watch_rate(rules: RuleSet) -> int:
    """Compare the approvals and every rule's hits of one rule set, within the version in force."""
    version = released.in_force(rules.code).on(clock.today())
    if version is None:
        return 0
    end = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    counts = _counts(rules.code, version.version, end)
    tests = len(version.model.tables[TABLE].rules) + 1
    new = 0
    for rule, (now, before) in counts.items():
        if not has_shifted(now, before, tests=tests):
            continue
        what = f"第 {rule} 条规则的命中率" if rule else "自动通过率"
        text = (
            f"{what}从 {before.share:.1%}（{before.total} 个决定）"
            f"变为 {now.share:.1%}（{now.total} 个决定），请查明是数据来源、申请情况还是规则的变化。"
        )
        facts = {
            "rule": rule, "now": [now.hits, now.total], "before": [before.hits, before.total],
            "probability": float(f"{probability(now, before):.3g}"), "version": version.version,
        }  # fmt: skip
        with unit.work():
            new += _raise(SYSTEM, rules, SignalKind.SHIFT, f"{end:%Y-%m-%d}:{rule}", text, facts)[1]
    return new


def _counts(rule_set: str, number: int, end: datetime) -> dict[int, tuple[Count, Count]]:
    middle = end - timedelta(days=days("shift_window_days"))
    begin = middle - timedelta(days=days("shift_baseline_days"))
    given: dict[str, str | int | datetime] = {
        "rule_set": rule_set,
        "number": number,
        "begin": begin,
        "middle": middle,
        "end": end,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, given)
        rows = cursor.fetchall()
    totals = {recent: total for rule, recent, total, _ in rows if rule == 0}
    hits = {(rule, recent): count for rule, recent, _, count in rows}
    return {
        rule: (
            Count(hits.get((rule, True), 0), totals.get(True, 0)),
            Count(hits.get((rule, False), 0), totals.get(False, 0)),
        )
        for rule in sorted({rule for rule, _, _, _ in rows})
    }


def _raise(  # noqa: PLR0917
    by: Actor, rules: RuleSet, kind: SignalKind, key: str, text: str, facts: dict[str, object]
) -> tuple[Signal, bool]:
    stop = kind == SignalKind.WRONG
    signal, made = Signal.objects.get_or_create(
        rule_set=rules,
        kind=kind,
        key=key,
        defaults={"text": text, "facts": facts, "proposes_stop": stop, "raised_at": clock.now()},
    )
    if made:
        audit.record(by, "rules.signal_raised", signal)
        outbox.publish(
            SignalRaised(
                subject=rules.code, rule_set=rules.code, kind=kind, signal=signal.pk, proposes_stop=stop
            )
        )
    return signal, made
