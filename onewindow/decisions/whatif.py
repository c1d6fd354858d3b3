"""What-if: judge past decisions by another version and list those that would come out differently."""

from __future__ import annotations

import json

from onewindow.decisions import policies, released
from onewindow.decisions.errors import VersionUnknown
from onewindow.decisions.judgement import judge
from onewindow.decisions.models import DecisionRecord, Outcome, RuleSetVersion, WhatIf
from onewindow.kernel.public import Actor, audit, clock, unit

CHUNK, LISTED = 500, 1000


def ask_what_if(*, by: Actor, version_id: int) -> WhatIf:
    """Begin to judge all past decisions of the rule set by a version; a job takes large numbers on."""
    policies.require_maintainer(by)
    version = RuleSetVersion.objects.select_related("rule_set").filter(pk=version_id).first()
    if version is None:
        raise VersionUnknown
    past = DecisionRecord.objects.filter(rule_set=version.rule_set.code)
    newest = past.order_by("-id").values_list("id", flat=True).first()
    with unit.work():
        run = WhatIf.objects.create(
            version=version,
            total=past.count(),
            up_to=newest,
            digest=version.digest,
            asked_by=by.label,
            asked_at=clock.now(),
        )
        audit.record(by, "rules.what_if", version)
    return advance(run)


def advance_what_ifs() -> None:
    """Take every unfinished what-if some steps further."""
    for pk in WhatIf.objects.filter(finished_at=None).values_list("pk", flat=True)[:20]:
        for _ in range(20):
            with unit.work():
                run = WhatIf.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
                if run is None or run.finished_at:
                    break
                advance(run)


def advance(run: WhatIf) -> WhatIf:
    """Judge the next chunk, from the newest decision back; the stored decisions are only read."""
    version = RuleSetVersion.objects.select_related("rule_set").get(pk=run.version_id)
    rules = released.stored(version)
    rows = DecisionRecord.objects.filter(rule_set=version.rule_set.code).order_by("-id")
    page = list(rows.filter(id__lte=run.up_to)[: CHUNK + 1]) if run.up_to else []
    for record in page[:CHUNK]:
        after = judge(rules, json.loads(record.inputs or "{}"), rule_set=record.rule_set)
        run.seen += 1
        if after.outcome != record.outcome:
            run.changed += 1
            if len(run.changes) < LISTED:
                run.changes.append(_change(record, after.outcome, [r.text for r in after.reasons]))
    run.up_to = page[CHUNK].id if len(page) > CHUNK else None
    if run.up_to is None:
        run.finished_at = clock.now()
    run.save()
    return run


def _change(record: DecisionRecord, outcome: str, reasons: list[str]) -> dict[str, object]:
    return {
        "number": record.case_number or record.draft_reference,
        "decided_at": record.decided_at.isoformat(),
        "before": record.outcome,
        "before_label": str(Outcome(record.outcome).label),
        "after": outcome,
        "after_label": str(Outcome(outcome).label),
        "rules": f"{record.rule_set}:{record.number}",
        "reasons": len(reasons),
    }
