"""Random sequences of verbs on the database: states and clocks always agree."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.cases import public as cases
from onewindow.cases.clocks import run_of
from onewindow.cases.models import ClockEntry, Extension, NegativeFiling
from onewindow.cases.services.nightly import deem_overdue, lapse_overdue
from onewindow.cases.states import FINAL, TODO, WITH_OUTCOME, Delivery, Outcome, Status
from onewindow.cases.tests.flow.conftest import MONDAY, People
from onewindow.kernel.public import Refusal, clock

ASK = [cases.Ask("聘用证明", "没有盖章")]
Step = Callable[[People, str], object]
STEPS: dict[str, Step] = {
    "accept": lambda p, n: cases.accept_case(by=p.officer, number=n),
    "correct": lambda p, n: cases.ask_for_correction(by=p.officer, number=n, asks=ASK),
    "answer": lambda p, n: cases.answer_item(by=p.applicant, number=n, seq=5, statement="已补。"),
    "supply": lambda p, n: cases.supply_correction(by=p.applicant, number=n),
    "decline": lambda p, n: cases.decline_acceptance(
        by=p.officer, number=n, cause="not_needed", reason="不需要。"
    ),
    "release": lambda p, n: cases.release_filing(by=p.chief, number=n),
    "send back": lambda p, n: cases.return_filing(by=p.chief, number=n, answer="再核。"),
    "take back": lambda p, n: cases.take_back_filing(by=p.officer, number=n),
    "suspend": lambda p, n: cases.suspend_case(
        by=p.officer, number=n, reason="testing", days=5, note="检测机构"
    ),
    "resume": lambda p, n: cases.resume_case(by=p.officer, number=n, result="合格"),
    "ask extension": lambda p, n: cases.ask_extension(by=p.officer, number=n, days=5, reason="复杂"),
    "grant extension": lambda p, n: cases.grant_extension(by=p.chief, number=n),
    "grant": lambda p, n: cases.decide_case(
        by=p.officer, number=n, outcome=Outcome.GRANTED, opinion="好。", delivery=Delivery.POST
    ),
    "refuse": lambda p, n: cases.decide_case(
        by=p.officer, number=n, outcome=Outcome.REFUSED, opinion="不。", legal_basis="某法"
    ),
    "deliver": lambda p, n: cases.deliver_case(by=p.officer, number=n, way=Delivery.POST, note="单号1"),
    "withdraw": lambda p, n: cases.withdraw_case(by=p.applicant, number=n),
    "archive": lambda p, n: cases.archive_case(by=p.officer, number=n),
    "night": lambda p, n: (deem_overdue(), lapse_overdue()),
}
WAYS = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 12)), min_size=4, max_size=14)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(way=WAYS)
def test_random_ways_keep_every_promise(people: People, way: list[tuple[str, int]]) -> None:
    now = MONDAY
    with transaction.atomic():
        for name, days in way:
            now += timedelta(days=days)
            with clock.at(now):
                try:
                    STEPS[name](people, people.number)
                except Refusal:
                    continue
                finally:
                    _check(people.number)
        transaction.set_rollback(True)


def _check(number: str) -> None:
    case = cases.Case.objects.get(number=number)
    status = Status(case.status)
    assert (case.next_due is not None) == (status in TODO)
    assert bool(case.outcome) == (status in WITH_OUTCOME)
    filed = NegativeFiling.objects.filter(case=case, state="filed").count()
    assert filed == (status in {Status.DECLINING, Status.REFUSING})
    entries = list(ClockEntry.objects.filter(case=case).order_by("id"))
    runs = {name: run_of(e for e in entries if e.clock == name) for name in {e.clock for e in entries}}
    open_ = {name for name, run in runs.items() if run is not None and run.stopped is None}
    expected: dict[Status, set[str]] = {
        Status.RECEIVED: {"receipt"},
        Status.CORRECTING: {"correction"},
        Status.DECIDED: {"delivery"},
    }
    if status in {Status.REVIEWING, Status.SUSPENDED}:
        assert open_ == {"decision"}
        decision = runs["decision"]
        assert decision is not None
        assert decision.is_running == (status == Status.REVIEWING)
    elif status in expected:
        assert open_ == expected[status]
    if status in FINAL:
        assert open_ == set()
        assert case.closed_at is not None
    assert Extension.objects.filter(case=case, state="granted").count() <= 1
    assert case.events.order_by("-id")[0].state == case.status
