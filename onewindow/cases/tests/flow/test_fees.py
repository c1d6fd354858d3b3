"""Fees by situation: a house changes hands, from the guide through bill and payment to the decision."""

import json
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from onewindow.cases.errors import CaseNotYours, FeeOpen, FlowInvalid, WrongState
from onewindow.cases.models import Case
from onewindow.cases.public import accept_case, decide_case, deem_accepted
from onewindow.cases.services.charge import grant_reduction, settle_fees
from onewindow.cases.states import Delivery, Outcome, Status
from onewindow.cases.tests.factories import pilot
from onewindow.cases.tests.flow.conftest import at, paper
from onewindow.cases.tests.flow.test_desk_pages import signed_in
from onewindow.documents import public as documents
from onewindow.government.public import agencies_in
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import official
from onewindow.kernel.public import Actor, audit, clock
from onewindow.payments import public as payments
from onewindow.payments.tests.factories import paid_at_once

PAGES = {
    "house": {"house_address": "南宁市兴宁区示例路1号", "house_certificate": "Z450100001", "price": "800000"},
    "other": {"other_party_name": "陆小燕", "other_party_id": "459900198507300086"},
    "papers": {},
    "contact": {"mobile": "19900000004"},
    "declaration": {"declaration": "true"},
}


def apply(use: str) -> str:
    """Apply through the pages for a house of this use; return the number of the case."""
    client, code = signed_in("qinzhiyuan"), pilot("house-transfer").code
    draft = client.post(f"/apply/{code}/").url.split("/")[3]
    for revision, (page, values) in enumerate(PAGES.items(), 1):
        given = {**values, "revision": str(revision)}
        if page == "house":
            given["house_use"] = use
        files = {"up_house_certificate": paper("证.png"), "up_contract": paper("合同.png")}
        answer = client.post(f"/apply/draft/{draft}/{page}/", given | (files if page == "papers" else {}))
        assert answer.status_code == 302, answer.content.decode()
    return str(client.post(f"/apply/draft/{draft}/submit/").url.split("/")[2])


@pytest.fixture
def officer(people) -> Actor:
    body = next(one for one in agencies_in("4501") if one.name == "南宁市不动产登记中心")
    return identity.actor_for(official("houseofficer", body, region_prefix="4501"))


@pytest.fixture
def house(officer) -> Callable[..., Case]:
    """Return a received case of a house of some use; "" is one whose answers do not tell."""

    def made(use: str = "home") -> Case:
        case = Case.objects.get(number=apply(use or "home"))
        if not use:
            answers = json.loads(case.answers)
            case.answers = json.dumps({k: v for k, v in answers.items() if k != "house_use"})
            case.save()
        return case

    return made


def owed(case: Case) -> tuple[str, str] | None:
    bill = payments.bill_of(case.number)
    return (str(bill.total), bill.lines[0]["name"]) if bill else None


def test_from_the_guide_to_the_decision(people, house) -> None:
    guide = Client().get(f"/items/{pilot('house-transfer').code}/", {"q1": "住宅"}).content.decode()
    assert "不动产登记费（住宅）：每件 80 元，含第一本证书的工本费" in guide
    assert "依据：发改价格规〔2016〕2559号第一条第（一）项（原文未收录，请以公布的文本为准）" in guide
    assert "减免：小微企业（含个体工商户），免收" in guide
    assert "<li>不动产登记费（非住宅）" not in guide
    case = house("home")
    desk, mine = signed_in("houseofficer"), signed_in("qinzhiyuan")
    url = f"/desk/cases/{case.number}/"
    assert desk.post(f"{url}accept/").status_code == 302
    bill = payments.bill_of(case.number)
    assert bill is not None
    assert (bill.total, len(bill.lines), bill.lines[0]["standard"]) == (
        Decimal("80.00"), 1, "每件 80 元，含第一本证书的工本费"
    )  # fmt: skip
    assert bill.number in mine.get(f"/cases/{case.number}/").content.decode()
    grant = {"outcome": "granted", "opinion": "符合条件。", "legal_basis": "不动产登记暂行条例第二十条"}
    assert "要先缴费" in desk.post(url, grant).content.decode()
    assert desk.post(f"{url}reduce/", {"reduce-ground": "half_by_law"}).status_code == 302
    bill = payments.bill_of(case.number)
    assert bill is not None
    assert (bill.total, bill.lines[0]["reduction"]) == (Decimal("40.00"), "法律、法规规定减半收取的")
    with paid_at_once() as told:
        assert mine.post(f"/payments/{bill.number}/pay/").status_code == 302
    payments.take_notice(told=told[0])
    assert "40.00" in mine.get(f"/payments/{bill.number}/receipt/").content.decode()
    assert desk.post(url, grant).status_code == 302
    now = Case.objects.get(number=case.number)
    assert (now.status, now.outcome, now.situation) == (Status.DECIDED, Outcome.GRANTED, {"q1": "住宅"})
    papers = [one.kind for one in documents.notices_of(case.number)]
    assert papers.count("fee") == 2
    assert audit.verify().ok


@pytest.mark.parametrize(
    ("use", "fee"),
    [
        ("parking", ("80.00", "不动产登记费（车库、车位、储藏室）")),
        ("other", ("550.00", "不动产登记费（非住宅）")),
    ],
)
def test_the_answers_choose_the_fee(officer, house, use: str, fee: tuple[str, str]) -> None:
    case = house(use)
    accept_case(by=officer, number=case.number)
    assert owed(case) == fee


def test_what_the_answers_do_not_tell_is_asked_at_acceptance(officer, house) -> None:
    case = house("")
    with pytest.raises(FlowInvalid) as refused:
        accept_case(by=officer, number=case.number)
    assert refused.value.errors == {"situation": ["请选择按哪种情形收费。"]}
    desk, url = signed_in("houseofficer"), f"/desk/cases/{case.number}/"
    page = desk.get(url).content.decode()
    choices = re.findall(r'name="accept-situation"[^>]*value="([^"]+)"', page)
    assert choices == ["住宅", "车库车位储藏室", "非住宅"]
    wrong = desk.post(f"{url}accept/")
    assert wrong.status_code == 422
    assert 'href="#accept-situation"' in wrong.content.decode()
    assert desk.post(f"{url}accept/", {"accept-situation": "非住宅"}).status_code == 302
    assert owed(case) == ("550.00", "不动产登记费（非住宅）")


def test_an_officer_corrects_the_situation_until_it_is_paid(officer, house) -> None:
    case = house("other")
    with pytest.raises(WrongState):
        settle_fees(by=officer, number=case.number, situation="住宅")
    accept_case(by=officer, number=case.number)
    desk, url = signed_in("houseofficer"), f"/desk/cases/{case.number}/"
    assert 'id="act-fees"' in desk.get(url).content.decode()
    assert desk.post(f"{url}fees/", {"fees-situation": "住宅"}).status_code == 302
    assert owed(case) == ("80.00", "不动产登记费（住宅）")
    step = case.events.order_by("-id")[0]
    assert (step.title, step.detail) == ("核定收费情形", "住宅，应缴 80.00 元")
    first = payments.bill_of(case.number)
    settle_fees(by=officer, number=case.number, situation="住宅")
    assert payments.bill_of(case.number) == first
    grant_reduction(by=officer, number=case.number, grounds=["small_business"])
    assert owed(case) == ("0.00", "不动产登记费（住宅）")
    with pytest.raises(WrongState):
        settle_fees(by=officer, number=case.number, situation="非住宅")
    assert 'id="act-fees"' not in desk.get(url).content.decode()


@pytest.mark.parametrize("situation", ["", "别墅"])
def test_an_unknown_situation_is_refused(officer, house, situation: str) -> None:
    case = house("home")
    accept_case(by=officer, number=case.number)
    with pytest.raises(FlowInvalid):
        settle_fees(by=officer, number=case.number, situation=situation)


def test_nobody_else_finds_the_situation(people, officer, house) -> None:
    case = house("home")
    accept_case(by=officer, number=case.number)
    for other in people.outsiders:
        with pytest.raises(CaseNotYours):
            settle_fees(by=other, number=case.number, situation="住宅")


def test_deemed_accepted_waits_for_the_officer(officer, house) -> None:
    case = house("")
    with clock.at(at(8)):
        deem_accepted(number=case.number)
        assert owed(case) is None
        with pytest.raises(FeeOpen):
            decide_case(
                by=officer, number=case.number, outcome=Outcome.GRANTED, opinion="符合。",
                legal_basis="条例第二十条", delivery=Delivery.COUNTER,
            )  # fmt: skip
        settle_fees(by=officer, number=case.number, situation="住宅")
    assert owed(case) == ("80.00", "不动产登记费（住宅）")
