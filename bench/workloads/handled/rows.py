"""A plan as rows of the tables of cases, workflow and payments, and their COPY into the database."""

# ruff: noqa: E501 (rows of data)

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from bench.workloads.handled.ground import Ground
from bench.workloads.handled.plans import Plan
from onewindow.supervision.workcount import Days

Row = tuple[Any, ...]
MANY = 5_000
COLUMNS = {
    "cases_case": (
        "id", "number", "query_code", "draft_reference", "item_version_id", "item_code", "item_name", "agency_id",
        "region_code", "city", "account_id", "person_id", "applicant_name", "form_version", "answers", "channel",
        "status", "outcome", "automatic", "submitted_at", "promised_due", "statutory_due", "due_provisional",
        "decided_at", "decided_by", "opinion", "legal_basis", "next_due", "received_at", "accepted_at",
        "accepted_how", "process", "delivery_due", "delivery", "delivered_at", "closed_at",
    ),
    "cases_clockentry": (
        "id", "case_id", "clock", "action", "on", "at", "days", "reason", "basis", "document", "note", "actor", "city",
    ),
    "cases_caseevent": ("id", "case_id", "at", "kind", "title", "detail", "who", "city", "state", "actor"),
    "cases_casematerial": ("id", "case_id", "seq", "name", "grade", "source", "receipt", "city"),
    "cases_correction": ("id", "case_id", "kind", "note", "document", "asked_at", "due_on", "supplied_at", "city"),
    "cases_correctionitem": ("id", "correction_id", "seq", "name", "problem", "statement", "city"),
    "cases_hearing": (
        "id", "case_id", "state", "reason", "told_at", "told_by", "told_paper", "request_due", "asked_by", "interested",
        "request", "on", "hour", "place", "host", "host_name", "call_paper", "calls", "recusal", "recusal_state",
        "recusal_answer", "recused", "record", "signed_by", "city",
    ),
    "cases_negativefiling": (
        "id", "case_id", "kind", "cause", "reason", "legal_basis", "right_body", "remedy", "delivery", "before", "state",
        "filed_at", "filed_by", "answered_at", "answered_by", "answer", "city",
    ),
    "cases_stepcheck": ("id", "case_id", "task", "seq", "point", "ticked", "by", "at", "city"),
    "cases_disclosure": (
        "id", "case_id", "item_code", "item_name", "agency_id", "holder", "decided_on", "published_at", "city",
    ),
    "workflow_instance": (
        "id", "definition_id", "subject", "title", "city", "region_code", "agency", "state", "result", "values",
        "waiting", "loops", "root", "started_at", "ended_at",
    ),
    "workflow_task": (
        "id", "instance_id", "subject", "title", "city", "node", "name", "kind", "state", "agency", "role", "holder",
        "holder_name", "seq", "question", "opened_at", "due", "closed_at", "closed_by", "closed_name", "outcome",
        "note", "effect",
    ),
    "payments_bill": (
        "id", "number", "case_number", "item_name", "payer_kind", "payer_id", "payer_name", "agency_id", "agency_name",
        "lines", "total", "state", "drawn_at", "settled_at", "receipt_number", "refund_reason", "city",
    ),
}  # fmt: skip
"""Tables in the order in which they are filled, with their columns."""


def load(
    connection: Any, ground: Ground, days: Days, plans: Iterable[Plan], say: Callable[[int], None]
) -> None:
    """Write the rows of plans by COPY, some thousands of cases a commit, each table after those it refers to."""
    from django.db import transaction

    kept: dict[str, list[Row]] = defaultdict(list)

    def flush() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, columns in COLUMNS.items():
                names = ", ".join(f'"{one}"' for one in columns)
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in kept[table]:
                        copy.write_row(row)
        kept.clear()

    count = 0
    for count, plan in enumerate(plans, 1):
        for table, row in rows_of(plan, ground, days):
            kept[table].append(row)
        if not count % MANY:
            flush()
            say(count)
    flush()
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(COLUMNS)}")


def rows_of(one: Plan, ground: Ground, days: Days) -> Iterator[tuple[str, Row]]:
    """Give the rows of one case, each with its table."""
    key = _key(one, 0)
    yield "cases_case", _case(one, ground, days, key)
    for place, row in enumerate(_clocks(one)):
        yield "cases_clockentry", (_key(one, 0x10 + place), key, *row, one.city)
    yield "cases_casematerial", (_key(one, 0x20), key, 1, "健康体检证明", "C", "申请人上传", "", one.city)
    if not one.automatic:
        at = _at(one.accepted, one.hours[2])
        yield (
            "cases_caseevent",
            (_key(one, 0x21), key, at, "accepted", "受理", "", "某局", one.city, "reviewing", one.accepter),
        )
        yield from _steps(one, ground, key)
    if one.published is not None:
        yield "cases_disclosure", (
            _key(one, 0x22), key, one.item.code, one.item.name, one.body.id, "测**", one.decided,
            _at(one.published, "09:00:00"), one.city,
        )  # fmt: skip
    yield "payments_bill", _bill(one, ground)
    yield from _rare(one, key)


def _case(one: Plan, ground: Ground, days: Days, key: str) -> Row:
    item, delivered, submitted = one.item, one.delivered, _at(one.received, one.hours[0])
    due = days.due(one.decided, 10)
    decided = _at(one.decided, one.hours[3])
    return (
        key, one.number, one.number[-6:], f"B{one.number}", item.id, item.code, item.name, one.body.id, one.region,
        one.city, ground.account, ground.person, "测试人", 1, b"-", one.channel,
        "closed" if delivered else "decided", one.outcome, one.automatic, submitted,
        days.due(one.accepted, item.promised), days.due(one.accepted, item.law), False, decided,
        "system:-" if one.automatic else one.approver, one.opinion, "某法第八条" if one.outcome != "granted" else "",
        None if delivered else due, _at(one.received, one.hours[1]), _at(one.accepted, one.hours[2]), "officer",
        "two-hands", due, "electronic", _at(delivered, "17:00:00") if delivered else None,
        _at(delivered, "17:00:00") if delivered else None,
    )  # fmt: skip


def _clocks(one: Plan) -> Iterator[Row]:
    received, accepted = one.received, one.accepted

    def entry(
        clock: str, action: str, day: date, hour: str, *, days: int | None = None, reason: str = ""
    ) -> Row:
        paper = "特别程序告知书" if reason else ""
        return clock, action, day, _at(day, hour), days, reason, "", paper, "", one.reviewer

    yield entry("receipt", "start", received, one.hours[1])
    yield entry("receipt", "stop", accepted, one.hours[2])
    yield entry("decision", "start", accepted, one.hours[2])
    for since, until, declared, reason in one.pauses:
        yield entry("decision", "pause", since, "11:00:00", days=declared, reason=reason)
        yield entry("decision", "resume", until, "11:30:00")
    yield entry("decision", "stop", one.decided, one.hours[3])


def _steps(one: Plan, ground: Ground, key: str) -> Iterator[tuple[str, Row]]:
    run = _key(one, 0x30)
    begun, ended = _at(one.accepted, one.hours[2]), _at(one.decided, one.hours[3])
    yield "workflow_instance", (
        run, ground.definition, one.number, one.item.name, one.city, one.region, str(one.body.id), "ended", "granted",
        "{}", "{}", "{}", run, begun, ended,
    )  # fmt: skip
    late = _at(one.decided, "18:00:00")
    steps = (
        ("review", "审查", one.reviewer, late if one.reviewed_late else begun, one.review_due, "建议准予"),
        ("approve", "审批", one.approver, ended, one.approve_due, "准予"),
    )
    for place, (node, name, hand, closed, due, outcome) in enumerate(steps):
        if node == "review" and not one.reviewed:
            continue
        task = _key(one, 0x31 + place)
        yield "workflow_task", (
            task, run, one.number, one.item.name, one.city, node, name, "task", "done", str(one.body.id), node, hand,
            "某人", 1, "", begun, due or one.decided, closed, hand, "某人", outcome, "符合", "{}",
        )  # fmt: skip
        if node == "review":
            yield "cases_stepcheck", (
                _key(one, 0x33), key, task, 1, "符合法定条件。", one.ticked, hand, closed, one.city,
            )  # fmt: skip


def _bill(one: Plan, ground: Ground) -> Row:
    name, basis = one.reduction
    line = {
        "name": "证照工本费", "standard": "80元/件", "basis": "某条例第三条", "full": one.charged, "reduction": name,
        "reduction_basis": basis, "owed": one.charged,
    }  # fmt: skip
    at = _at(one.accepted, "10:00:00")
    return (
        _key(one, 0x40), f"F{one.number}", one.number, one.item.name, "person", ground.person, "测试人", one.body.id,
        "某局", json.dumps([line], ensure_ascii=False), one.charged, "paid", at, at, "", "", one.city,
    )  # fmt: skip


def _rare(one: Plan, key: str) -> Iterator[tuple[str, Row]]:
    at = _at(one.received, "15:00:00")
    if one.asked:
        made = _key(one, 0x50)
        yield "cases_correction", (made, key, "notice", "", "补正告知书", at, one.accepted, at, one.city)
        yield "cases_correctionitem", (_key(one, 0x51), made, 1, one.asked, "没有提交", b"-", one.city)
    if one.hearing is not None:
        yield "cases_hearing", (
            _key(one, 0x52), key, "called", "涉及他人利益", at, one.reviewer, "听证告知书", one.accepted, "", "", b"-",
            one.hearing, "上午九时", "会议室", one.reviewer, "某人", "听证通知书", 1, "", "", "", "[]", b"-", "", one.city,
        )  # fmt: skip
    if one.filed is not None:
        yield "cases_negativefiling", (
            _key(one, 0x53), key, "refused", "", "不符合条件。", "某法第八条", "", one.remedy, "electronic", "reviewing",
            "released", _at(one.decided, "14:00:00"), one.reviewer, _at(one.filed, "15:00:00"), one.approver, "",
            one.city,
        )  # fmt: skip


def _key(one: Plan, place: int) -> str:
    """Return the key of a row: of each case its own, in the order of places."""
    return f"{place:08x}-0000-4000-8000-{int(one.number[1:]):012x}"


def _at(day: date, hour: str) -> str:
    return f"{day} {hour}+08"
