"""Pages of opened companies: the desk, replay, what a body was told, segments; the panel of the applicant."""

import pytest
from django.test import Client

from onewindow.collaboration import public as collaboration
from onewindow.collaboration.models import CodeSegment, FollowUp, Push
from onewindow.collaboration.tests.factories import account_of
from onewindow.collaboration.tests.way.test_open_company import granted
from onewindow.collaboration.tests.way.test_push_company import opened, push
from onewindow.exchange.tests.factories import answering
from onewindow.identity import public as identity


def as_(account: identity.Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_registrar_sees_trouble_and_replays_it(world, django_assert_max_num_queries) -> None:
    made = opened(world, company_name="南宁退回示例有限公司")
    with answering():
        collaboration.push_due()
    desk = as_(account_of("huangmeizhen"))
    with django_assert_max_num_queries(14):
        page = text(desk, "/desk/company/?tab=failed")
    assert made.uscc in page and page.count("推送不成。对方退回") == 5 and "/desk/company/" in page
    answer = desk.post(f"/desk/company/pushes/{push(made).pk}/again/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/company/")
    assert push(made).state == "pending"
    assert desk.post(f"/desk/company/pushes/{push(made).pk}/again/").status_code == 409
    assert (
        as_(account_of("panhaitao")).post(f"/desk/company/pushes/{push(made).pk}/again/").status_code == 403
    )
    assert "还没有登记的企业" in text(as_(account_of("panhaitao")), "/desk/company/")
    assert as_(world.account).get("/desk/company/").status_code == 403


def test_a_waiting_opening_is_given_its_code_after_a_segment_is_entered(world) -> None:
    made = collaboration.open_company(number=granted(world))
    assert made is not None
    desk, chief = as_(account_of("huangmeizhen")), as_(account_of("weiguohua"))
    assert "本机关没有可用的预赋码段" in text(desk, "/desk/company/")
    assert "录入下发的码段" not in text(desk, "/desk/company/segments/")
    wrong = chief.post("/desk/company/segments/", {"head": "DIY", "first": "0", "size": "5", "low": "1"})
    assert (wrong.status_code, "请填写码段开头" in wrong.content.decode()) == (422, True)
    fine = chief.post("/desk/company/segments/", {"head": "dmy", "first": "0", "size": "1", "low": "0"})
    assert fine.status_code == 302
    assert desk.post(f"/desk/company/{made.pk}/allocate/").status_code == 302
    assert CodeSegment.objects.get().used == 1
    assert "快用完了，请申请新的码段" in text(desk, "/desk/company/segments/")


def test_the_approving_body_signs_what_it_was_told(world) -> None:
    made = opened(world, company_scope="诊所服务。")
    FollowUp.objects.filter(opening=made).update(agency=int(world.bodies["forest"].agency))
    body = as_(account_of("huangshanlin"))
    page = text(body, "/desk/company/?tab=told")
    assert "医疗机构执业许可" in page and made.name in page
    told = FollowUp.objects.get(opening=made)
    answer = body.post(f"/desk/company/follow-ups/{told.pk}/take/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/company/?tab=told")
    assert body.post(f"/desk/company/follow-ups/{told.pk}/take/").status_code == 409


def test_the_applicant_sees_code_receipts_and_what_follows_on_both_cases(world) -> None:
    made = opened(world, company_scope="食品销售。")
    with answering(push_seal="down"):
        collaboration.push_due()
    lead = collaboration.part_of(made.case.number)
    assert lead is not None
    for number in (made.case.number, lead.joint.number):
        page = text(as_(world.account), f"/cases/{number}/")
        assert made.uscc in page and push(made).taken in page
        assert "公安（公章刻制备案）：正在推送" in page and "食品经营许可：南宁市市场监督管理局" in page
    Push.objects.filter(opening=made, receiver="push_seal").update(state="failed", trouble="对方退回：某")
    page = text(as_(world.account), f"/cases/{made.case.number}/")
    assert "登记机关正在处理，您不用做什么" in page and "对方退回" not in page


@pytest.mark.parametrize("tab", ["all", "failed", "told", "other"])
def test_empty_lists_say_so(world, tab: str) -> None:
    page = text(as_(account_of("huangmeizhen")), f"/desk/company/?tab={tab}&after=x")
    assert "empty" in page or "没有" in page
