"""Keep dossiers and judge them: the one way of every subject, whether told by events, by time or in bulk."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from onewindow.kernel.public import clock, staging, unit
from onewindow.supervision import counters
from onewindow.supervision.calendars import days_for
from onewindow.supervision.judging import Bench, Finding, RuleInForce
from onewindow.supervision.models import Dossier
from onewindow.supervision.services.raising import raise_same_words, raise_signals
from onewindow.supervision.standing import rules_in_force

FEW = 200  # more go by COPY, which costs a third of what values in a statement do
COLUMNS = [field.attname for field in Dossier._meta.concrete_fields if field.attname != "id"]
ONCE = ["kind", "subject", "city"]
MUTABLE = [name for name in COLUMNS if name not in ONCE]


@dataclass
class Judged:
    """A dossier with what the rules find in it."""

    dossier: Dossier
    findings: list[Finding] = field(default_factory=list)


def judged(dossiers: Iterable[Dossier], rules: Sequence[RuleInForce], today: date) -> list[Judged]:
    """Judge dossiers as of a day and set the day on which each is to be looked at again."""
    found, bench = [], Bench(rules)
    for one in dossiers:
        findings, ahead = bench.judge(one.kind, one.facts, days_for(one.region_code), today)
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
        _save(dossiers)
        counters.tell([(before.get((one.kind, one.subject, one.city)), one) for one in dossiers])
        new = raise_signals(seen)
        new += raise_same_words(dossiers, rules)
    return new


def _save(dossiers: Sequence[Dossier]) -> None:
    """Insert or replace dossiers; their keys are not read back."""
    if len(dossiers) <= FEW:
        Dossier.objects.bulk_create(
            dossiers, update_conflicts=True, unique_fields=ONCE, update_fields=MUTABLE
        )
        return
    place = COLUMNS.index("facts")
    rows = []
    for one in dossiers:
        row = [getattr(one, name) for name in COLUMNS]
        row[place] = json.dumps(one.facts)
        rows.append(row)
    told = ", ".join(f"{name} = excluded.{name}" for name in MUTABLE)
    staging.merge(
        Dossier._meta.db_table, COLUMNS, rows, f"ON CONFLICT ({', '.join(ONCE)}) DO UPDATE SET {told}"
    )


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
