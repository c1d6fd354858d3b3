"""Completing: by whom, from which state, twice; joins, votes, choices, loops; what it costs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.kernel.public import audit
from onewindow.workflow import public as workflow
from onewindow.workflow.models import Instance, Step, Task
from onewindow.workflow.tests.conftest import open_nodes, task_at
from onewindow.workflow.tests.processes import BODY, ELSEWHERE, FIRST, HEAD, SECOND, THIRD, hand

complete = workflow.complete_task


def test_a_line_goes_from_hand_to_hand_to_its_result(begin) -> None:
    begin("line")
    first = Task.objects.get(pk=task_at("check"))
    assert (first.agency, first.role, first.due) == (BODY, "review", date(2026, 3, 5))
    went = complete(by=FIRST, task=first.pk, note="齐全。")
    assert [one.node for one in went.opened] == ["approve"]
    assert went.is_ended is False
    ended = complete(by=HEAD, task=task_at("approve"))
    assert (ended.is_ended, ended.result) == (True, "granted")
    kinds = list(Step.objects.order_by("id").values_list("kind", "node"))
    assert kinds == [
        ("started", ""), ("opened", "check"), ("done", "check"), ("opened", "approve"),
        ("done", "approve"), ("ended", ""),
    ]  # fmt: skip
    assert audit.verify().ok
    with pytest.raises(workflow.NotRunning):
        complete(by=HEAD, task=first.pk)


def test_not_another_body_nor_post_nor_a_colleagues_task(begin) -> None:
    begin("line")
    check = task_at("check")
    for other in (ELSEWHERE, hand(5, "window")):
        with pytest.raises(workflow.NotYourTask):
            complete(by=other, task=check)
    workflow.claim_task(by=FIRST, task=check)
    workflow.claim_task(by=FIRST, task=check)
    with pytest.raises(workflow.TaskHeld):
        complete(by=SECOND, task=check)
    with pytest.raises(workflow.TaskHeld):
        workflow.claim_task(by=SECOND, task=check)
    workflow.release_task(by=FIRST, task=check)
    complete(by=SECOND, task=check)
    with pytest.raises(workflow.TaskGone):
        complete(by=SECOND, task=check)


def test_who_checked_does_not_approve_under_any_account(begin) -> None:
    begin("line")
    both = hand(9, "review", "approve", person=77)
    complete(by=both, task=task_at("check"))
    for same in (both, hand(10, "approve", person=77)):
        with pytest.raises(workflow.SameHand):
            complete(by=same, task=task_at("approve"))
    complete(by=hand(11, "approve", person=78), task=task_at("approve"))


def test_a_vote_ends_as_soon_as_it_is_decided(begin) -> None:
    begin("vote")
    complete(by=FIRST, task=task_at("vote", seq=1), outcome="agree")
    complete(by=SECOND, task=task_at("vote", seq=2), outcome="disagree")
    assert open_nodes() == ["vote"]
    ended = complete(by=THIRD, task=task_at("vote", seq=3), outcome="agree")
    assert ended.result == "granted"
    begin("vote", subject="CASE-2")
    complete(by=FIRST, task=task_at("vote", subject="CASE-2", seq=1), outcome="disagree")
    lost = complete(by=SECOND, task=task_at("vote", subject="CASE-2", seq=3), outcome="disagree")
    assert (lost.result, open_nodes("CASE-2")) == ("refused", [])
    assert Task.objects.get(subject="CASE-2", seq=2).state == "dropped"


def test_an_outcome_must_be_one_of_the_node(begin) -> None:
    begin("vote")
    for outcome in ("", "granted"):
        with pytest.raises(workflow.TaskInvalid) as wrong:
            complete(by=FIRST, task=task_at("vote"), outcome=outcome)
        assert wrong.value.errors == {"outcome": ["请选择这一步的结论。"]}


def test_branches_join_when_all_or_enough_have_come(begin) -> None:
    begin("both")
    complete(by=FIRST, task=task_at("b"))
    assert (open_nodes(), Instance.objects.get().waiting) == (["a"], {"flow5": 1})
    complete(by=SECOND, task=task_at("a"))
    assert (open_nodes(), Instance.objects.get().waiting) == (["last"], {})
    begin("first-of", subject="CASE-2")
    complete(by=FIRST, task=task_at("c", subject="CASE-2"))
    ended = complete(by=FIRST, task=task_at("a", subject="CASE-2"))
    assert (ended.is_ended, open_nodes("CASE-2")) == (True, [])


def test_a_loop_goes_round_no_more_often_than_drawn(begin) -> None:
    begin("loop")
    for _ in range(2):
        complete(by=FIRST, task=task_at("draw"), outcome="again")
        assert open_nodes() == ["draw"]
    assert complete(by=FIRST, task=task_at("draw"), outcome="again").is_ended


def test_a_joint_task_over_bodies_and_an_empty_list(begin) -> None:
    begin("bodies", bodies=["7", "8"])
    assert list(Task.objects.filter(node="opinion").order_by("seq").values_list("agency", flat=True)) == [
        "7",
        "8",
    ]
    complete(by=FIRST, task=task_at("opinion", seq=1), outcome="agree")
    complete(by=ELSEWHERE, task=task_at("opinion", seq=2), outcome="disagree")
    assert open_nodes() == ["sum"]
    assert Instance.objects.get().values["opinion"] == {"outcome": "disagree", "agreed": 1, "of": 2}
    with pytest.raises(workflow.TaskInvalid):
        begin("bodies", subject="CASE-2", bodies=[])


def test_a_called_process_runs_at_its_body_and_hands_its_result_up(begin) -> None:
    begin("calling", lower="8")
    assert open_nodes() == ["check", "city"]
    head = hand(21, "approve", agency="8")
    complete(by=ELSEWHERE, task=task_at("check"))
    complete(by=head, task=task_at("approve"))
    assert open_nodes() == ["close"]
    assert complete(by=FIRST, task=task_at("close")).is_ended
    assert [one.key for one in _ended()] == ["calling"]


def _ended() -> list[workflow.ProcessEnded]:
    from django.apps import apps

    rows = apps.get_model("kernel", "OutboxEvent").objects.filter(type="ProcessEnded")
    return [workflow.ProcessEnded(subject=r.subject, city=r.city, **_own(r.payload)) for r in rows]


def _own(payload: dict) -> dict:
    return {name: payload[name] for name in ("key", "result")}


def test_one_process_about_a_subject_at_a_time(begin) -> None:
    begin("line")
    with pytest.raises(workflow.AlreadyRunning):
        begin("line")
    with pytest.raises(workflow.UnknownDefinition):
        workflow.start_process(
            by=FIRST, key="nowhere", subject="X", city="4501", region_code="450100000000", agency="7"
        )


def test_what_a_step_costs(begin) -> None:
    """Find, lock, tasks, all that changed with its record, audit."""
    begin("line")
    key = task_at("check")
    with CaptureQueriesContext(connection) as captured:
        complete(by=FIRST, task=key)
    said = [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(said) == 5, said


def test_the_work_list_is_one_statement_over_its_index(begin) -> None:
    for n in range(3):
        begin("line", subject=f"CASE-{n}")
    with CaptureQueriesContext(connection) as captured:
        mine = workflow.work_list(FIRST)
    assert (len(mine), len(captured)) == (3, 1)
    rest = workflow.work_list(FIRST, after=(mine[0].due, mine[0].pk))
    assert [one.pk for one in rest] == [one.pk for one in mine[1:]]
    assert workflow.work_list(ELSEWHERE) == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT * FROM workflow_task WHERE state = 'open' AND kind = 'task' AND agency = '7' "
            "AND role = 'review' ORDER BY due, id LIMIT 20"
        )
        assert "task_work_list" in "\n".join(row[0] for row in cursor.fetchall())
