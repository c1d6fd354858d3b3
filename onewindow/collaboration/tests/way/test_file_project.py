"""File an investment project: it gets its code, unless the negative list forbids it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from onewindow.catalogue.tests.factories import forget_all
from onewindow.collaboration import public as collaboration
from onewindow.collaboration.tests.factories import PROJECT, events, project_of
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import ANONYMOUS, SYSTEM, clock, codes


def listed(category: str, *industries: str) -> None:
    """Publish a negative list of one row."""
    day = date(2026, 1, 1)
    edition = apps.get_model("catalogue", "ListEdition").objects.create(
        kind="negative", name="市场准入负面清单", source="测试", issued_on=day, in_force_from=day, rows=1,
        digest=f"{category}{industries}"[:64], published_at=clock.now(),
    )  # fmt: skip
    apps.get_model("catalogue", "ListRow").objects.create(
        edition=edition, seq=1, code="9", category=category, name="某事项", industries=list(industries)
    )
    forget_all()


def test_it_gets_a_code_and_its_leads(world: Any, django_assert_num_queries: Any) -> None:
    made = project_of(world)
    assert made.code.startswith("2603-450102-04-01-") and codes.ProjectCode.is_valid(made.code)
    assert (made.city, made.owner_name) == ("4501", world.applicant.name)
    assert [(one.key, one.agency.name) for one in made.stages.order_by("seq")] == [
        ("land", "南宁市兴宁区行政审批局"), ("planning", "南宁市兴宁区行政审批局"),
        ("building", "南宁市兴宁区住房和城乡建设局"), ("acceptance", "南宁市兴宁区住房和城乡建设局"),
    ]  # fmt: skip
    (told,) = events("ProjectFiled")
    assert (told.subject, told.payload["region"]) == (made.code, "450102000000")
    entries = apps.get_model("kernel", "AuditEntry").objects.filter(action="project.filed")
    assert entries.count() == 5
    with django_assert_num_queries(10):
        project_of(world, name="第二个项目")


def test_a_second_time_the_code_it_has_is_told(world: Any) -> None:
    made = project_of(world)
    with pytest.raises(collaboration.ProjectExists, match=made.code):
        project_of(world)
    assert collaboration.Project.objects.count() == 1


def test_what_the_list_forbids_gets_no_code(world: Any) -> None:
    listed("禁止准入", "C14")
    with pytest.raises(collaboration.ProjectForbidden, match="9 某事项"):
        project_of(world)
    assert not collaboration.Project.objects.exists()
    assert "没有列入本行业" in project_of(world, industry="E47").market


def test_a_permit_the_list_asks_for_is_told(world: Any) -> None:
    listed("许可准入", "C1")
    assert "许可准入第 9 项" in project_of(world).market


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"), ({"name": "长" * 201}, "name"), ({"kind": "09"}, "kind"),
        ({"region": "450102"}, "region"), ({"region": "450000000000"}, "region"),
        ({"address": ""}, "address"),
        ({"industry": "1411"}, "industry"), ({"industry": "Z1"}, "industry"), ({"scale": ""}, "scale"),
        ({"investment": "0"}, "investment"), ({"investment": "一千"}, "investment"),
        ({"begin_on": "x"}, "begin_on"), ({"end_on": "2026-03-31"}, "end_on"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_at_its_field(world: Any, changes: dict[str, str], field: str) -> None:
    with pytest.raises(collaboration.ProjectInvalid) as refused:
        project_of(world, **changes)
    assert list(refused.value.errors) == [field]


def test_who_may(world: Any) -> None:
    applicant = identity.applicant_of(world.account)
    person = of_the_cast("weixiaolan")
    limited = replace(world.applicant, mandate="m", items=("1",))
    others = [
        identity.actor_for(person), world.lead, limited, ANONYMOUS, SYSTEM,
        replace(world.applicant, organisation_id=10**6),
    ]  # fmt: skip
    for other in others:
        with pytest.raises(collaboration.NotYourProject):
            collaboration.file_project(by=other, applicant=applicant, given=PROJECT)
