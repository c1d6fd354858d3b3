"""The counter: found by the card, taken in on one page, originals seen; a repeat case; who may not."""

from dataclasses import replace

import pytest
from django.test import Client

from onewindow.cases import policies
from onewindow.cases.devices import CARD
from onewindow.cases.errors import CaseNotYours
from onewindow.cases.models import Case
from onewindow.cases.services import counter
from onewindow.cases.states import Channel, Grade, Status
from onewindow.cases.tests.factories import ANSWERS, pilot, taken_in_at_counter
from onewindow.documents import public as documents
from onewindow.exchange.tests.factories import answering
from onewindow.identity import public as identity
from onewindow.kernel.public import audit

QIN = "459900198803210018"


def of(username: str) -> identity.Account:
    return identity.Account.objects.get(username=username)


@pytest.fixture
def clerk(client: Client, people, settings, tmp_path) -> Client:
    settings.FILES_DIR = tmp_path / "files"
    client.force_login(of("zhouhaiyan"))
    return client


def lay(client: Client, number: str = QIN) -> None:
    session = client.session
    session[CARD] = f"resident-id:{number}"
    session.save()


def begin(client: Client) -> str:
    """Read the card and choose the nurse's renewal; return the address of the form."""
    lay(client)
    assert client.post("/desk/counter/", {"read": "1"})["Location"] == "/desk/counter/items/"
    page = client.get("/desk/counter/items/?q=hszyzc").content.decode()
    assert "覃志远" in page
    assert QIN not in page
    assert pilot("nurse-renewal").name in page
    with answering():
        return client.post("/desk/counter/items/", {"code": pilot("nurse-renewal").code})["Location"]


FORM = {
    "certificate_number": "202345000456",
    "institution_code": "459900000001",
    "institution_name": "示例市第一人民医院",
    "mobile": "19900000002",
    "exam_date": "2026-02-20",
    "declaration": "true",
}


def test_a_case_is_taken_in_on_one_page_with_a_scan_seen_beside_its_original(clerk: Client) -> None:
    url = begin(clerk)
    shown = clerk.get(url).content.decode()
    assert "上次填过的内容已带入" in shown  # the case planted for all these tests
    with answering():
        assert "模拟扫描" not in clerk.post(url, FORM | {"scan": "exam_file"}).content.decode()
        answer = clerk.post(url, FORM | {"originals": "1"})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    case = Case.objects.order_by("-id")[0]
    assert answer["Location"] == f"/desk/counter/done/{case.number}/"
    assert (case.channel, case.status, case.person_id) == (
        Channel.COUNTER,
        Status.RECEIVED,
        of("qinzhiyuan").person_id,
    )
    assert (case.account_id, case.agent_name, case.mandate) == (of("qinzhiyuan").pk, "", "")
    exam = case.materials.get(name="6 个月内健康体检证明")
    assert (exam.grade, exam.source) == (Grade.CHECKED, "窗口核对原件后扫描")
    assert documents.stored_file(exam.file_id).name.endswith(".png")
    assert case.events.order_by("id")[0].who == "申请人（到窗口提交）"
    receipt = clerk.get(answer["Location"]).content.decode()
    assert case.number in receipt
    assert case.query_code in receipt
    assert audit.verify().ok


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(clerk: Client) -> None:
    url = begin(clerk)
    before = Case.objects.count()
    answer = clerk.post(url, FORM | {"mobile": "123"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "手机号码应是 11 位数字" in page
    assert Case.objects.count() == before


def test_each_look_is_on_record(clerk: Client) -> None:
    lay(clerk)
    clerk.post("/desk/counter/", {"read": "1"})
    looks = identity.AccessRecord.objects.filter(subject_id=of("qinzhiyuan").person_id)
    assert looks.filter(reason="窗口受理：当面核对证件").count() == 1


@pytest.mark.parametrize(
    ("posted", "told"),
    [
        ({"read": "1"}, "读卡器上没有证件"),
        ({"paper": "resident-id", "number": "459900199001010019"}, "没有用这个证件注册过的人"),
        ({"paper": "resident-id", "number": "12"}, "号码"),
    ],
)
def test_nobody_found_is_said_plainly(clerk: Client, posted: dict[str, str], told: str) -> None:
    answer = clerk.post("/desk/counter/", posted)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_only_windows_and_only_their_bodies_items(people, client: Client) -> None:
    client.force_login(of("menglihua"))
    assert client.get("/desk/counter/").status_code == 403
    holder = identity.Person.objects.get(pk=of("qinzhiyuan").person_id)
    with pytest.raises(CaseNotYours):
        counter.start_at_counter(by=people.window, holder=holder, code=pilot("senior-allowance").code)
    with pytest.raises(identity.RoleMissing):
        counter.acting_for(people.officer, holder)


def test_nobody_takes_in_their_own(people) -> None:
    own = identity.Person.objects.get(pk=people.window.person_id)
    with pytest.raises(CaseNotYours):
        counter.acting_for(people.window, own)


def test_a_joint_counter_takes_in_for_another_body_and_prints_its_receipt(people) -> None:
    """一窗通办: the case is the other body's; the clerk sees it no further than its receipt."""
    holder = identity.Person.objects.get(pk=of("qinzhiyuan").person_id)
    wanted = pilot("senior-allowance")
    counter.register_counter("test", lambda by: lambda version: version.code == wanted.code)
    try:
        assert counter.taking(people.window)(wanted)
        with answering():
            case = taken_in_at_counter(people.window, holder, wanted, ANSWERS["senior-allowance"])
    finally:
        counter._counters.pop("test")
    assert case.agency_id == wanted.item.agency_id != int(people.window.agency)
    assert counter.received_case(by=people.window, number=case.number) == case
    assert not policies.can_see(people.window, case)
    with pytest.raises(CaseNotYours):
        counter.received_case(by=replace(people.window, account_id=0), number=case.number)
