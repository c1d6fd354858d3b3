"""Raise signals: each finding once, with the facts it rests on and their digest."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection

from onewindow.kernel.public import SYSTEM, audit, canonical, clock, ids, outbox, unit
from onewindow.supervision import counters
from onewindow.supervision.calendars import days_for
from onewindow.supervision.events import CardRaised, ReminderGiven
from onewindow.supervision.judging import Finding, RuleInForce
from onewindow.supervision.models import Dossier, Level, Signal, SignalState, SignalStep
from onewindow.supervision.standing import handling

if TYPE_CHECKING:
    from onewindow.supervision.services.keeping import Judged

_COUNTED = """
    SELECT d.person, d.words, min(d.city), min(d.region_code), min(d.agency_id), min(d.agency_name),
        date_trunc('month', d.decided_on)::date, count(*)
    FROM supervision_dossier d WHERE d.words <> '' {narrow}
    GROUP BY d.person, d.words, date_trunc('month', d.decided_on) HAVING count(*) >= %s
"""
_SAME_IN_ALL = _COUNTED.format(narrow="")
_SAME_AS = f"""
    SELECT found.* FROM unnest(%s::text[], %s::text[]) AS told(person, words), LATERAL (
    {_COUNTED.format(narrow="AND d.words = told.words AND d.person = told.person")}) AS found
"""  # noqa: S608 our words


def number(letter: str) -> str:
    """Return a new public number: a letter, the day, ten random characters."""
    return ids.new_number(letter, clock.now(), 10)


def raise_signals(seen: "Sequence[Judged]") -> int:
    """Raise the findings that have no signal yet; return how many. Two or four statements."""
    found = [(one.dossier, finding) for one in seen for finding in one.findings]
    if not found:
        return 0
    rows = Signal.objects.filter(subject__in={dossier.subject for dossier, _ in found})
    known = set(rows.values_list("rule", "subject", "key"))
    new = [
        _signal(dossier, finding)
        for dossier, finding in found
        if (finding.rule, dossier.subject, finding.key) not in known
    ]
    return save_new(new)


def save_new(new: Sequence[Signal]) -> int:
    """Save new signals with their first step, audit entry and event, and tell who counts."""
    if not new:
        return 0
    with unit.work():
        Signal.objects.bulk_create(new, batch_size=1000)
        SignalStep.objects.bulk_create(
            [
                SignalStep(
                    signal=one, at=one.raised_at, kind="raised", words=one.note, actor=SYSTEM.label,
                    who="监察规则", city=one.city,
                )
                for one in new
            ],
            batch_size=1000,
        )  # fmt: skip
        audit.record(SYSTEM, "signal.raised", *new)
        outbox.publish(*map(_event, new))
        counters.tell(signals=[("", one) for one in new])
    return len(new)


def _event(one: Signal) -> CardRaised | ReminderGiven:
    if one.is_card:
        return CardRaised(
            subject=one.subject, city=one.city, number=one.number, rule=one.rule, level=one.level
        )
    return ReminderGiven(subject=one.subject, city=one.city, number=one.number, rule=one.rule)


def raise_same_words(dossiers: Iterable[Dossier], rules: Sequence[RuleInForce]) -> int:
    """Raise C03 where one officer wrote the same opinion so often in a month, among what was just kept."""
    words = {(one.person, one.words) for one in dossiers if one.words}
    if not words:
        return 0
    people, said = map(list, zip(*sorted(words), strict=True))
    return _raise_same(rules, _SAME_AS, [people, said])


def raise_all_same_words(rules: Sequence[RuleInForce]) -> int:
    """Raise C03 for identical opinions among all dossiers, in one pass."""
    return _raise_same(rules, _SAME_IN_ALL, [])


def _raise_same(rules: Sequence[RuleInForce], statement: str, values: list[list[str]]) -> int:
    found = []
    for rule in rules:
        if rule.code != "C03":
            continue
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, rule.numbers["same"]])
            rows = cursor.fetchall()
        for person, same, city, region, agency, name, month, count in rows:
            if rule.applies(month):
                about = Dossier(
                    kind="words", subject=f"{person}/{same[:12]}/{month:%Y-%m}", city=city,
                    region_code=region, agency_id=agency, agency_name=name, person=person,
                    facts={"words": same, "month": month.isoformat(), "person": person,
                           "at_least": rule.numbers["same"]},
                )  # fmt: skip
                note = f"同一人员{month:%Y年%m月}至少{rule.numbers['same']}件办件的意见一字不差"
                found.append((about, Finding("C03", rule.version, "same", rule.level, month, note), count))
    if not found:
        return 0
    rows = Signal.objects.filter(subject__in={about.subject for about, _, _ in found}, rule="C03")
    known = set(rows.values_list("subject", flat=True))
    return save_new([_signal(about, finding) for about, finding, _ in found if about.subject not in known])


def _signal(dossier: Dossier, finding: Finding) -> Signal:
    now, today = clock.now(), clock.today()
    evidence = {"facts": dossier.facts, "rule": finding.rule, "version": finding.version,
                "subject": dossier.subject, "as_of": today.isoformat()}  # fmt: skip
    reminder = finding.level == Level.REMINDER
    return Signal(
        number=number("J"),
        rule=finding.rule,
        rule_number=finding.version,
        key=finding.key,
        level=finding.level,
        kind=dossier.kind,
        subject=dossier.subject,
        source=dossier.source,
        on=finding.on,
        note=finding.note[:300],
        city=dossier.city,
        region_code=dossier.region_code,
        agency_id=dossier.agency_id,
        agency_name=dossier.agency_name,
        item_code=dossier.item_code,
        item_name=dossier.item_name,
        person=dossier.person,
        evidence=evidence,
        digest=canonical.sm3(canonical.canonical_json(evidence)).hex(),
        raised_at=now,
        state=SignalState.NOTED if reminder else SignalState.RAISED,
        explain_by=None if reminder else explain_by(dossier.region_code, finding.level, today),
    )


def explain_by(region_code: str, level: str, today: date) -> date:
    """Return the last day for an explanation of a card raised on a day."""
    return days_for(region_code).due(today, int(handling("explain")[level]))
