"""Reviewed below, decided above: one case, clock and timeline; what is entrusted; a line from above."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from onewindow.cases import public as cases
from onewindow.catalogue import public as catalogue
from onewindow.collaboration import errors
from onewindow.collaboration.levels import queries, services, ways
from onewindow.collaboration.models import Delegation
from onewindow.collaboration.tests.factories import MONDAY, account_of, events, official, project_of
from onewindow.documents import public as documents
from onewindow.government import public as government
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit, clock
from onewindow.workflow import public as workflow

ITEM, ABOVE = "建设项目环境影响评价文件审批", "广西壮族自治区生态环境厅"
COUNTY, CITY, ECOLOGY = "南宁市兴宁区行政审批局", "南宁市行政审批局", "南宁市生态环境局"
ANSWERS = {
    "project_name": "示例冶炼项目", "project_code": "2603-450102-04-01-123456", "project_scale": "示例规模",
    "project_region": "450102001003", "project_address": "示例路 1 号", "mobile": "19900000011",
    "declaration": True, "up_eia": {"id": "00000000-0000-4000-8000-000000000001", "name": "a.pdf", "size": 9},
}  # fmt: skip


def version(body: str) -> catalogue.ItemVersion:
    found = catalogue.named_in_force(ITEM, body)
    assert found is not None
    return found


def applied_for(world, body: str, **answers: object) -> cases.Case:
    return cases.take_in(
        by=world.applicant, applicant=identity.applicant_of(world.account), client="test",
        key=f"eia-{len(body)}-{body.encode().hex()[-20:]}", item=version(body).code,
        answers={**ANSWERS, **answers},
    )  # fmt: skip


def step(by: Actor, number: str, outcome: str) -> cases.Case:
    task = workflow.open_tasks(by, number)[0]
    return cases.do_step(
        by=by, number=number, task=task.pk, outcome=outcome, opinion="已审查。", legal_basis="示例法第一条"
    )


def now(number: str) -> cases.Case:
    return cases.Case.objects.select_related("agency").get(number=number)


def paper(number: str, kind: str) -> str:
    return next(bytes(one.record).decode() for one in documents.notices_of(number) if one.kind == kind)


def test_three_levels_on_one_case_with_one_clock_and_one_timeline(world) -> None:
    below, middle, above = world.bodies["filing"], world.bodies["pollution"], official("lulvzhou")
    case = applied_for(world, ABOVE, eia_class_province="metal")
    assert now(case.number).agency.name == COUNTY
    with pytest.raises(cases.CaseNotYours):
        cases.accept_case(by=above, number=case.number)
    cases.accept_case(by=below, number=case.number)
    due = now(case.number).promised_due
    told = paper(case.number, "acceptance")
    assert f"本申请由{COUNTY}受理和初审、{ECOLOGY}审核，由{ABOVE}决定" in told
    step(below, case.number, "同意上报")
    assert now(case.number).agency.name == ECOLOGY
    assert cases.case_for(below, case.number).number == case.number
    with pytest.raises(cases.CaseNotYours):
        cases.suspend_case(by=below, number=case.number, reason="experts", days=5, note="评审")
    task = workflow.open_tasks(middle, case.number)[0]
    cases.return_step(
        by=middle, number=case.number, task=task.pk, to="first", reason="缺公众参与说明的核对。"
    )
    assert now(case.number).agency.name == COUNTY
    step(below, case.number, "同意上报")
    step(middle, case.number, "同意上报")
    assert (now(case.number).agency.name, now(case.number).region_code) == (ABOVE, "450000000000")
    done = step(above, case.number, "准予")
    assert (done.outcome, done.promised_due, done.statutory_due) == ("granted", due, case.statutory_due)
    lines = [one.title for one in done.events.order_by("id") if one.kind == "step"]
    assert lines == [
        "县级初审：已办", f"报送{ECOLOGY}", "市级审核：退回县级初审", f"退回{COUNTY}",
        "县级初审：已办",
        f"报送{ECOLOGY}", "市级审核：已办", f"报送{ABOVE}",
    ]  # fmt: skip
    assert done.transfers.filter(taken_at=None).count() == 0
    assert ABOVE in paper(case.number, "grant")
    assert audit.verify().ok


def test_the_city_decides_on_its_classes_after_the_county(world) -> None:
    case = applied_for(world, CITY, eia_class_city="waste")
    assert now(case.number).agency.name == COUNTY
    cases.accept_case(by=world.bodies["filing"], number=case.number)
    step(world.bodies["filing"], case.number, "建议不予")
    assert now(case.number).agency.name == CITY
    assert step(world.bodies["planning"], case.number, "准予").outcome == "granted"


def test_what_a_county_decides_goes_nowhere_else(world) -> None:
    case = applied_for(world, COUNTY, eia_class_county="food")
    assert (now(case.number).agency.name, case.process) == (COUNTY, "")
    assert version(COUNTY).process == ""


def test_every_paper_of_a_project_carries_its_code(world) -> None:
    made = project_of(world)
    case = applied_for(world, COUNTY, eia_class_county="food", project_code=made.code)
    below = world.bodies["filing"]
    cases.accept_case(by=below, number=case.number)
    cases.decide_case(by=below, number=case.number, outcome=cases.Outcome.GRANTED, opinion="已审查。")
    signed = documents.notices_of(case.number)
    assert {one.kind for one in signed} >= {"receipt", "acceptance", "grant"}
    assert all(["项目代码", made.code] in json.loads(bytes(one.record))["facts"] for one in signed)
    wrong = {"eia_class_city": "waste", "project_code": "2603-450102"}  # no code of the standard
    other = applied_for(world, CITY, **wrong)
    assert json.loads(bytes(documents.notices_of(other.number)[0].record))["facts"] == []


TO, BASIS = ECOLOGY, "示例委托书（桂环委〔2026〕1号）"


def entrusted(begins: date | None = None, ends: date | None = None, **changes: str) -> Delegation:
    told = {"item": version(ABOVE).code, "to": TO, "basis": BASIS, **changes}
    first = begins or clock.today()
    return services.entrust_item(
        by=official("qinqinglan"), begins_on=first, ends_on=ends or first + timedelta(days=90), **told
    )


def test_an_entrusted_body_decides_in_the_name_of_the_other_and_papers_name_both(world) -> None:
    made = entrusted()
    case = applied_for(world, ABOVE, eia_class_province="power")
    assert now(case.number).agency.name == TO
    first = world.bodies["pollution"]
    cases.accept_case(by=first, number=case.number)
    told = paper(case.number, "acceptance")
    assert ABOVE in told and f"受委托办理机关：{TO}。" in told and BASIS in told
    step(first, case.number, "建议准予")
    second = replace(first, account_id=10**6, person_id=10**6)
    services.stop_entrusting(by=official("qinqinglan"), delegation=made.pk)
    assert step(second, case.number, "准予").outcome == "granted"
    told = paper(case.number, "grant")
    assert f"本决定由{TO}受{ABOVE}委托作出。" in told
    with clock.at(MONDAY + timedelta(days=1)):
        later = applied_for(world, ABOVE, eia_class_province="power")
    assert later.number == case.number  # the same key is the same case
    assert [one.type for one in events("EntrustingStopped")] == ["EntrustingStopped"]


def test_entrusting_is_refused_by_policy_by_state_and_field_by_field(world) -> None:
    code = version(ABOVE).code
    for other in ("lulvzhou", "weiguohua", "lufengqin"):
        with pytest.raises(errors.NotTheEntrusting):
            services.entrust_item(
                by=official(other),
                item=code,
                to=TO,
                basis=BASIS,
                begins_on=clock.today(),
                ends_on=clock.today(),
            )
    wrong = [
        ({"to": "没有的局"}, "to"), ({"to": "柳州市不存在局"}, "to"), ({"to": ABOVE}, "to"),
        ({"basis": " "}, "basis"),
    ]  # fmt: skip
    for changes, field in wrong:
        with pytest.raises(errors.DelegationInvalid) as refused:
            entrusted(**changes)
        assert set(refused.value.errors) == {field}
    with pytest.raises(errors.DelegationInvalid) as refused:
        entrusted(begins=clock.today() - timedelta(days=1))
    assert set(refused.value.errors) == {"begins_on"}
    made = entrusted()
    with pytest.raises(errors.DelegationInvalid):
        entrusted(begins=clock.today() + timedelta(days=30))
    with pytest.raises(errors.NotTheEntrusting):
        services.stop_entrusting(by=world.bodies["pollution"], delegation=made.pk)
    services.stop_entrusting(by=official("qinqinglan"), delegation=made.pk)
    with pytest.raises(errors.DelegationOver):
        services.stop_entrusting(by=official("qinqinglan"), delegation=made.pk)
    assert entrusted(begins=clock.today() + timedelta(days=1)).stopped_on is None


def test_which_level_decides_is_told_by_class_and_place(world) -> None:
    found = {key: queries.level_of(key, "450102000000") for key in ("metal", "waste", "food")}
    assert {key: one.version.agency_name for key, one in found.items()} == {
        "metal": ABOVE, "waste": CITY, "food": COUNTY,
    }  # fmt: skip
    assert found["metal"].steps == (f"{COUNTY}：受理、初审", f"{ECOLOGY}：审核", f"{ABOVE}：决定")
    assert found["food"].steps == (f"{COUNTY}：受理、审查、决定",)
    assert queries.level_of("food", "450103000000").version.agency_name == CITY
    for key, place in (("none", "450102000000"), ("food", "4501"), ("food", "990102000000")):
        with pytest.raises(errors.UnknownLevel):
            queries.level_of(key, place)


def test_a_line_is_seen_and_guided_from_above(world, django_assert_max_num_queries) -> None:
    chief, below = official("qinqinglan"), world.bodies["filing"]
    case = applied_for(world, COUNTY, eia_class_county="house")
    with django_assert_max_num_queries(7):
        seen = queries.line_now(chief, "environment")
    mine = next(one for one in seen.bodies if one.agency.name == COUNTY)
    assert (mine.open, mine.late, mine.waiting, mine.decided, mine.region) == (1, 0, 0, 0, "兴宁区")
    with clock.at(MONDAY + timedelta(days=60)):
        late = queries.line_now(chief, "environment")
    assert (late.sums["late"], [one.number for one in late.late]) == (seen.sums["open"], [case.number])
    for other in (below, world.lead, world.applicant, official("qinxuemei")):
        with pytest.raises(errors.NotAbove):
            queries.line_now(other, "environment")
    made = services.guide_body(
        by=chief, line="environment", to=COUNTY, text="请核对公众参与。", case=case.number
    )
    assert now(case.number).events.filter(kind="guidance", who=ABOVE).count() == 1
    with pytest.raises(errors.NotYourGuidance):
        services.answer_guidance(by=world.bodies["planning"], guidance=made.pk, answer="已核对。")
    with pytest.raises(errors.GuidanceInvalid):
        services.answer_guidance(by=below, guidance=made.pk, answer=" ")
    services.answer_guidance(by=below, guidance=made.pk, answer="已核对。")
    with pytest.raises(errors.AlreadyAnswered):
        services.answer_guidance(by=below, guidance=made.pk, answer="已核对。")
    assert queries.guidance_to(below).rows == [made]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"to": ABOVE}, "to"), ({"text": ""}, "text"), ({"case": "没有的编号"}, "case")],
)
def test_guidance_is_told_what_is_wrong(world, changes: dict, field: str) -> None:
    told = {"to": COUNTY, "text": "请核对。", "case": "", **changes}
    with pytest.raises(errors.GuidanceInvalid) as refused:
        services.guide_body(by=official("qinqinglan"), line="environment", **told)
    assert field in refused.value.errors


def test_pages_of_the_levels(world) -> None:
    def page(account: identity.Account | None, path: str, status: int = 200) -> str:
        client = Client()
        if account is not None:
            client.force_login(account)
        answer = client.get(path)
        assert answer.status_code == status, path
        return answer.content.decode()

    made = entrusted()
    told = page(None, "/joint/levels/?class=metal&place=450102000000")
    assert f"由{ABOVE}决定" in told and BASIS in told
    assert "没有找到由哪一级审批" in page(None, "/joint/levels/?class=no&place=1", 422)
    chief, below = account_of("qinqinglan"), account_of("lumeifang")
    assert "生态环境" in page(chief, "/desk/lines/")
    assert COUNTY in page(chief, "/desk/lines/environment/")
    assert "本机关没有下级主管的工作" in page(below, "/desk/lines/")
    page(below, "/desk/lines/environment/", 403)
    assert BASIS in page(chief, "/desk/delegations/") and "收回这个委托" in page(
        chief, f"/desk/delegations/{made.pk}/stop/"
    )
    client = Client()
    client.force_login(chief)
    sent = client.post("/desk/lines/environment/", {"to": COUNTY, "text": "请核对。", "case": ""})
    assert (sent.status_code, sent["Location"]) == (302, "/desk/lines/environment/")
    key = queries.guidance_to(world.bodies["filing"]).rows[0].pk
    assert "请核对。" in page(below, f"/desk/lines/guidance/{key}/")
    assert client.post("/desk/lines/environment/", {"to": "", "text": ""}).status_code == 422
    assert government.agency_named(COUNTY).region_code == "450102000000"


def test_what_went_up_is_taken_back_while_the_body_above_has_not_begun(world) -> None:
    below, middle = world.bodies["filing"], world.bodies["pollution"]
    case = applied_for(world, ABOVE, eia_class_province="metal")
    cases.accept_case(by=below, number=case.number)
    due = now(case.number).promised_due
    mine = workflow.open_tasks(below, case.number)[0].pk
    step(below, case.number, "同意上报")
    with pytest.raises(workflow.NotYourTask):
        cases.take_back_step(by=middle, number=case.number, task=mine)
    with pytest.raises(cases.CaseNotYours):
        cases.take_back_step(by=world.bodies["planning"], number=case.number, task=mine)
    assert "撤回我办的一步" in desk(below, case.number) and "撤回" not in desk(middle, case.number)
    back = cases.take_back_step(by=below, number=case.number, task=mine)
    assert (now(case.number).agency.name, back.promised_due) == (COUNTY, due)
    assert [one.pk for one in workflow.open_tasks(below, case.number)] == [mine]
    lines = [one.title for one in back.events.order_by("id") if one.kind == "step"]
    assert lines == ["县级初审：已办", f"报送{ECOLOGY}", f"撤回到{COUNTY}", "县级初审：撤回重办"]
    step(below, case.number, "同意上报")
    task = workflow.open_tasks(middle, case.number)[0]
    cases.claim_step(by=middle, number=case.number, task=task.pk)
    with pytest.raises(workflow.CannotTakeBack):
        cases.take_back_step(by=below, number=case.number, task=mine)
    assert now(case.number).agency.name == ECOLOGY
    assert [one.reason for one in case.transfers.order_by("id")] == [
        "按流程上报", "下级撤回重办", "按流程上报",
    ]  # fmt: skip
    assert audit.verify().ok


def desk(by: Actor, number: str) -> str:
    client = Client()
    client.force_login(identity.Account.objects.get(pk=by.account_id))
    return client.get(f"/desk/cases/{number}/").content.decode()


def test_an_item_of_any_process_is_entrusted_from_tomorrow_on(world) -> None:
    """An item without bodies below in its process; its form asks for no place, so one body at a time."""
    found = next(
        one for one in catalogue.pilots() if one.item.agency_id and ways.asked_place(one) is None
        and not one.process and one.region_code.endswith("0000000000")
    )  # fmt: skip
    chief = replace(
        official("qinqinglan"), agency=str(found.item.agency_id), region_prefix=found.region_code[:2],
        roles=frozenset({"chief", "approve"}),
    )  # fmt: skip
    told = {"item": found.code, "to": ECOLOGY, "basis": BASIS, "ends_on": clock.today() + timedelta(days=90)}
    with pytest.raises(errors.DelegationInvalid) as refused:
        services.entrust_item(by=chief, begins_on=clock.today(), **told)
    assert refused.value.errors == {"begins_on": ["请填写委托开始的日期，不能早于明天，先公告再办理。"]}
    tomorrow = clock.today() + timedelta(days=1)
    made = services.entrust_item(by=chief, begins_on=tomorrow, **told)
    with pytest.raises(errors.DelegationInvalid) as refused:
        services.entrust_item(by=chief, begins_on=tomorrow, **{**told, "to": COUNTY})
    assert "同一时间只能委托一个机关" in refused.value.errors["begins_on"][0]
    assert (found.code, found.name) in queries.items_to_entrust(chief)
    case = cases.Case(
        item_version_id=found.pk, item_code=found.code, answers="{}", form_version=1,
        agency_id=found.item.agency_id, submitted_at=clock.now(),
    )  # fmt: skip
    assert ways.entrusted_way(case) is None
    case.submitted_at = clock.now() + timedelta(days=1)
    way = ways.entrusted_way(case)
    assert way is not None
    assert (way.receives.name, way.decided_for, way.process) == (ECOLOGY, found.agency_name, "")
    assert BASIS in way.said
    case._state.adding = False  # filed with the body itself: it stays there
    assert ways.entrusted_way(case) is None
    case.agency_id = made.to_agency_id
    assert ways.entrusted_way(case) is not None
    services.stop_entrusting(by=chief, delegation=made.pk)
    ways.forget()
    assert ways.entrusted_way(case) is None
