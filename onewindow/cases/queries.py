"""Named reads of cases."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from onewindow.cases import policies
from onewindow.cases.errors import CaseNotFound, CaseNotYours
from onewindow.cases.models import Case, CaseEvent, CaseMaterial
from onewindow.cases.states import Status
from onewindow.kernel.public import Actor, clock

PAGE_SIZE = 20


def case_for(by: Actor, number: str) -> Case:
    """Return a case with its materials and timeline, in three statements.

    Raises CaseNotFound, CaseNotYours.
    """
    case = (
        Case.objects.filter(number=number)
        .select_related("account", "person", "organisation")
        .prefetch_related(
            Prefetch("materials", CaseMaterial.objects.order_by("seq")),
            Prefetch("events", CaseEvent.objects.order_by("id")),
        )
        .first()
    )
    if case is None:
        raise CaseNotFound
    if not policies.can_see(by, case):
        raise CaseNotYours
    return case


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


def desk_queue(by: Actor, *, tab: str = "open", text: str = "", after: str = "") -> QueuePage:
    """Return the officer's cases: open ones by due date, closed ones newest first."""
    cases = policies.visible_to(by)
    if text:
        cases = (
            cases.filter(number=text) if len(text) == 31 else cases.filter(applicant_name__startswith=text)
        )
    if tab == "closed":
        rows = _keyset(cases.filter(status=Status.CLOSED).order_by("-id"), after, newest=True)
    else:
        rows = _keyset_due(cases.filter(status=Status.REVIEWING), after)
    shown, rest = rows[:PAGE_SIZE], rows[PAGE_SIZE:]
    last = shown[-1] if rest else None
    mark = "" if last is None else f"{last.promised_due:%Y%m%d}.{last.pk}"
    return QueuePage(shown, mark, clock.today())


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
    cases = cases.order_by("promised_due", "id")
    mark = _mark(after)
    if mark is not None:
        cases = cases.filter(promised_due__gt=mark[0]) | cases.filter(promised_due=mark[0], pk__gt=mark[1])
    return list(cases[: PAGE_SIZE + 1])


def open_cases_of(item_code: str) -> int:
    """Return how many cases of an item somebody still has to act on."""
    return Case.objects.filter(status=Status.REVIEWING, item_code=item_code).count()
