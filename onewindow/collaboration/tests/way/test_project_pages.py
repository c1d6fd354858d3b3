"""The pages of projects: file, see, bind, print, check; the desks of those who lead."""

from datetime import date
from typing import Any

from django.apps import apps

from onewindow.collaboration import public as collaboration
from onewindow.collaboration.tests.factories import PROJECT, account_of, official, part, project_of
from onewindow.identity import public as identity


def test_a_firm_files_and_binds_and_prints(world: Any, client: Any) -> None:
    client.force_login(world.account)
    assert "还没有投资项目" in client.get("/projects/").content.decode()
    assert "南宁市兴宁区" in client.get("/projects/new/").content.decode()
    wrong = client.post("/projects/new/", {**PROJECT, "industry": "?"})
    assert wrong.status_code == 422 and "国民经济行业代码：一个字母" in wrong.content.decode()
    answer = client.post("/projects/new/", PROJECT)
    made = collaboration.Project.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/projects/{made.code}/")
    again = client.post("/projects/new/", PROJECT)
    assert again.status_code == 422 and made.code in again.content.decode()
    assert made.code in client.get("/projects/").content.decode()
    page = f"/projects/{made.code}/"
    refused = client.post(f"{page}attach/", {"number": "x"})
    assert refused.status_code == 422 and "错误：" in refused.content.decode()
    assert client.post(f"{page}attach/", {"number": world.number}).status_code == 302
    text = client.get(page).content.decode()
    assert part(world.number, "filing").number in text and "正在办理，0 / 2" in text
    assert "data:image/svg+xml" in text and "牵头部门：南宁市兴宁区行政审批局" in text
    sheet = client.get(f"{page}sheet/").content.decode()
    assert f"/projects/check/{made.code}/" in sheet and "data-print" in sheet
    assert "取消关联这个办件" in client.get(f"{page}cases/{world.number}/detach/").content.decode()
    assert client.post(f"{page}cases/{world.number}/detach/").status_code == 302
    assert world.number not in client.get(page).content.decode()


def test_a_person_is_told_who_files(world: Any, client: Any) -> None:
    client.force_login(account_of("weixiaolan"))
    assert "投资项目由单位申报" in client.get("/projects/").content.decode()
    assert client.get("/projects/new/").status_code == 403
    made = project_of(world)
    assert client.get(f"/projects/{made.code}/").status_code == 403
    assert client.get(f"/projects/{made.code}/sheet/").status_code == 403


def test_everybody_checks_a_code(world: Any, client: Any) -> None:
    made = project_of(world)
    text = client.get(f"/projects/check/{made.code}/").content.decode()
    assert made.name in text and made.owner_name in text
    assert client.get("/projects/check/2603-450102-04-01-000000/").status_code == 404
    assert client.get(f"/projects/{made.code}/").status_code == 302


def test_the_desks_of_who_leads_and_who_takes_part(world: Any, client: Any) -> None:
    made = project_of(world)
    collaboration.attach_case(by=world.applicant, code=made.code, number=world.number)
    client.force_login(account_of("lumeifang"))
    assert made.code in client.get("/desk/projects/").content.decode()
    text = client.get(f"/desk/projects/{made.code}/").content.decode()
    assert "查看会留下记录" in text and part(world.number, "road").number in text
    seen = identity.AccessRecord.objects.filter(reason=f"投资项目 {made.code}")
    assert seen.count() == 1
    client.force_login(account_of("panhaitao"))
    assert "没有牵头的投资项目" in client.get("/desk/projects/").content.decode()
    assert made.code in client.get("/desk/projects/?tab=part").content.decode()
    client.force_login(account_of("luowenjun"))
    assert made.code not in client.get("/desk/projects/?tab=part").content.decode()
    assert client.get(f"/desk/projects/{made.code}/").status_code == 403


def test_a_page_and_a_list_cost_the_same_whatever_their_size(
    world: Any, django_assert_num_queries: Any
) -> None:
    made = project_of(world)
    collaboration.attach_case(by=world.applicant, code=made.code, number=world.number)
    with django_assert_num_queries(7):
        view = collaboration.view_of(made)
    assert len(view.stages) == 4
    by = official("lumeifang")
    for tab, who in (("led", by), ("part", world.bodies["road"]), ("", world.applicant)):
        with django_assert_num_queries(1):
            assert [one.code for one in collaboration.project_list(who, tab=tab).rows] == [made.code]


def test_intermediary_services_of_its_items_are_named(world: Any) -> None:
    made = project_of(world)
    collaboration.attach_case(by=world.applicant, code=made.code, number=world.number)
    day = date(2026, 1, 1)
    edition = apps.get_model("catalogue", "ListEdition").objects.create(
        kind="intermediary", name="中介服务清单", source="测试", issued_on=day, in_force_from=day, rows=1,
        digest="x", published_at=made.filed_at,
    )  # fmt: skip
    item = part(world.number, "road").item_code
    apps.get_model("catalogue", "ListRow").objects.create(
        edition=edition, seq=1, code="1", name="安全评价", body="交通运输部门", items=[item[-12:]]
    )
    assert [row.name for row in collaboration.view_of(made).services] == ["安全评价"]


def test_a_firm_reads_its_projects_among_what_is_held(world: Any) -> None:
    made = project_of(world)
    from onewindow.collaboration.projects.held import PROJECTS

    subject = identity.Subject("organisation", world.applicant.organisation_id or 0, (world.account.pk,))
    rows = PROJECTS.rows(subject, identity.Look(limit=5))
    assert [row["code"] for row in rows] == [made.code]


def test_a_case_and_its_parts_show_their_project(world: Any, client: Any) -> None:
    made = project_of(world)
    collaboration.attach_case(by=world.applicant, code=made.code, number=world.number)
    one = part(world.number, "filing").number
    client.force_login(world.account)
    for number in (world.number, one):
        text = client.get(f"/cases/{number}/").content.decode()
        assert f"/projects/{made.code}/" in text and "看整个项目办到哪里了" in text
    client.force_login(account_of("lumeifang"))
    assert f"/desk/projects/{made.code}/" in client.get(f"/desk/cases/{one}/").content.decode()
    page = client.get(f"/desk/projects/{made.code}/").content.decode()
    assert "/supervision/watched/" in page
