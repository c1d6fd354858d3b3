"""Taken in by a hall of another city, decided at home: both on one timeline, the clock from the receiving."""

import pytest
from django.test import Client

from onewindow.cases import public as cases
from onewindow.cases.tests.factories import receipt_again, taken_in_at_counter, takes
from onewindow.catalogue import public as catalogue
from onewindow.collaboration import errors
from onewindow.collaboration.crossing import queries, services
from onewindow.collaboration.models import Reception
from onewindow.collaboration.tests.factories import MONDAY, account_of, answers_to, events, official
from onewindow.documents import public as documents
from onewindow.exchange.tests.factories import answering
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit

ITEM, HOME, HALL = "社会保障卡申领", "南宁市社会保险事业管理中心", "柳州市政务服务中心"
NARROW = "住房公积金提取（退休）"


def item(name: str = ITEM, body: str = HOME) -> catalogue.ItemVersion:
    found = catalogue.named_in_force(name, body)
    assert found is not None
    return found


def clerk() -> Actor:
    return official("weiliujiang")


def received(by: Actor | None = None) -> cases.Case:
    """Take a social security card's application in at the counter of another city."""
    holder = account_of("weixiaolan").person
    assert holder is not None
    with answering():
        return taken_in_at_counter(by or clerk(), holder, item(), answers_to(item().form_code))


def test_received_in_one_city_and_decided_in_another(world) -> None:
    case = received()
    kept = Reception.objects.select_related("hall", "home").get(case=case)
    assert (kept.hall.name, kept.home.name, kept.received_at) == (HALL, HOME, MONDAY)
    assert (case.status, case.received_at) == ("received", MONDAY)
    told = next(
        bytes(one.record).decode() for one in documents.notices_of(case.number) if one.kind == "receipt"
    )
    assert f"由{HALL}代为收件，由{HOME}办理" in told
    assert case.events.filter(kind="reception", who=HALL).count() == 1
    assert receipt_again(clerk(), case.number) == case
    with pytest.raises(cases.CaseNotYours):
        receipt_again(official("zhouhaiyan"), case.number)
    home = official("nongshebao")
    assert cases.accept_case(by=home, number=case.number).status == "reviewing"
    assert [one.payload["hall"] for one in events("ReceivedElsewhere")] == [kept.hall_id]
    assert audit.verify().ok


def test_papers_go_home_once_and_arrive(world) -> None:
    case, home = received(), official("nongshebao")
    with pytest.raises(errors.PapersNotSent):
        services.take_papers(by=home, number=case.number)
    with pytest.raises(errors.NotYourReception):
        services.send_papers(by=home, number=case.number, how="")
    services.send_papers(by=clerk(), number=case.number, how="邮政快递 示例单号")
    with pytest.raises(errors.AlreadySent):
        services.send_papers(by=clerk(), number=case.number, how="")
    with pytest.raises(errors.NotYourReception):
        services.take_papers(by=clerk(), number=case.number)
    for _ in range(2):
        assert services.take_papers(by=home, number=case.number).arrived_at == MONDAY
    titles = [one.title for one in case.events.filter(kind="reception").order_by("id")]
    assert titles == [f"{HALL}异地收件，由{HOME}办理", f"纸质材料寄送{HOME}", "纸质材料已收到"]
    with pytest.raises(errors.UnknownReception):
        services.open_reception(by=clerk(), number="没有")


def test_only_counters_of_other_cities_and_items_done_across_cities(world) -> None:
    by, holder = clerk(), account_of("weixiaolan").person
    assert holder is not None
    assert takes(by, item())
    for other, wanted in (
        (by, item(NARROW, "南宁住房公积金管理中心")), (official("zhouhaiyan"), item()),
        (official("lumeifang"), item()),
    ):  # fmt: skip
        assert not takes(other, wanted)
    with pytest.raises(cases.CaseNotYours):
        taken_in_at_counter(by, holder, item(NARROW, "南宁住房公积金管理中心"), {})


def test_pages_of_both_sides(world, django_assert_max_num_queries) -> None:
    case = received()

    def as_(name: str) -> Client:
        client = Client()
        client.force_login(account_of(name))
        return client

    hall, home = as_("weiliujiang"), as_("nongshebao")
    with django_assert_max_num_queries(12):
        assert ITEM in hall.get("/desk/elsewhere/").content.decode()
    assert ITEM in home.get("/desk/elsewhere/?tab=home").content.decode()
    page = hall.get(f"/desk/elsewhere/{case.number}/").content.decode()
    assert "登记寄出" in page and f"{HALL}异地收件" in page
    assert hall.post(f"/desk/elsewhere/{case.number}/", {"how": "快递"}).status_code == 302
    assert "登记收到纸质材料" in home.get(f"/desk/elsewhere/{case.number}/").content.decode()
    assert home.post(f"/desk/elsewhere/{case.number}/", {"arrived": "1"}).status_code == 302
    assert as_("lumeifang").get(f"/desk/elsewhere/{case.number}/").status_code == 403
    assert "跨域通办" in home.get(f"/desk/cases/{case.number}/").content.decode()
    lists = queries.reception_list(official("panhaitao"), home=True)
    assert lists.rows == []
    looks = identity.AccessRecord.objects.filter(case=case.number, what="异地收件的办理过程")
    assert looks.count() == 2
