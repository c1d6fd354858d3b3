"""Cases of outside systems: rows as they are handed in, then one dossier a case, judged like our own.

What a standard requires and a system leaves out is itself a finding (GB/T 39046-2020).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from onewindow.catalogue import public as catalogue
from onewindow.exchange import public as exchange
from onewindow.kernel.public import clock, unit
from onewindow.supervision.calendars import days_for
from onewindow.supervision.facts import Facts, Pause, StepFact
from onewindow.supervision.judging.times import promised
from onewindow.supervision.models import Dossier, OutsideRow
from onewindow.supervision.standing import handling

KINDS = ("apply", "accept", "process", "special", "finish")
HAPPENED = ("finish_time", "end_time", "accept_time", "apply_time", "begin_time", "start_time")

Row = Mapping[str, Any]
Place = tuple[str, str, str]  # system, number of the case there, city


def take_rows(told: Sequence[exchange.Incoming]) -> None:
    """Keep rows of cases, in two statements; several of a data set are kept by their own number."""
    with unit.work():
        kept = _kept(told)
        for one in told:
            case = kept[_place(one)]
            part = str(one.row.get("step_number") or one.row.get("special_number") or "")
            if one.operation == "d":
                case.rows.get(one.kind, {}).pop(part, None)
            else:
                case.rows.setdefault(one.kind, {})[part] = _plain(one.row)
                case.handed += 1
                case.late += _is_late(one)
            case.dirty = True
        OutsideRow.objects.bulk_create(
            kept.values(), update_conflicts=True, unique_fields=["system", "case_number", "city"],
            update_fields=["rows", "dirty", "handed", "late"],
        )  # fmt: skip


def _kept(told: Sequence[exchange.Incoming]) -> dict[Place, OutsideRow]:
    """Return what is kept of the cases rows speak of, locked; of a case not yet known, an empty beginning."""
    first: dict[Place, exchange.Incoming] = {}
    for one in told:
        first.setdefault(_place(one), one)
    numbers = {number for _, number, _ in first}
    rows = OutsideRow.objects.select_for_update().filter(
        system__in={system for system, _, _ in first}, case_number__in=numbers
    )
    known = {(row.system, row.case_number, row.city): row for row in rows.order_by("id")}
    return {
        place: known.get(place)
        or OutsideRow(system=place[0], case_number=place[1], city=place[2], first_at=one.received_at)
        for place, one in sorted(first.items())
    }


def _place(one: exchange.Incoming) -> Place:
    return one.system, str(one.row["case_number"]), one.city


def _plain(row: Row) -> dict[str, object]:
    """Return a row without the applicant, for keeping."""
    return {
        name: value.isoformat() if isinstance(value, (date, datetime)) else value
        for name, value in row.items()
        if not name.startswith("applicant_")
    }


def _is_late(told: exchange.Incoming) -> bool:
    """Tell whether a row came later than the days after what it tells of (数据按时交换)."""
    happened = next((told.row[name] for name in HAPPENED if told.row.get(name)), None)
    on = _day(happened)
    if on is None:
        return False
    last = days_for(f"{told.city:0<12}").due(on, int(handling("exchange_days")))
    return clock.local(told.received_at).date() > last


def register() -> None:
    """Take in the rows of cases from the exchange."""
    for kind in KINDS:
        exchange.register_sink(kind, "supervision", take_rows)


def outside_dossier(kept: OutsideRow) -> Dossier:
    """Return the dossier of a case of an outside system, not saved."""
    rows: Mapping[str, Mapping[str, Row]] = kept.rows
    apply, accept, finish = (rows.get(name, {}).get("", {}) for name in ("apply", "accept", "finish"))
    code = str(apply.get("task_code") or "")
    version = _version(code)
    facts = _facts(kept, apply, accept, finish)
    if version is not None:
        if version.promised_days is not None:
            facts["promised"] = [version.promised_days, version.promised_unit]
        if version.statutory_days is not None:
            facts["statutory"] = [version.statutory_days, version.statutory_unit]
    region = version.region_code if version else f"{kept.city:0<12}"
    runs = promised(facts, days_for(region))
    decided = facts.get("decided_on")
    return Dossier(
        kind="case",
        subject=f"{kept.system}/{kept.case_number}"[:80],
        source=kept.system,
        city=kept.city,
        region_code=region,
        level=version.level if version else "",
        agency_id=version.item.agency_id if version else None,
        agency_name=version.agency_name if version else kept.system,
        item_code=code,
        item_name=str(apply.get("task_name") or ""),
        channel=str(apply.get("channel") or ""),
        received_on=_day(apply.get("apply_time")),
        accepted_on=_day(accept.get("accept_time")),
        decided_on=date.fromisoformat(decided) if decided else None,
        promised_due=runs[-1].due if runs else None,
        used_days=sum(days_for(region).between(r.since, r.until) for r in runs if r.until) if runs else None,
        promised_days=version.promised_days if version else None,
        statutory_days=version.statutory_days if version else None,
        outcome=str(facts.get("decision", {}).get("outcome", "")),
        facts=facts,
        taken_at=clock.now(),
    )


def _facts(kept: OutsideRow, apply: Row, accept: Row, finish: Row) -> Facts:
    told = [apply.get("apply_time"), accept.get("accept_time"), finish.get("finish_time")]
    facts = Facts(
        moments=[_moment(one) for one in told if one],
        missing=_missing(kept.rows, apply, accept, finish),
        seen_on=str(clock.local(kept.first_at).date()),
        rows_handed=kept.handed,
        rows_late=kept.late,
        steps=_steps(kept.rows),
        pauses=_pauses(kept.rows),
    )
    begun, ended = _day(accept.get("accept_time")), _day(finish.get("finish_time"))
    received = _day(apply.get("apply_time"))
    if received:
        answered = begun or ended
        facts["receipts"] = [[str(received), str(answered) if answered else None]]
    if begun and accept.get("accepted"):
        facts["clock"] = [["start", str(begun), None]]
        for pause in facts["pauses"]:
            facts["clock"].append(["pause", pause["since"], None])
            if pause["until"]:
                facts["clock"].append(["resume", pause["until"], None])
        if ended:
            facts["clock"].append(["stop", str(ended), None])
    if ended:
        results: Mapping[str, str] = handling("outside_results")
        outcome = results.get(str(finish.get("result")).lstrip("0"), "granted")
        said = str(finish.get("reason") or "").strip()
        facts["decided_on"] = str(ended)
        facts["delivered_on"] = str(ended)
        facts["filings"] = [str(ended)]  # the standard's data sets carry no filing; the region's own do
        facts["decision"] = {
            "outcome": outcome, "opinion": bool(said) or outcome == "granted", "basis": bool(said),
            "remedy": bool(said), "by": "",
        }  # fmt: skip
    return facts


def _missing(rows: Mapping[str, Mapping[str, Row]], apply: Row, accept: Row, finish: Row) -> list[str]:
    """Return what the standard requires once a case has come so far, in words."""
    found = []
    if not apply:
        found.append("申请信息")
    elif not apply.get("channel"):
        found.append("申请渠道")
    if accept and not accept.get("handler"):
        found.append("受理人员")
    if finish and not accept:
        found.append("受理信息")
    if finish and not rows.get("process"):
        found.append("办理过程")
    return found


def _steps(rows: Mapping[str, Mapping[str, Row]]) -> list[StepFact]:
    return [
        {
            "node": str(row.get("step_name")), "name": str(row.get("step_name")), "due": None,
            "done": _moment(row["end_time"]) if row.get("end_time") else None, "by": "",
        }
        for _, row in sorted(rows.get("process", {}).items())
    ]  # fmt: skip


def _pauses(rows: Mapping[str, Mapping[str, Row]]) -> list[Pause]:
    return [
        {
            "since": str(_day(row["begin_time"])), "days": 0,
            "until": str(_day(row["end_time"])) if row.get("end_time") else None,
            "document": str(row.get("basis") or ""), "by": "",
        }
        for _, row in sorted(rows.get("special", {}).items(), key=lambda one: str(one[1].get("begin_time")))
    ]  # fmt: skip


def _version(code: str) -> catalogue.ItemVersion | None:
    try:
        return catalogue.in_force(code)
    except catalogue.UnknownItem:
        return None


def _day(told: object) -> date | None:
    return date.fromisoformat(_moment(told)[:10]) if told else None


def _moment(told: object) -> str:
    read = datetime.fromisoformat(str(told))
    return (clock.local(read) if read.tzinfo else read).isoformat(timespec="seconds")
