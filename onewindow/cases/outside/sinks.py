"""Takes in what outside systems hand in about their cases: one row, at most three statements.

The exchange calls these in order, once for each row, in its own transaction; rows of a case come after its
application. A row told again replaces what was told before; a row taken back takes back only itself.
"""

from datetime import date, datetime

from django.db.models import QuerySet

from onewindow.cases.outside.models import OutsideCase, OutsideState, OutsideStep
from onewindow.exchange import public as exchange
from onewindow.government.public import UnknownAgency, agency_by_uscc
from onewindow.identity.public import number_key
from onewindow.kernel.public import ids

USCC = 18
TAKEN_BACK = "d"


def register() -> None:
    """Name the sinks of the data sets about cases."""
    takers = {
        "apply": take_application, "accept": take_acceptance, "process": take_step,
        "special": take_procedure, "finish": take_end,
    }  # fmt: skip
    for kind, take in takers.items():
        exchange.register_sink(kind, "cases", take)


def take_application(told: exchange.Incoming) -> None:
    """Open the case or change what was told of it; taken back, it is shown no more."""
    row = told.row
    number, code = str(row.get("applicant_number") or ""), str(row["task_code"])
    facts = {
        "item_code": code, "item_name": row["task_name"], "agency_id": _agency_of(code),
        "applicant_name": row["applicant_name"], "holder_key": number_key(number) if number else None,
        "applied_at": _moment(row["apply_time"]), "removed": told.operation == TAKEN_BACK,
        "receipt": told.receipt, "city": told.city,
    }  # fmt: skip
    case, made = OutsideCase.objects.get_or_create(
        system=told.system, number=str(row["case_number"]), defaults=facts
    )
    if not made:
        OutsideCase.objects.filter(pk=case.pk).update(**facts)


def take_acceptance(told: exchange.Incoming) -> None:
    """Note whether the case was accepted, and until when an end is promised."""
    row = told.row
    accepted = bool(row["accepted"])
    due = row.get("promise_day")
    _change(
        told, state=OutsideState.ACCEPTED if accepted else OutsideState.DECLINED,
        promised_due=date.fromisoformat(str(due)) if due else None,
    )  # fmt: skip
    _note(told, "accept", "受理" if accepted else "不予受理", row["accept_time"])


def take_step(told: exchange.Incoming) -> None:
    """Put a step of the handling into the timeline."""
    row = told.row
    _note(
        told, f"step:{row['step_number']}", str(row["step_name"]), row["begin_time"],
        until=row.get("end_time"), detail=str(row.get("opinion") or ""),
    )  # fmt: skip


def take_procedure(told: exchange.Incoming) -> None:
    """Put a special procedure (特别程序) into the timeline; while it has no end the case is paused."""
    row = told.row
    running = not row.get("end_time") and told.operation != TAKEN_BACK
    _change(told, state=OutsideState.PAUSED if running else OutsideState.ACCEPTED)
    _note(
        told, f"special:{row['special_number']}", f"特别程序：{row['special_name']}", row["begin_time"],
        until=row.get("end_time"), detail=str(row.get("basis") or ""),
    )  # fmt: skip


def take_end(told: exchange.Incoming) -> None:
    """End the case with its result."""
    row = told.row
    if told.operation == TAKEN_BACK:
        _cases(told).filter(state=OutsideState.FINISHED).update(
            state=OutsideState.ACCEPTED, finished_at=None, result=""
        )
    else:
        _cases(told).update(
            state=OutsideState.FINISHED, finished_at=_moment(row["finish_time"]), result=str(row["result"])
        )
    _note(told, "finish", "办结", row["finish_time"], detail=str(row.get("reason") or ""))


def _cases(told: exchange.Incoming) -> QuerySet[OutsideCase]:
    return OutsideCase.objects.filter(system=told.system, number=str(told.row["case_number"]))


def _change(told: exchange.Incoming, **facts: object) -> None:
    """Change where an unfinished case stands; rows that come late do not open a finished one again."""
    _cases(told).exclude(state=OutsideState.FINISHED).update(**facts)


def _note(
    told: exchange.Incoming, key: str, title: str, at: object, *, until: object = None, detail: str = ""
) -> None:
    case = _cases(told).values_list("pk", flat=True).get()
    if told.operation == TAKEN_BACK:
        OutsideStep.objects.filter(case_id=case, key=key).delete()
        return
    step = OutsideStep(
        id=ids.new_id(), case_id=case, key=key, title=title, at=_moment(at),
        until=_moment(until) if until else None, who=str(told.row.get("handler") or ""), detail=detail,
        receipt=told.receipt, city=told.city,
    )  # fmt: skip
    OutsideStep.objects.bulk_create(
        [step], update_conflicts=True, unique_fields=["case", "key"],
        update_fields=["title", "at", "until", "who", "detail", "receipt"],
    )  # fmt: skip


def _agency_of(code: str) -> int | None:
    """Return the body an implementation code begins with; none where it is not known here."""
    try:
        return agency_by_uscc(code[:USCC]).pk
    except UnknownAgency:
        return None


def _moment(text: object) -> datetime:
    return datetime.fromisoformat(str(text))
