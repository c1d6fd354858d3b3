"""Publishing a procedure: refused with every fault, the same twice, a new version beside what runs."""

from pathlib import Path

import pytest
import yaml

import onewindow
from onewindow.catalogue import public as catalogue
from onewindow.collaboration import public as collaboration
from onewindow.collaboration import seed
from onewindow.collaboration.models import Procedure
from onewindow.collaboration.queries.procedures import savings_table
from onewindow.collaboration.tests.factories import the_procedure
from onewindow.forms import public as forms
from onewindow.kernel.public import SYSTEM
from onewindow.workflow import public as workflow

PAGE = Path(onewindow.__file__).parents[1] / "docs" / "reference" / "joint-savings.md"


def told(**changes: object) -> dict:
    one = seed.PROCEDURES / "company.yaml"
    return {"key": "company", **yaml.safe_load(one.read_text(encoding="utf-8")), **changes}


def test_shipped_procedures_make_items_that_can_be_applied_for(world) -> None:
    for one in Procedure.objects.filter(state="published"):
        version = catalogue.in_force(one.lead_code)
        assert (version.pk, version.process) == (one.lead_version, one.process)
        assert forms.form(version.form_code).names
        assert workflow.published_process(one.process) is not None
        assert version.joint_bodies


def test_planting_twice_changes_nothing(world) -> None:
    before = list(Procedure.objects.values_list("key", "number").order_by("key"))
    seed.plant()
    assert list(Procedure.objects.values_list("key", "number").order_by("key")) == before


def test_a_change_is_a_new_version_and_what_runs_keeps_its_own(world) -> None:
    old = the_procedure("company")
    members = told()["members"]
    made = collaboration.publish_procedure(
        by=SYSTEM, told=told(members=[{**members[0], "days": 2}, members[1]])
    )
    old.refresh_from_db()
    assert (made.number, old.state, made.process != old.process) == (2, "retired", True)
    assert catalogue.in_force(made.lead_code).pk == made.lead_version


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"members": [{"key": "x", "item": "没有的事项", "body": "南宁市行政审批局"}]}, "没有找到"),
        ({"stages": []}, "至少要有"),
        ({"members": 3}, "读不懂"),
        ({"lead": {"body": "南宁市行政审批局", "nr": "99-002", "promised": 1}}, "少于各成员"),
        ({"lead": {"body": "南宁市行政审批局", "nr": "99-002", "statutory": 1}}, "超过法定"),
    ],
)
def test_faults_are_told_in_words(world, changes: dict, said: str) -> None:
    with pytest.raises(collaboration.ProcedureInvalid) as refused:
        collaboration.publish_procedure(by=SYSTEM, told=told(**changes))
    assert said in "".join(refused.value.errors[""])


def test_who_may(world) -> None:
    for other in (world.applicant, world.lead):
        with pytest.raises(collaboration.CannotCompose):
            collaboration.publish_procedure(by=other, told=told())


def test_the_page_of_savings_is_what_is_measured(world) -> None:
    assert savings_table() in PAGE.read_text(encoding="utf-8"), savings_table()
