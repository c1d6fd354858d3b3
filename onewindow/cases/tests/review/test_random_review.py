"""Random sequences of verbs on a case under review: case, clock and process always agree, no task is lost."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.cases import public as cases
from onewindow.cases.clocks import run_of
from onewindow.cases.models import ClockEntry, Hearing
from onewindow.cases.states import FINAL, TODO, Status
from onewindow.cases.tests.flow.conftest import MONDAY
from onewindow.cases.tests.review.conftest import Hands
from onewindow.kernel.public import Refusal, clock
from onewindow.workflow import public as workflow

NONE = UUID(int=0)
Act = Callable[[Hands, str], object]


def _task(h: Hands, states: tuple[str, ...] = ("open",)):
    found = workflow.Task.objects.filter(subject=h.number, kind="task", state__in=states).order_by("-id")
    return found.values_list("pk", flat=True).first() or NONE


def _step(by: str, outcome: str) -> Act:
    return lambda h, n: cases.do_step(
        by=getattr(h, by), number=n, task=_task(h), outcome=outcome, opinion="办。", legal_basis="某法第一条"
    )


ACTS: dict[str, Act] = {
    "first passes": _step("first", "通过"),
    "first objects": _step("first", "不通过"),
    "first on site": _step("first", "核查合格"),
    "second on site": _step("second", "核查不合格"),
    "approver grants": _step("approver", "准予"),
    "approver refuses": _step("approver", "不予"),
    "claim": lambda h, n: cases.claim_step(by=h.second, number=n, task=_task(h)),
    "release": lambda h, n: cases.release_step(by=h.second, number=n, task=_task(h)),
    "back": lambda h, n: cases.return_step(by=h.approver, number=n, task=_task(h), to="first", reason="核。"),
    "undo": lambda h, n: cases.take_back_step(by=h.first, number=n, task=_task(h, ("done", "returned"))),
    "ask": lambda h, n: cases.ask_opinions(
        by=h.first, number=n, task=_task(h), of=[h.chief.label], question="看？"
    ),
    "suspend": lambda h, n: cases.suspend_case(by=h.first, number=n, reason="testing", days=5, note="检测"),
    "resume": lambda h, n: cases.resume_case(by=h.first, number=n, result="合格"),
    "extend": lambda h, n: cases.ask_extension(by=h.first, number=n, days=3, reason="复杂"),
    "grant days": lambda h, n: cases.grant_extension(by=h.chief, number=n),
    "tell right": lambda h, n: cases.tell_hearing_right(by=h.first, number=n, reason="拟不予。"),
    "want hearing": lambda h, n: cases.ask_hearing(by=h.applicant, number=n),
    "waive": lambda h, n: cases.waive_hearing(by=h.applicant, number=n),
    "withdraw": lambda h, n: cases.withdraw_case(by=h.applicant, number=n),
}
WAYS = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 6)), min_size=5, max_size=14)


@settings(
    max_examples=8, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(way=WAYS)
def test_random_ways_keep_case_clock_and_process_together(hands: Hands, way: list[tuple[str, int]]) -> None:
    now = MONDAY
    with transaction.atomic():
        for name, days in way:
            now += timedelta(days=days)
            with clock.at(now):
                try:
                    with transaction.atomic():
                        ACTS[name](hands, hands.number)
                except Refusal:
                    continue
                finally:
                    _check(hands.number)
        transaction.set_rollback(True)


def _check(number: str) -> None:
    case = cases.Case.objects.get(number=number)
    status = Status(case.status)
    run = workflow.Instance.objects.get(subject=number)
    waits = workflow.Task.objects.filter(subject=number, state="open").exists()
    expected = {Status.REVIEWING: ("running",), Status.SUSPENDED: ("paused",)}
    assert run.state in expected.get(status, ("ended", "cancelled")), (status, run.state)
    assert waits == (run.state in {"running", "paused"})
    assert (case.next_due is not None) == (status in TODO)
    entries = list(ClockEntry.objects.filter(case=case, clock="decision").order_by("id"))
    clock_run = run_of(entries)
    assert clock_run is not None
    assert clock_run.is_running == (status == Status.REVIEWING)
    assert all(one.at <= two.at for one, two in pairwise(entries))
    if status in FINAL:
        assert clock_run.stopped is not None
    if case.outcome == "refused":
        assert Hearing.objects.filter(case=case).exclude(state__in=["asked", "called"]).exists()
