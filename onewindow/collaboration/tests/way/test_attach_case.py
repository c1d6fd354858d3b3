"""Bind a case to a project: by hand, by the code in its answers, and take it back."""

import json
from datetime import timedelta
from typing import Any

import pytest

from onewindow.cases import public as cases
from onewindow.collaboration import public as collaboration
from onewindow.collaboration.projects.services import bind_by_code
from onewindow.collaboration.tests.factories import (
    MONDAY,
    applied,
    decide,
    events,
    grant_open,
    official,
    part,
    project_of,
    refuse,
    the_procedure,
)
from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import organisation_account
from onewindow.kernel.public import ANONYMOUS, SYSTEM, clock, outbox


def bound(world: Any, number: str = "", **more: str) -> tuple[str, Any]:
    """File a project and bind the world's lead case, or another one."""
    code = project_of(world).code
    row = collaboration.attach_case(by=world.applicant, code=code, number=number or world.number, **more)
    return code, row


def test_a_joint_case_brings_its_parts(world: Any) -> None:
    code, row = bound(world)
    assert (row.stage, row.by_code) == ("", False)
    view = collaboration.view_of(collaboration.project_with(code))
    assert [one.case.number for one in view.joints] == [world.number]
    opened = {one.case.number for stage in view.stages for one in stage.lines}
    assert part(world.number, "filing").number in opened
    assert part(world.number, "road").number in opened
    (told,) = events("ProjectCaseBound")
    assert (told.subject, told.payload["case"]) == (code, world.number)
    timeline = cases.case_for(world.applicant, world.number).events.all()
    assert timeline[len(timeline) - 1].title == f"关联投资项目 {code}"


def test_a_single_case_goes_to_the_stage_of_its_item(world: Any) -> None:
    number = part(world.number, "filing").number
    code, row = bound(world, number)
    assert row.stage == "land"
    again = collaboration.attach_case(by=world.applicant, code=code.replace("-", ""), number=number)
    assert again.pk == row.pk and len(events("ProjectCaseBound")) == 1


def test_an_item_no_stage_names_asks_for_one(world: Any) -> None:
    number = part(world.number, "filing").number
    cases.Case.objects.filter(number=number).update(item_name="别的事项")
    code = project_of(world).code
    for stage in ("", "x"):
        with pytest.raises(collaboration.ProjectInvalid) as refused:
            collaboration.attach_case(by=world.applicant, code=code, number=number, stage=stage)
        assert list(refused.value.errors) == ["stage"]
    row = collaboration.attach_case(by=world.applicant, code=code, number=number, stage="acceptance")
    assert row.stage == "acceptance"


def test_a_case_belongs_to_one_project_only(world: Any) -> None:
    code, _ = bound(world)
    other = project_of(world, name="别的项目").code
    with pytest.raises(collaboration.CaseBoundElsewhere, match=code):
        collaboration.attach_case(by=world.applicant, code=other, number=world.number)


def test_the_code_comes_before_the_first_approval(world: Any) -> None:
    number = part(world.number, "filing").number
    cases.Case.objects.filter(number=number).update(decided_at=MONDAY - timedelta(days=1))
    with pytest.raises(collaboration.CaseBeforeCode):
        bound(world, number)


def test_who_may(world: Any) -> None:
    code = project_of(world).code
    for other in (world.lead, world.bodies["filing"], ANONYMOUS, SYSTEM):
        with pytest.raises(collaboration.NotYourProject):
            collaboration.attach_case(by=other, code=code, number=world.number)
        with pytest.raises(collaboration.NotYourProject):
            collaboration.detach_case(by=other, code=code, number=world.number)
    with pytest.raises(cases.CaseNotFound):
        collaboration.attach_case(by=world.applicant, code=code, number="x")
    for unknown in ("2603-450102-04-01-000000", "x", ""):
        with pytest.raises(collaboration.UnknownProject):
            collaboration.attach_case(by=world.applicant, code=unknown, number=world.number)


def test_an_application_that_carries_the_code_is_bound_by_itself(world: Any) -> None:
    code = project_of(world).code
    case = applied(world.account, the_procedure("engineering"), project_code=code)
    outbox.drain()
    view = collaboration.view_of(collaboration.project_with(code))
    assert [(one.case.number, one.by_code) for one in view.joints] == [(case.number, True)]
    assert bind_by_code(number=case.number) is False
    with pytest.raises(collaboration.BoundByCode):
        collaboration.detach_case(by=world.applicant, code=code, number=case.number)


def test_a_code_of_nobody_or_of_another_firm_binds_nothing(world: Any) -> None:
    made = project_of(world)
    assert bind_by_code(number=world.number) is False  # its code is not of this platform
    assert bind_by_code(number="x") is False
    case = applied(world.account, the_procedure("engineering"), project_code=made.code)
    collaboration.Project.objects.filter(pk=made.pk).update(
        organisation=organisation_account().organisation_id
    )
    assert bind_by_code(number=case.number) is False


def test_what_was_bound_by_hand_is_taken_back(world: Any) -> None:
    code, _ = bound(world)
    collaboration.detach_case(by=world.applicant, code=code, number=world.number)
    collaboration.detach_case(by=world.applicant, code=code, number=world.number)
    collaboration.detach_case(by=world.applicant, code=code, number="x")
    assert not collaboration.view_of(collaboration.project_with(code)).joints
    titles = [one.title for one in cases.case_for(world.applicant, world.number).events.all()]
    assert titles.count(f"取消关联投资项目 {code}") == 1


def test_what_is_due_and_what_is_done_show_in_the_picture(world: Any) -> None:
    code, _ = bound(world)
    project = collaboration.project_with(code)
    words = [one.step.word for one in collaboration.view_of(project).stages]
    assert words == ["正在办理", "还没有办件", "还没有办件", "还没有办件"]
    with clock.at(MONDAY + timedelta(days=200)):
        late = collaboration.view_of(project).stages[0].step
    assert (late.state, late.word) == ("late", "有办件超过期限")
    for key in ("filing", "road"):
        decide(world.bodies[key], part(world.number, key).number)
    done = collaboration.view_of(project).stages[0].step
    assert (done.state, done.done, done.total) == ("done", 2, 2)
    cases.Case.objects.filter(number=part(world.number, "filing").number).update(outcome="refused")
    assert collaboration.view_of(project).stages[0].step.word == "有办件没有准予"


def test_who_opens_a_project(world: Any) -> None:
    code = project_of(world).code
    lead, stranger = official("lumeifang"), official("luowenjun")
    assert collaboration.open_project(by=lead, code=code).code == code
    for one in (world.applicant, SYSTEM):
        assert collaboration.open_project(by=one, code=code).code == code
    for other in (stranger, world.bodies["road"], ANONYMOUS):
        with pytest.raises(collaboration.NotYourProject):
            collaboration.open_project(by=other, code=code)
    collaboration.attach_case(by=world.applicant, code=code, number=world.number)
    assert collaboration.open_project(by=world.bodies["road"], code=code).code == code
    assert collaboration.open_project(by=world.lead, code=code).code == code
    with pytest.raises(collaboration.NotYourProject):
        collaboration.open_project(by=stranger, code=code)


def facts(number: str, kind: str) -> list:
    paper = next(one for one in documents.notices_of(number) if one.kind == kind)
    return json.loads(bytes(paper.record))["facts"]


def test_papers_issued_after_it_was_bound_by_hand_carry_the_code(world: Any) -> None:
    number = part(world.number, "filing").number
    code, _ = bound(world)  # the joint case: its parts are of the project too
    decide(world.bodies["filing"], number)
    assert facts(number, "grant") == facts(number, "acceptance") == [["项目代码", code]]
    assert facts(number, "receipt") != [["项目代码", code]]  # issued before
    collaboration.detach_case(by=world.applicant, code=code, number=world.number)
    other = part(world.number, "road").number
    decide(world.bodies["road"], other)
    assert facts(other, "grant") != [["项目代码", code]]


def test_every_paper_of_a_part_opened_after_it_was_bound_carries_the_code(world: Any) -> None:
    code, _ = bound(world)
    grant_open(world.number, world.bodies)
    forest = part(world.number, "forest").number
    assert facts(forest, "receipt") == [["项目代码", code]]
    refuse(world, "forest")
    draft = collaboration.apply_part_again(by=world.applicant, number=world.number, key="forest")
    again = cases.submit_case(
        by=world.applicant, applicant=identity.applicant_of(world.account), draft_id=draft.pk
    )
    assert facts(again.number, "receipt") == [["项目代码", code]]
    assert facts(part(world.number, "road").number, "receipt") != [["项目代码", code]]  # opened before
    collaboration.detach_case(by=world.applicant, code=code, number=world.number)
    outbox.drain()
    decide(world.bodies["forest"], again.number)
    outbox.drain()
    assert facts(part(world.number, "planning").number, "receipt") != [["项目代码", code]]


@pytest.mark.parametrize("kept", [True, False])
def test_a_part_being_applied_for_again_when_its_lead_is_bound_carries_the_code(
    world: Any, kept: bool
) -> None:
    grant_open(world.number, world.bodies)
    refuse(world, "forest")
    draft = collaboration.apply_part_again(by=world.applicant, number=world.number, key="forest")
    code, _ = bound(world)
    if not kept:
        collaboration.detach_case(by=world.applicant, code=code, number=world.number)
    again = cases.submit_case(
        by=world.applicant, applicant=identity.applicant_of(world.account), draft_id=draft.pk
    )
    assert ([["项目代码", code]] == facts(again.number, "receipt")) is kept
