"""Return, take back, delegate, ask others: exact undoing, and every refusal."""

from datetime import timedelta

import pytest

from onewindow.kernel.public import audit, clock
from onewindow.workflow import public as workflow
from onewindow.workflow.hands import hand_of
from onewindow.workflow.models import Instance, Task
from onewindow.workflow.tests.conftest import MONDAY, open_nodes, task_at
from onewindow.workflow.tests.processes import FIRST, HEAD, SECOND, THIRD

complete = workflow.complete_task


def test_what_is_returned_comes_to_who_did_it_and_no_more_than_twice(begin) -> None:
    begin("line")
    for _ in range(2):
        complete(by=FIRST, task=task_at("check"))
        back = workflow.return_task(by=HEAD, task=task_at("approve"), to="check", note="缺一页。")
        assert [(t.node, t.holder) for t in back.opened] == [("check", FIRST.label)]
        with pytest.raises(workflow.TaskHeld):
            complete(by=SECOND, task=task_at("check"))
    complete(by=FIRST, task=task_at("check"))
    with pytest.raises(workflow.TooManyReturns) as refused:
        workflow.return_task(by=HEAD, task=task_at("approve"), to="check", note="再看。")
    assert "已经退回 2 次" in str(refused.value)
    assert complete(by=HEAD, task=task_at("approve")).is_ended
    assert audit.verify().ok


@pytest.mark.parametrize(
    ("to", "note", "field"), [("check", " ", "note"), ("e", "错", "to"), ("x", "错", "to")]
)
def test_a_return_needs_a_reason_and_a_way(begin, to: str, note: str, field: str) -> None:
    begin("line")
    complete(by=FIRST, task=task_at("check"))
    with pytest.raises(workflow.TaskInvalid) as wrong:
        workflow.return_task(by=HEAD, task=task_at("approve"), to=to, note=note)
    assert list(wrong.value.errors) == [field]


def test_taking_back_restores_exactly(begin) -> None:
    begin("line")
    before = _picture()
    complete(by=FIRST, task=task_at("check"), note="好。")
    with pytest.raises(workflow.NotYourTask):
        workflow.take_back_task(by=SECOND, task=task_at("check", state="done"))
    mine = workflow.take_back_task(by=FIRST, task=task_at("check", state="done"))
    assert (mine.state, mine.holder, mine.note) == ("open", FIRST.label, "")
    assert _picture() == before
    complete(by=FIRST, task=mine.pk)
    workflow.claim_task(by=HEAD, task=task_at("approve"))
    with pytest.raises(workflow.CannotTakeBack):
        workflow.take_back_task(by=FIRST, task=mine.pk)
    assert audit.verify().ok


def _picture() -> tuple[object, ...]:
    run = Instance.objects.get()
    return open_nodes(), run.waiting, run.loops, run.values, run.state


def test_taking_back_before_and_after_a_join(begin) -> None:
    begin("both")
    before = _picture()
    complete(by=FIRST, task=task_at("a"))
    workflow.take_back_task(by=FIRST, task=task_at("a", state="done"))
    assert _picture() == before
    complete(by=FIRST, task=task_at("a"))
    half = _picture()
    complete(by=SECOND, task=task_at("b"))
    assert open_nodes() == ["last"]
    with pytest.raises(workflow.CannotTakeBack):
        workflow.take_back_task(by=FIRST, task=task_at("a", state="done"))
    workflow.take_back_task(by=SECOND, task=task_at("b", state="done"))
    assert _picture() == half


def test_a_vote_taken_back_brings_back_who_was_no_longer_needed(begin) -> None:
    begin("vote")
    complete(by=FIRST, task=task_at("vote", seq=1), outcome="agree")
    workflow.take_back_task(by=FIRST, task=task_at("vote", seq=1, state="done"))
    assert open_nodes() == ["vote", "vote", "vote"]
    begin("bodies", subject="CASE-2", bodies=["7", "7", "7"])


def test_nothing_is_taken_back_after_the_end(begin) -> None:
    begin("line")
    complete(by=FIRST, task=task_at("check"))
    complete(by=HEAD, task=task_at("approve"))
    with pytest.raises(workflow.NotRunning):
        workflow.take_back_task(by=HEAD, task=task_at("approve", state="done"))


def test_delegating_is_on_record_and_the_head_may_hand_on_any(begin) -> None:
    begin("line")
    check = task_at("check")
    workflow.delegate_task(by=FIRST, task=check, to=hand_of(SECOND), note="出差。")
    with pytest.raises(workflow.TaskHeld):
        complete(by=FIRST, task=check)
    with pytest.raises(workflow.TaskInvalid):
        workflow.delegate_task(by=SECOND, task=check, to=hand_of(THIRD), note="")
    with pytest.raises(workflow.TaskInvalid):
        workflow.delegate_task(by=SECOND, task=check, to=hand_of(SECOND), note="我")
    workflow.delegate_task(by=HEAD, task=check, to=hand_of(THIRD), note="改派。")
    complete(by=THIRD, task=check)
    told = [s.note for s in workflow.runs_of("CASE-1")[0].steps if s.kind == "delegated"]
    assert told == ["转交办事员2：出差。", "转交办事员3：改派。"]


def test_opinions_hold_the_task_until_all_are_in(begin) -> None:
    begin("line")
    check = task_at("check")
    with pytest.raises(workflow.TaskInvalid):
        workflow.ask_opinions(by=FIRST, task=check, of=[hand_of(FIRST)], question="看看")
    asked = workflow.ask_opinions(
        by=FIRST, task=check, of=[hand_of(SECOND), hand_of(THIRD)], question="场地够吗？"
    )
    with pytest.raises(workflow.WaitsForOpinions):
        complete(by=FIRST, task=check)
    with pytest.raises(workflow.TaskHeld):
        complete(by=THIRD, task=asked[0].pk, outcome="同意")
    complete(by=SECOND, task=asked[0].pk, outcome="同意", note="够。")
    with pytest.raises(workflow.NotYourTask):
        workflow.drop_opinion(by=SECOND, task=asked[1].pk)
    workflow.drop_opinion(by=FIRST, task=asked[1].pk)
    complete(by=FIRST, task=check)
    assert open_nodes() == ["approve"]
    assert audit.verify().ok


def test_a_pause_moves_every_day_and_nothing_is_done_meanwhile(begin) -> None:
    begin("line")
    workflow.pause_process(by=FIRST, subject="CASE-1")
    with pytest.raises(workflow.NotRunning):
        complete(by=FIRST, task=task_at("check"))
    with pytest.raises(workflow.NotRunning):
        workflow.pause_process(by=FIRST, subject="CASE-1")
    with clock.at(MONDAY + timedelta(days=9)):
        workflow.resume_process(by=FIRST, subject="CASE-1")
    assert str(Task.objects.get(node="check").due) == "2026-03-16"
    with pytest.raises(workflow.NotRunning):
        workflow.pause_process(by=FIRST, subject="NOBODY")


def test_moved_to_another_body_and_cancelled(begin) -> None:
    begin("line")
    workflow.claim_task(by=FIRST, task=task_at("check"))
    workflow.move_process(by=FIRST, subject="CASE-1", agency="8")
    moved = Task.objects.get(node="check")
    assert (moved.agency, moved.holder) == ("8", "")
    assert workflow.cancel_process(by=FIRST, subject="CASE-1", note="撤回") is True
    assert workflow.cancel_process(by=FIRST, subject="CASE-1") is False
    assert (open_nodes(), Instance.objects.get().state) == ([], "cancelled")
    assert audit.verify().ok
