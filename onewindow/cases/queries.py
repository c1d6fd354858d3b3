"""Named reads of cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Count, Expression, Prefetch, QuerySet
from django.db.models.expressions import RawSQL

from onewindow.cases import policies
from onewindow.cases.errors import CaseNotFound, CaseNotYours
from onewindow.cases.models import Case, CaseEvent, CaseMaterial, Hearing, HearingState, Promise
from onewindow.cases.states import FINAL, TODO, WAITING, Status
from onewindow.kernel.public import Actor, clock, prepared, workdays
from onewindow.workflow import public as workflow

PAGE_SIZE = 20
_BEHIND = '("cases_case"."next_due", "cases_case"."id") > (%s, %s)'  # as rows: an index begins there


def case_for(by: Actor, number: str) -> Case:
    """Return a case with its materials and timeline, in three statements.

    Raises CaseNotFound, CaseNotYours.
    """
    case = _CASE.first(number)
    if case is None:
        raise CaseNotFound
    if not policies.can_see(by, case):
        raise CaseNotYours
    prepared.attach(case, "materials", _MATERIALS.all(case.pk))
    prepared.attach(case, "events", _EVENTS.all(case.pk))
    return case


_CASE = prepared.Lookup(
    lambda: Case.objects.select_related("account", "person", "organisation", "agency"), "number"
)
_MATERIALS = prepared.Kept(lambda: CaseMaterial.objects.filter(case=prepared.Place(1)).order_by("seq"))
_EVENTS = prepared.Kept(lambda: CaseEvent.objects.filter(case=prepared.Place(1)).order_by("id"))


def case_by_query_code(number: str, code: str) -> Case:
    """Return a case to anybody who holds its number and query code; raise CaseNotFound otherwise."""
    case = (
        Case.objects.filter(number=number, query_code=code)
        .prefetch_related(Prefetch("events", CaseEvent.objects.order_by("id")))
        .first()
    )
    if case is None:
        raise CaseNotFound("没有查到这个办件。请核对办件编号和查询码，两项都要与提交成功页上的一致。")
    return case


def cases_of(by: Actor, *, limit: int = 5) -> list[Case]:
    """Return the applicant's newest cases."""
    return list(policies.visible_to(by).order_by("-id")[:limit])


@dataclass(frozen=True)
class QueuePage:
    """One keyset page of the desk queue."""

    cases: list[Case]
    after: str
    today: date


_IN_A_LIST = (
    "number", "item_name", "applicant_name", "lane", "status", "outcome", "automatic", "submitted_at",
    "next_due", "promised_due", "correction_due",
)  # fmt: skip
FIRST = "first"  # every lane that goes first (绿色通道)
LIGHTS = ("late", "today", "near", "fine")
NEAR_DAYS = 2  # working days after today that count as soon due (临期)


def desk_queue(
    by: Actor,
    *,
    tab: str = "open",
    text: str = "",
    after: str = "",
    status: str = "",
    light: str = "",
    lane: str = "",
    beside: Mapping[str, Expression] | None = None,
) -> QueuePage:
    """Return the officer's cases: what is due by due date; what waits or is closed newest first.

    `status` narrows to one state, `light` to what is late, due today, due soon or still has time, `lane` to
    one lane that goes first, or to all of them (`first`); `beside` are further columns of each row, for what
    a page shows beside its cases. What was answered is not read.
    """
    today = clock.today()
    cases = policies.visible_to(by).only(*_IN_A_LIST).annotate(**(beside or {}))
    if text:
        cases = (
            cases.filter(number=text) if len(text) == 31 else cases.filter(applicant_name__startswith=text)
        )
    if status in set(Status):
        cases = cases.filter(status=status)
    if lane:
        cases = cases.exclude(lane="") if lane == FIRST else cases.filter(lane=lane).exclude(lane="")
    if tab == "open":
        rows = _keyset_due(_lit(cases.filter(next_due__isnull=False), light, today, by), after)
    else:
        wanted = FINAL if tab == "closed" else WAITING
        rows = _keyset(cases.filter(status__in=sorted(wanted)).order_by("-id"), after, newest=True)
    shown, rest = rows[:PAGE_SIZE], rows[PAGE_SIZE:]
    last = shown[-1] if rest else None
    mark = "" if last is None else f"{last.next_due or last.promised_due:%Y%m%d}.{last.pk}"
    return QueuePage(shown, mark, today)


def _lit(cases: QuerySet[Case], light: str, today: date, by: Actor) -> QuerySet[Case]:
    if light == "late":
        return cases.filter(next_due__lt=today)
    if light == "today":
        return cases.filter(next_due=today)
    soon = soon_until(by, today)
    if light == "near":
        return cases.filter(next_due__gt=today, next_due__lte=soon)
    return cases.filter(next_due__gt=soon) if light == "fine" else cases


def soon_until(by: Actor, today: date) -> date:
    """Return the last day that counts as soon due, in the working days of the actor's region."""
    return workdays.calendar_for(f"{by.region_prefix:0<12}").due(today, NEAR_DAYS).on


def reviewers_of(case: Case) -> tuple[set[str], set[int]]:
    """Return who of the body acted on a case, by label and by person: they may not lead its hearing."""
    acted = case.events.filter(actor__startswith="official:").exclude(kind="hearing")
    labels = set(acted.values_list("actor", flat=True))
    done = workflow.Task.objects.filter(subject=case.number).exclude(closed_by="")
    tasks = list(done.values_list("closed_by", "closed_person"))
    people = {person for _, person in tasks if person is not None}
    return labels | {label for label, _ in tasks}, people


def late_cases(on: date, *, limit: int = 1000) -> list[Case]:
    """Return what should have been acted on before a day, the latest first, over an index."""
    return list(Case.objects.filter(next_due__lt=on).order_by("next_due", "id")[:limit])


def numbers_to_deem(on: date, *, limit: int = 500) -> list[str]:
    """Return the cases whose five days passed without a word."""
    waiting = Case.objects.filter(
        status__in=["received", "declining"], received_at__isnull=False, next_due__lt=on
    )
    return list(waiting.order_by("next_due", "id").values_list("number", flat=True)[:limit])


def numbers_to_lapse(on: date, *, limit: int = 500) -> list[str]:
    """Return the cases whose correction never came in time."""
    waiting = Case.objects.filter(status__in=["pre_returned", "correcting"], correction_due__lt=on)
    return list(waiting.order_by("correction_due", "id").values_list("number", flat=True)[:limit])


def promises_overdue(on: date, *, limit: int = 500) -> list[str]:
    """Return the promises to supply something whose last day is over, by an index."""
    late = Promise.objects.filter(state="open", kind="later", due_on__lt=on).order_by("due_on", "id")
    return [str(key) for key in late.values_list("pk", flat=True)[:limit]]


def cases_to_archive(before: datetime, *, limit: int = 500) -> list[Case]:
    """Return closed cases that were decided before a moment."""
    rested = Case.objects.filter(status=Status.CLOSED, decided_at__lt=before)
    return list(rested.order_by("decided_at", "id")[:limit])


def _mark(after: str) -> tuple[date, UUID] | None:
    day, _, key = after.partition(".")
    try:
        return date.fromisoformat(day), UUID(key)
    except ValueError:
        return None


def _keyset(cases: QuerySet[Case], after: str, *, newest: bool) -> list[Case]:
    mark = _mark(after)
    if mark is not None:
        cases = cases.filter(pk__lt=mark[1]) if newest else cases.filter(pk__gt=mark[1])
    return list(cases[: PAGE_SIZE + 1])


def _keyset_due(cases: QuerySet[Case], after: str) -> list[Case]:
    cases = cases.order_by("next_due", "id")
    mark = _mark(after)
    if mark is not None:
        cases = cases.filter(RawSQL(_BEHIND, mark, BooleanField()))  # noqa: S611  only our own words
    return list(cases[: PAGE_SIZE + 1])


@dataclass(frozen=True)
class HearingsPage:
    """One keyset page of hearings that are called."""

    hearings: list[Hearing]
    after: str


def announced_hearings(after: str = "") -> HearingsPage:
    """Return the hearings still to be held, the next first, in one statement over an index."""
    called = Hearing.objects.filter(state=HearingState.CALLED, on__gte=clock.today())
    mark = _mark(after)
    if mark is not None:
        called = called.filter(on__gt=mark[0]) | called.filter(on=mark[0], pk__gt=mark[1])
    shown = called.select_related("case__agency").order_by("on", "id")
    rows = list(shown.defer("request", "record")[: PAGE_SIZE + 1])
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    return HearingsPage(rows[:PAGE_SIZE], f"{last.on:%Y%m%d}.{last.pk}" if last and last.on else "")


def open_cases_of(item_codes: Sequence[str]) -> dict[str, int]:
    """Return for each of some items how many cases somebody still has to act on, in one statement."""
    found = Case.objects.filter(status__in=sorted(TODO | WAITING), item_code__in=item_codes)
    return dict(found.values_list("item_code").annotate(n=Count("pk")))
