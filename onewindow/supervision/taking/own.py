"""Our own cases as dossiers, many at a time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from onewindow.cases import public as cases
from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import clock
from onewindow.payments import public as payments
from onewindow.supervision.calendars import days_for
from onewindow.supervision.facts import BillFact, Decision, Facts, Pause, StepFact
from onewindow.supervision.judging.times import promised
from onewindow.supervision.models import Dossier
from onewindow.supervision.taking.flows import required
from onewindow.supervision.taking.hands import Done, Known, acts_of, authority_in, done_in
from onewindow.workflow import public as workflow

IMMEDIATE, SHARED = "1", "A"
Standards = dict[tuple[object, ...], tuple[str, bool]]
"""What fees come to by version and situation, counted once for all cases of a batch."""


@dataclass
class Guide:
    """The materials a guide lists, and which of them an e-licence stands for."""

    names: list[str] = field(default_factory=list)
    licensed: frozenset[str] = frozenset()


class BillRow(NamedTuple):
    """A bill in force: its number, when drawn, its lines."""

    case_number: str
    drawn_at: datetime
    lines: list[dict[str, str]]


class Around(NamedTuple):
    """A case with what other contexts know of it: steps, acts, bill, guide, the standard of its fees."""

    one: cases.Watched
    version: catalogue.ItemVersion
    tasks: list[workflow.TaskRow]
    acts: list[Done]
    bill: BillRow | None
    guide: Guide
    hands: Known
    standards: Standards


def own_dossiers(numbers: Iterable[str]) -> list[Dossier]:
    """Return the dossiers of cases as they stand now, not saved; at most sixteen statements for all."""
    found = cases.watched(numbers)
    known = [one.case.number for one in found]
    tasks = workflow.tasks_about(known)
    rows = payments.Bill.objects.filter(case_number__in=known).exclude(state="void")
    bills = {row[0]: BillRow(*row) for row in rows.values_list("case_number", "drawn_at", "lines")}
    guides = _guides({one.case.item_version_id for one in found})
    acts = {one.case.number: done_in(one, tasks.get(one.case.number, [])) for one in found}
    hands, at = authority_in(acts.values()), clock.now()
    standards: Standards = {}
    return [
        _dossier(
            Around(
                one, catalogue.item_version(case.item_version_id), tasks.get(case.number, []),
                acts[case.number], bills.get(case.number), guides[case.item_version_id], hands, standards,
            ),
            at,
        )
        for one in found
        for case in (one.case,)
    ]  # fmt: skip


def _guides(versions: set[int]) -> dict[int, Guide]:
    found = {key: Guide() for key in versions}
    rows = catalogue.Material.objects.filter(version__in=versions).order_by("version_id", "seq")
    for key, name, licence in rows.values_list("version_id", "name", "licence_type_code"):
        found[key].names.append(name)
        if licence:
            found[key].licensed |= {name}
    return found


def _dossier(around: Around, at: datetime) -> Dossier:
    one, version = around.one, around.version
    case = one.case
    facts = _facts(around)
    days = days_for(case.region_code)
    runs = promised(facts, days)
    closed = case.decided_at or case.closed_at
    shared = [row.name for row in one.materials if row.grade == SHARED]
    return Dossier(
        kind="case",
        subject=case.number,
        city=case.city,
        region_code=case.region_code,
        level=version.level,
        agency_id=case.agency_id,
        agency_name=case.agency_name,
        item_code=case.item_code,
        item_name=case.item_name,
        person=_responsible(one, around.tasks),
        channel=case.channel,
        received_on=_day(case.received_at or case.submitted_at),
        accepted_on=_day(case.accepted_on) if case.accepted_how or case.automatic else None,
        decided_on=_day(closed),
        promised_due=case.promised_due,
        statutory_due=case.statutory_due,
        promised_days=version.promised_days,
        statutory_days=version.statutory_days,
        used_days=sum(days.between(r.since, r.until) for r in runs if r.until) if closed else None,
        outcome=case.outcome,
        automatic=case.automatic,
        exempted=len(shared),
        reused=sum(1 for name in shared if name in around.guide.licensed),
        materials=len(one.materials),
        visits=version.visits,
        corrections=len(facts.get("corrections", [])),
        words=str(facts.get("decision", {}).get("words", "")),
        facts=facts,
        taken_at=at,
    )


def _facts(around: Around) -> Facts:
    one, version = around.one, around.version
    case = one.case
    facts = Facts(
        automatic=case.automatic,
        immediate=version.handling == IMMEDIATE or version.promised_days == 0,
        receipts=_receipts(one),
        clock=_clock(one),
        pauses=_pauses(one),
        steps=_steps(one, around.tasks),
        acts=acts_of(one, around.acts, around.hands),
        guide=[*around.guide.names, *(row.name for row in one.materials)],
        corrections=[
            {
                "on": str(_day(made.asked_at)),
                "items": [item.name for item in one.asked if item.correction_id == made.id],
            }
            for made in one.corrections
            if made.kind == "notice"
        ],
        extensions=[
            {"on": str(_day(row.answered_at)), "asked_by": row.asked_by, "by": row.answered_by}
            for row in one.extensions
            if row.state == "granted"
        ],
        filings=[str(_day(row.answered_at)) for row in one.filings if row.state == "released"],
        handed=[
            (str(_day(row.at)), str(_day(row.taken_at)) if row.taken_at else None) for row in one.transfers
        ],
        moments=[
            _moment(at)
            for at in (case.submitted_at, case.received_at, case.accepted_at, case.decided_at)
            if at is not None
        ],
    )
    _add_what_came(facts, around)
    return facts


def _add_what_came(facts: Facts, around: Around) -> None:
    one, tasks, version = around.one, around.tasks, around.version
    case = one.case
    if version.promised_days is not None:
        facts["promised"] = [version.promised_days, version.promised_unit]
    if version.statutory_days is not None:
        facts["statutory"] = [version.statutory_days, version.statutory_unit]
    if tasks:
        facts["flow"] = list(required(tasks[0].definition_id))
    if case.decided_at:
        facts["decided_on"] = str(_day(case.decided_at))
        facts["decision"] = _decision(one)
    if case.delivered_at or (case.decided_at and not case.delivery):
        facts["delivered_on"] = str(_day(case.delivered_at or case.decided_at))
    for hearing in one.hearings:
        called = [row.on for row in one.clocks if row.action == "pause" and row.reason == "hearing"]
        if hearing.on and called:
            facts["hearing"] = {
                "host": hearing.host, "called_on": str(called[-1]), "on": str(hearing.on),
                "reviewers": sorted({task.closed_by for task in tasks if task.closed_by}),
            }  # fmt: skip
    if around.bill is not None:
        facts["bill"] = _bill(around.bill, version, case.answers_for_fees, around.standards)
    if cases.is_disclosed(case, version) and not case.withheld:
        facts["publish"] = True
        for made in one.disclosures:
            facts["published_on"] = str(_day(made.published_at))


def _receipts(one: cases.Watched) -> list[list[str | None]]:
    spells: list[list[str | None]] = []
    for row in one.clocks:
        if row.clock != "receipt":
            continue
        if row.action in {"start", "resume"}:
            spells.append([str(row.on), None])
        elif spells and spells[-1][1] is None:
            spells[-1][1] = str(_day(row.at))
    if spells and spells[-1][1] is None and one.case.closed_at:
        spells[-1][1] = str(_day(one.case.closed_at))
    return spells


def _clock(one: cases.Watched) -> list[list[str | int | None]]:
    rows = [row for row in one.clocks if row.clock == "decision"]
    entries: list[list[str | int | None]] = [[str(row.action), str(row.on), row.days] for row in rows]
    if entries and entries[-1][0] != "stop" and one.case.closed_at:
        entries.append(["stop", str(_day(one.case.closed_at)), None])
    return entries


def _pauses(one: cases.Watched) -> list[Pause]:
    pauses: list[Pause] = []
    for row in one.clocks:
        if row.clock != "decision":
            continue
        if row.action == "pause":
            pauses.append(
                {"since": str(row.on), "days": row.days or 0, "until": None, "document": row.document,
                 "by": row.actor}
            )  # fmt: skip
        elif row.action in {"resume", "stop"} and pauses and pauses[-1]["until"] is None:
            pauses[-1]["until"] = str(row.on)
    if pauses and pauses[-1]["until"] is None and one.case.closed_at:
        pauses[-1]["until"] = str(_day(one.case.closed_at))
    return pauses


def _steps(one: cases.Watched, tasks: list[workflow.TaskRow]) -> list[StepFact]:
    points, last = _points(one, tasks), {task.node: task.id for task in tasks if task.state == "done"}
    found: list[StepFact] = []
    for task in tasks:
        step = StepFact(
            node=task.node, name=task.name,
            due=str(task.due) if task.due and (task.closed_at or not task.paused_on) else None,
            done=_moment(task.closed_at) if task.closed_at else None, by=task.closed_by or task.holder,
        )  # fmt: skip
        if task.node in points and last[task.node] == task.id:
            step["points"], step["ticked"] = points[task.node]
        found.append(step)
    return found


def _points(one: cases.Watched, tasks: list[workflow.TaskRow]) -> dict[str, tuple[int, int]]:
    """Return for each node how many points its reviews went through, and how many one of them ticked."""
    nodes = {task.id: task.node for task in tasks if task.state == "done"}
    last = {(row.task, row.seq): row.ticked for row in one.checks if row.task in nodes}
    found: dict[str, dict[int, bool]] = defaultdict(dict)
    for (task, seq), ticked in last.items():
        seen = found[nodes[task]]
        seen[seq] = seen.get(seq, False) or ticked
    return {node: (len(seen), sum(seen.values())) for node, seen in found.items()}


def _decision(one: cases.Watched) -> Decision:
    case = one.case
    written = next((row for row in reversed(one.filings) if row.state == "released"), None)
    told = Decision(
        outcome=case.outcome,
        opinion=bool((written.reason if written else case.opinion).strip()),
        basis=bool((written.legal_basis if written else case.legal_basis).strip()),
        remedy=bool(written and written.remedy.strip()),
        by=case.decided_by,
    )
    if case.opinion.strip() and not case.automatic and case.decided_by.startswith("official:"):
        told["words"] = digest_of_words(case.opinion)
    return told


def digest_of_words(said: str) -> str:
    """Return by what identical opinions are known, without keeping them."""
    return sha256(said.strip().encode()).hexdigest()[:32]


def _bill(
    bill: BillRow, version: catalogue.ItemVersion, situation: dict[str, str], known: Standards
) -> BillFact:
    key = (version.pk, *sorted(situation.items()))
    if key not in known:
        known[key] = _standard(version, situation)
    standard, free = known[key]
    return {
        "on": str(_day(bill.drawn_at)),
        "charged": str(sum((Decimal(line["full"]) for line in bill.lines), Decimal(0))),
        "standard": standard,
        "free": free,
        "reductions": [line["reduction_basis"] for line in bill.lines if line["reduction"]],
    }


def _standard(version: catalogue.ItemVersion, situation: dict[str, str]) -> tuple[str, bool]:
    """Return what the fees of a version come to in a situation, and whether there are none."""
    lines = payments.lines_of(catalogue.charged(version.situations, version.fees, situation).fees)
    return str(sum((line.full for line in lines), Decimal(0))), version.charges is False or not lines


def _responsible(one: cases.Watched, tasks: list[workflow.TaskRow]) -> str:
    """Return who answers for the case now: who holds its step, else who acted last; "" for the body."""
    held = [task.holder for task in tasks if task.state == "open" and task.holder]
    if held:
        return held[-1]
    if one.case.decided_by.startswith("official:"):
        return one.case.decided_by
    return one.acts[-1].actor if one.acts else ""


def _day(at: datetime | None) -> date | None:
    return clock.local(at).date() if at is not None else None


def _moment(at: datetime) -> str:
    return clock.local(at).isoformat(timespec="seconds")
