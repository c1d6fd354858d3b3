"""Where a case stands on its way, for the pages; read only as far as its state needs."""

from dataclasses import dataclass
from datetime import date

from onewindow.cases import clocks, limits
from onewindow.cases.deadlines import NATURAL_DAY, days_left
from onewindow.cases.models import (
    Case,
    ClockEntry,
    ClockName,
    Correction,
    CorrectionItem,
    Extension,
    Hearing,
    NegativeFiling,
    Transfer,
)
from onewindow.cases.progress import Progress, progress_of
from onewindow.cases.states import Status
from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import Actor, clock, workdays


@dataclass(frozen=True)
class Dial:
    """One limit as a page shows it: its last day, working days left, and why it stands."""

    name: str
    due: date | None
    left: int | None
    basis: str
    paused: str = ""
    provisional: bool = False


@dataclass(frozen=True)
class Flow:
    """What is under way in a case."""

    dials: tuple[Dial, ...]
    entries: tuple[ClockEntry, ...]
    correction: Correction | None
    items: tuple[CorrectionItem, ...]
    notice_given: bool
    filing: NegativeFiling | None
    extension: Extension | None
    transfer: Transfer | None
    used: int | None
    progress: Progress | None = None
    hearing: Hearing | None = None


def flow_of(case: Case, by: Actor | None = None) -> Flow:
    """Return what is under way in a case, in at most seven statements and four for its process."""
    status = Status(case.status)
    corrections = list(case.corrections.order_by("id")) if case.correction_due else []
    last = corrections[-1] if corrections else None
    entries = tuple(case.clock_entries.order_by("id")) if case.received_at else ()
    filed = status in {Status.DECLINING, Status.REFUSING}
    return Flow(
        dials=tuple(_dials(case, status)),
        entries=entries,
        correction=last,
        items=tuple(last.items.order_by("seq")) if last else (),
        notice_given=any(one.kind == "notice" for one in corrections),
        filing=case.filings.filter(state="filed").first() if filed else None,
        extension=case.extensions.filter(state="asked").first() if status == Status.REVIEWING else None,
        transfer=case.transfers.filter(taken_at=None).last() if case.is_open() else None,
        used=_used(case, entries),
        progress=progress_of(case, by),
        hearing=Hearing.objects.filter(case=case).first() if status in _HEARD else None,
    )


_HEARD = frozenset({Status.REVIEWING, Status.SUSPENDED, Status.REFUSING, Status.DECIDED, Status.CLOSED})


def _used(case: Case, entries: tuple[ClockEntry, ...]) -> int | None:
    run = clocks.run_of(entry for entry in entries if entry.clock == ClockName.DECISION)
    if run is None:
        return None
    natural = catalogue.item_version(case.item_version_id).promised_unit == NATURAL_DAY
    counts = clocks.every_day if natural else workdays.calendar_for(case.region_code).is_working
    return clocks.used(run, clock.today(), counts)


def _dials(case: Case, status: Status) -> list[Dial]:
    def dial(name: str, due: date | None, basis: str, paused: str = "") -> Dial:
        left = days_left(due, clock.today(), case.region_code)
        return Dial(name, due, left, basis, paused, case.due_provisional)

    if status in {Status.PRE_REVIEW, Status.PRE_RETURNED}:
        due = case.receipt_due if status == Status.PRE_REVIEW else case.correction_due
        return [dial("预审答复" if status == Status.PRE_REVIEW else "修改", due, "预审不占用法定期限")]
    if status in {Status.RECEIVED, Status.DECLINING}:
        return [dial("告知是否受理", case.receipt_due, limits.limit("receipt").basis)]
    if status == Status.CORRECTING:
        return [dial("补正", case.correction_due, limits.limit("correction").basis)]
    if status == Status.DECIDED:
        return [dial("送达", case.delivery_due, limits.limit("delivery").basis)]
    if status not in {Status.REVIEWING, Status.SUSPENDED, Status.REFUSING}:
        return []
    why = limits.pause_reason(case.paused_for)
    paused = why.name if why else ""
    found = [dial("承诺期限", case.promised_due, "办事指南的承诺", paused)]
    if case.statutory_due:
        found.append(dial("法定期限", case.statutory_due, limits.limit("decision").basis, paused))
    return found


def advice(case: Case, flow: Flow) -> str:
    """Return what the applicant should do or may expect now, in one sentence."""
    due = flow.dials[0].due if flow.dials else None
    by = f"{due.month}月{due.day}日" if due else ""
    said = {
        Status.PRE_REVIEW: f"工作人员正在预审，{by}前答复。现在不用做什么。",
        Status.PRE_RETURNED: f"请按下面的说明修改材料，{by}前重新提交。",
        Status.RECEIVED: f"材料已收到。{by}前会告知是否受理；逾期没有告知的，视为已经受理。",
        Status.CORRECTING: f"请把下面列出的内容全部补好，{by}前提交。只会告知这一次。",
        Status.DECLINING: f"是否受理正在由另一位工作人员复核，{by}前告知。",
        Status.REVIEWING: f"正在审查，承诺{by}前作出决定。现在不用做什么。",
        Status.SUSPENDED: "正在进行特别程序，这段时间不计算在办理期限内。结果出来后继续计时。",
        Status.REFUSING: f"正在由另一位工作人员复核，承诺{by}前作出决定。",
        Status.DECIDED: f"决定已经作出，{by}前送达。上传过材料的，领取时请带上原件核对。",
    }
    return said.get(Status(case.status), "")
