"""Reading decisions back: the record, its replay, its explanation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from onewindow.decisions import released
from onewindow.decisions.errors import RecordUnknown
from onewindow.decisions.judgement import Decision, judge
from onewindow.decisions.models import DecisionRecord
from onewindow.kernel.public import canonical


@dataclass(frozen=True)
class Replay:
    """A decision made again: whether everything came out the same, and what did not, in plain words."""

    same: bool
    differences: list[str]


def decision_of(case_number: str) -> DecisionRecord | None:
    """Return the latest decision of a case."""
    return (
        DecisionRecord.objects.filter(case_number=case_number)
        .select_related("version__rule_set")
        .order_by("-decided_at", "-id")
        .first()
    )


def replay(case_number: str) -> Replay:
    """Judge a case again by the stored version on the stored inputs; compare outcome, reasons and every cell.

    Raises RecordUnknown.
    """
    record = decision_of(case_number)
    if record is None:
        raise RecordUnknown(case_number=case_number)
    return replay_record(record)


def replay_record(record: DecisionRecord) -> Replay:
    """Judge a stored decision again and compare."""
    differences = []
    text = record.inputs or ""
    if canonical.sm3(text.encode()).hex() != record.inputs_digest:
        differences.append("保存的输入与当时的摘要不一致")
    if record.version is not None:
        digest = canonical.sm3(record.version.dmn_xml.encode()).hex()
        if digest != record.digest:
            differences.append("保存的规则文件与当时的摘要不一致")
    again = judged_again(record)
    if again.outcome != record.outcome:
        differences.append(f"结果：当时为 {record.outcome}，现为 {again.outcome}")
    if canonical.canonical_json(again.reasons_plain) != canonical.canonical_json(record.reasons):
        differences.append("理由与当时不同")
    differences += _cells(record.trace, dict(again.trace))
    return Replay(not differences, differences)


def replay_all(rule_set: str = "", most: int = 0) -> Iterator[tuple[DecisionRecord, Replay]]:
    """Replay stored decisions from the newest back, a page at a time."""
    rows = DecisionRecord.objects.select_related("version__rule_set").order_by("-id")
    if rule_set:
        rows = rows.filter(rule_set=rule_set)
    for record in (rows[:most] if most else rows).iterator(chunk_size=500):
        yield record, replay_record(record)


def judged_again(record: DecisionRecord) -> Decision:
    """Return the decision the stored version makes of the stored inputs."""
    rules = released.stored(record.version) if record.version else None
    return judge(rules, json.loads(record.inputs or "{}"), rule_set=record.rule_set)


def _cells(before: dict[str, object], now: dict[str, object]) -> list[str]:
    rows, again = before.get("rows"), now.get("rows")
    if isinstance(rows, list) and isinstance(again, list) and len(rows) == len(again):
        return [
            f"第 {number} 条规则：当时各格为 {old}，现为 {new}"
            for number, (old, new) in enumerate(zip(rows, again, strict=True), 1)
            if old != new
        ]
    return [] if before == now else ["判断过程与当时不同"]
