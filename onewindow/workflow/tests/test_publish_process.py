"""Publishing: by another hand, only when sound; what runs stays with its version."""

import pytest
from django.db import IntegrityError, transaction

from onewindow.identity import public as identity
from onewindow.kernel.public import audit
from onewindow.workflow import public as workflow
from onewindow.workflow.models import Definition
from onewindow.workflow.tests.conftest import open_nodes, task_at
from onewindow.workflow.tests.processes import ALL, AUTHOR, BOTH, FIRST, LINE, PUBLISHER


def draft(graph=LINE, *, by=AUTHOR) -> Definition:
    return workflow.draft_process(by=by, key="two-hands", name="两级审查", graph=graph)


def test_another_hand_publishes_and_the_old_version_is_retired(monday) -> None:
    draft()
    with pytest.raises(identity.SameHand):
        workflow.publish_process(by=AUTHOR, key="two-hands")
    first = workflow.publish_process(by=PUBLISHER, key="two-hands")
    with pytest.raises(workflow.UnknownDefinition):
        workflow.publish_process(by=PUBLISHER, key="two-hands")
    draft(BOTH)
    second = workflow.publish_process(by=PUBLISHER, key="two-hands")
    first.refresh_from_db()
    assert (first.number, first.state, second.number, second.state) == (1, "retired", 2, "published")
    assert audit.verify().ok


def test_only_posts_of_the_catalogue(monday) -> None:
    with pytest.raises(identity.RoleMissing):
        draft(by=FIRST)
    draft()
    with pytest.raises(identity.RoleMissing):
        workflow.publish_process(by=FIRST, key="two-hands")


def test_an_unsound_draft_is_kept_but_not_published(monday) -> None:
    broken = {**BOTH, "nodes": [n | {"kind": "choice"} if n["id"] == "j" else n for n in BOTH["nodes"]]}
    draft(broken)
    with pytest.raises(workflow.DefinitionUnsound) as refused:
        workflow.publish_process(by=PUBLISHER, key="two-hands")
    assert list(refused.value.errors) == ["last"]
    for wrong in ({"nodes": 3}, {"nodes": [], "flows": [{"surprise": 1}]}):
        with pytest.raises(workflow.TaskInvalid):
            draft(wrong)


def test_a_called_process_must_be_there_and_not_come_back(monday) -> None:
    draft(ALL["calling"])
    with pytest.raises(workflow.DefinitionUnsound) as refused:
        workflow.publish_process(by=PUBLISHER, key="two-hands")
    assert refused.value.errors == {"city": ["子流程“line”还没有发布。"]}


def test_a_process_does_not_call_itself_through_another(begin) -> None:
    begin("calling", lower="8")
    calls = {**ALL["calling"], "nodes": [n | ({"calls": "calling"} if n["kind"] == "call" else {})
                                         for n in ALL["calling"]["nodes"]]}  # fmt: skip
    workflow.draft_process(by=AUTHOR, key="line", name="绕回", graph=calls)
    with pytest.raises(workflow.DefinitionUnsound) as refused:
        workflow.publish_process(by=PUBLISHER, key="line")
    assert refused.value.errors == {"city": ["子流程又调用了本流程，流程不能调用自己。"]}


def test_what_runs_stays_with_its_version(begin) -> None:
    begin("line")
    workflow.draft_process(by=AUTHOR, key="line", name="新", graph=BOTH)
    workflow.publish_process(by=PUBLISHER, key="line")
    workflow.complete_task(by=FIRST, task=task_at("check"))
    assert open_nodes() == ["approve"]
    begin("line", subject="CASE-2")
    assert open_nodes("CASE-2") == ["a", "b"]


def test_the_database_keeps_what_was_published(begin) -> None:
    begin("line")
    with pytest.raises(IntegrityError), transaction.atomic():
        Definition.objects.update(graph={})
    with pytest.raises(IntegrityError), transaction.atomic():
        workflow.Step.objects.update(note="")
