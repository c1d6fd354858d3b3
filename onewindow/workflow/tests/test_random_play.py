"""Random verbs on running processes: tokens and rows agree, nothing is lost, it can always end."""

from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.kernel.public import Refusal
from onewindow.workflow import public as workflow
from onewindow.workflow.game import Marking, fire, ways_on
from onewindow.workflow.graph import Kind, graph_from
from onewindow.workflow.hands import hand_of
from onewindow.workflow.models import Instance, Step, Task
from onewindow.workflow.tests.processes import FIRST, HEAD, SECOND, THIRD, hand

HANDS = [FIRST, SECOND, THIRD, HEAD, hand(12, "approve"), hand(30, "review", agency="8")]
ACTS: dict[str, Callable[..., object]] = {
    "complete": lambda by, t, o: workflow.complete_task(by=by, task=t.pk, outcome=o),
    "finish": lambda by, t, o: workflow.complete_task(by=by, task=t.pk, outcome=o),
    "claim": lambda by, t, o: workflow.claim_task(by=by, task=t.pk),
    "release": lambda by, t, o: workflow.release_task(by=by, task=t.pk),
    "delegate": lambda by, t, o: workflow.delegate_task(by=by, task=t.pk, to=hand_of(SECOND), note="转。"),
    "ask": lambda by, t, o: workflow.ask_opinions(by=by, task=t.pk, of=[hand_of(THIRD)], question="？"),
    "return": lambda by, t, o: workflow.return_task(by=by, task=t.pk, to="check", note="退。"),
    "take back": lambda by, t, o: workflow.take_back_task(by=by, task=t.pk),
    "pause": lambda by, t, o: workflow.pause_process(by=by, subject=t.subject),
    "resume": lambda by, t, o: workflow.resume_process(by=by, subject=t.subject),
}
MOVES = st.lists(
    st.tuples(
        st.sampled_from(sorted(ACTS)), st.sampled_from(HANDS), st.integers(0, 9),
        st.sampled_from(["", "agree", "disagree", "good", "again"]),
    ),
    min_size=5, max_size=25,
)  # fmt: skip


@pytest.mark.parametrize("name", ["line", "vote", "both", "first-of", "loop"])
@settings(
    max_examples=5, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(moves=MOVES)
def test_random_verbs_never_lose_a_task(begin, name: str, moves: list[tuple]) -> None:
    with transaction.atomic():
        begin(name)
        for act, by, at, outcome in moves:
            tasks = list(Task.objects.order_by("id"))
            done = Step.objects.count()
            try:
                with transaction.atomic():
                    ACTS[act](by, tasks[at % len(tasks)], outcome)
            except Refusal:
                assert Step.objects.count() == done
            _agrees()
        transaction.set_rollback(True)


def _agrees() -> None:
    """The open rows are a marking from which the process can still end, or it has ended with none."""
    run = Instance.objects.select_related("definition").get()
    open_ = [t for t in run.tasks.filter(state="open") if t.of_id is None or t.kind == Kind.BOUNDARY]
    if run.state in {"ended", "cancelled"}:
        assert not open_
        assert not run.waiting
        return
    assert open_
    marking = Marking(
        tuple(sorted({t.node for t in open_})), tuple(sorted(run.waiting.items())),
        tuple(sorted(run.loops.items())),
    )  # fmt: skip
    graph, seen, left = graph_from(run.definition.graph), {marking}, [marking]
    while left:
        here = left.pop()
        if here.is_ended:
            return
        for node in here.active:
            for flow in ways_on(graph, here, node):
                after = fire(graph, here, node, flow.id).marking
                if after not in seen:
                    seen.add(after)
                    left.append(after)
    raise AssertionError(f"stuck at {marking}")
