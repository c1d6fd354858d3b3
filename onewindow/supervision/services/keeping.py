"""Keep dossiers and judge them: the one way of every subject, whether told by events, by time or in bulk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from onewindow.kernel.public import clock, unit
from onewindow.supervision import counters
from onewindow.supervision.calendars import days_for
from onewindow.supervision.judging import Finding, RuleInForce, judge
from onewindow.supervision.models import Dossier
from onewindow.supervision.services.raising import raise_same_words, raise_signals
from onewindow.supervision.standing import rules_in_force

MUTABLE = [
    field.attname
    for field in Dossier._meta.concrete_fields
    if field.attname not in {"id", "kind", "subject", "city"}
]


@dataclass
class Judged:
    """A dossier with what the rules find in it."""

    dossier: Dossier
    findings: list[Finding] = field(default_factory=list)


def judged(dossiers: Iterable[Dossier], rules: Sequence[RuleInForce], today: date) -> list[Judged]:
    """Judge dossiers as of a day and set the day on which each is to be looked at again."""
    found = []
    for one in dossiers:
        findings, ahead = judge(one.kind, one.facts, rules, days_for(one.region_code), today)
        if _has_open_step(one):
            tomorrow = today + timedelta(days=1)
            ahead = tomorrow if ahead is None or ahead > tomorrow else ahead
        one.check_on = ahead
        found.append(Judged(one, findings))
    return found


def keep(dossiers: Sequence[Dossier]) -> int:
    """Save dossiers, raise what is new, tell who counts; return the new signals. Bearable twice."""
    if not dossiers:
        return 0
    today = clock.today()
    with unit.work():
        before = _before(dossiers)
        for one in dossiers:
            _carry_over(before.get((one.kind, one.subject, one.city)), one)
        rules = rules_in_force()
        seen = judged(dossiers, rules, today)
        Dossier.objects.bulk_create(
            dossiers,
            update_conflicts=True,
            unique_fields=["kind", "subject", "city"],
            update_fields=MUTABLE,
        )
        counters.tell([(before.get((one.kind, one.subject, one.city)), one) for one in dossiers])
        new = raise_signals(seen)
        new += raise_same_words(dossiers, rules)
    return new


def _before(dossiers: Sequence[Dossier]) -> dict[tuple[str, str, str], Dossier]:
    rows = Dossier.objects.select_for_update().filter(
        subject__in=[one.subject for one in dossiers], kind__in={one.kind for one in dossiers}
    )
    return {(row.kind, row.subject, row.city): row for row in rows}


def _carry_over(before: Dossier | None, one: Dossier) -> None:
    """Keep what was told from elsewhere about a case and its rows do not hold."""
    if before is not None and one.kind == "case" and "reversed_on" in before.facts:
        one.facts.setdefault("reversed_on", before.facts["reversed_on"])


def _has_open_step(one: Dossier) -> bool:
    return one.decided_on is None and any(step.get("done") is None for step in one.facts.get("steps", []))
