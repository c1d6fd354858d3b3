"""Takes in what outside systems hand in about their cases: any number of rows, at most six statements.

The exchange calls this with rows in order, in its own transaction, one process at a time; rows of a case
come after its application. A row told again replaces what was told before; one taken back takes back itself.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db.models import Q

from onewindow.cases.outside.models import OutsideCase, OutsideState, OutsideStep
from onewindow.exchange import public as exchange
from onewindow.government.public import agencies_by_uscc
from onewindow.identity.public import number_key
from onewindow.kernel.public import ids

USCC = 18
TAKEN_BACK = "d"
_TOLD = ("title", "at", "until", "who", "detail", "receipt")
_IDENTITY = {"id", "system", "number"}


class UnknownCase(LookupError):
    """A row came about a case whose application was never taken in."""


def register() -> None:
    """Name the sink of the data sets about cases."""
    for kind in _TAKERS:
        exchange.register_sink(kind, "cases", take)


def take(rows: Sequence[exchange.Incoming]) -> None:
    """Take rows in, in order: read the cases they are about, fold, write. Raises UnknownCase."""
    register = _Register(rows)
    for told in rows:
        _TAKERS[told.kind](register, told)
    register.save()


class _Register:
    """The cases rows speak of, as they stand before them, and what becomes of them."""

    def __init__(self, rows: Sequence[exchange.Incoming]) -> None:
        numbers: dict[str, set[str]] = {}
        for told in rows:
            numbers.setdefault(told.system, set()).add(str(told.row["case_number"]))
        wanted = Q()
        for system, mine in numbers.items():
            wanted |= Q(system=system, number__in=mine)
        found = OutsideCase.objects.select_for_update().filter(wanted).order_by("id") if numbers else ()
        self.cases = {(one.system, one.number): one for one in found}
        codes = {_uscc_of(told.row["task_code"]) for told in rows if told.kind == "apply"}
        self.agencies = agencies_by_uscc(codes) if codes else {}
        self.changed: dict[tuple[str, str], OutsideCase] = {}
        self.steps: dict[tuple[OutsideCase, str], OutsideStep | None] = {}

    def case(self, told: exchange.Incoming) -> OutsideCase:
        """Return the case a row speaks of; raise UnknownCase."""
        found = self.cases.get((told.system, str(told.row["case_number"])))
        if found is None:
            raise UnknownCase(f"{told.system} {told.row['case_number']}")
        return found

    def change(self, case: OutsideCase, **facts: object) -> None:
        """Change what is known of a case."""
        for name, value in facts.items():
            setattr(case, name, value)
        self.changed[(case.system, case.number)] = case

    def save(self) -> None:
        """Write cases, then steps; the last that was told of each counts."""
        names = [field.name for field in OutsideCase._meta.concrete_fields if field.name not in _IDENTITY]
        OutsideCase.objects.bulk_create(
            self.changed.values(),
            update_conflicts=True,
            unique_fields=["system", "number"],
            update_fields=names,
        )
        kept = [step for step in self.steps.values() if step is not None]
        OutsideStep.objects.bulk_create(
            kept, update_conflicts=True, unique_fields=["case", "key"], update_fields=_TOLD
        )
        gone = Q()
        for (case, key), step in self.steps.items():
            if step is None:
                gone |= Q(case=case, key=key)
        if gone:
            OutsideStep.objects.filter(gone).delete()


def _application(register: _Register, told: exchange.Incoming) -> None:
    """Open the case or change what was told of it; taken back, it is shown no more."""
    row = told.row
    number, code = str(row.get("applicant_number") or ""), str(row["task_code"])
    agency = register.agencies.get(_uscc_of(code))
    place = (told.system, str(row["case_number"]))
    case = register.cases.setdefault(place, OutsideCase(system=place[0], number=place[1]))
    register.change(
        case, item_code=code, item_name=row["task_name"], agency_id=agency.pk if agency else None,
        applicant_name=row["applicant_name"], holder_key=number_key(number) if number else None,
        applied_at=_moment(row["apply_time"]), removed=told.operation == TAKEN_BACK,
        receipt=told.receipt, city=told.city,
    )  # fmt: skip


def _acceptance(register: _Register, told: exchange.Incoming) -> None:
    """Note whether the case was accepted, and until when an end is promised."""
    row, case = told.row, register.case(told)
    accepted = bool(row["accepted"])
    due = row.get("promise_day")
    _stand(
        register, case, state=OutsideState.ACCEPTED if accepted else OutsideState.DECLINED,
        promised_due=date.fromisoformat(str(due)) if due else None,
    )  # fmt: skip
    _note(register, told, "accept", "受理" if accepted else "不予受理", row["accept_time"])


def _step(register: _Register, told: exchange.Incoming) -> None:
    """Put a step of the handling into the timeline."""
    row = told.row
    _note(
        register, told, f"step:{row['step_number']}", str(row["step_name"]), row["begin_time"],
        until=row.get("end_time"), detail=str(row.get("opinion") or ""),
    )  # fmt: skip


def _procedure(register: _Register, told: exchange.Incoming) -> None:
    """Put a special procedure (特别程序) into the timeline; while it has no end the case is paused."""
    row = told.row
    running = not row.get("end_time") and told.operation != TAKEN_BACK
    state = OutsideState.PAUSED if running else OutsideState.ACCEPTED
    _stand(register, register.case(told), state=state)
    _note(
        register, told, f"special:{row['special_number']}", f"特别程序：{row['special_name']}",
        row["begin_time"], until=row.get("end_time"), detail=str(row.get("basis") or ""),
    )  # fmt: skip


def _end(register: _Register, told: exchange.Incoming) -> None:
    """End the case with its result."""
    row, case = told.row, register.case(told)
    if told.operation != TAKEN_BACK:
        ended = _moment(row["finish_time"])
        register.change(case, state=OutsideState.FINISHED, finished_at=ended, result=str(row["result"]))
    elif case.state == OutsideState.FINISHED:
        register.change(case, state=OutsideState.ACCEPTED, finished_at=None, result="")
    _note(register, told, "finish", "办结", row["finish_time"], detail=str(row.get("reason") or ""))


_TAKERS: dict[str, Callable[[_Register, exchange.Incoming], None]] = {
    "apply": _application, "accept": _acceptance, "process": _step, "special": _procedure, "finish": _end,
}  # fmt: skip


def _stand(register: _Register, case: OutsideCase, **facts: object) -> None:
    """Change where an unfinished case stands; rows that come late do not open a finished one again."""
    if case.state != OutsideState.FINISHED:
        register.change(case, **facts)


def _note(
    register: _Register,
    told: exchange.Incoming,
    key: str,
    title: str,
    at: object,
    *,
    until: object = None,
    detail: str = "",
) -> None:
    case, step = register.case(told), None
    if told.operation != TAKEN_BACK:
        step = OutsideStep(
            id=ids.new_id(), case=case, key=key, title=title, at=_moment(at),
            until=_moment(until) if until else None, who=str(told.row.get("handler") or ""), detail=detail,
            receipt=told.receipt, city=told.city,
        )  # fmt: skip
    register.steps[(case, key)] = step


def _uscc_of(code: object) -> str:
    """Return the code of the body an implementation code begins with."""
    return str(code)[:USCC]


def _moment(text: object) -> datetime:
    return datetime.fromisoformat(str(text))
