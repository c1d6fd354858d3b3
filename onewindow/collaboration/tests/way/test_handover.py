"""Documents between provinces: signed, checked letter by letter, taken in once."""

import json
from copy import deepcopy

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.cases import public as cases
from onewindow.collaboration import errors
from onewindow.collaboration.crossing import documents as format_
from onewindow.collaboration.crossing import services
from onewindow.collaboration.models import Handover
from onewindow.collaboration.tests.factories import account_of, events, official
from onewindow.collaboration.tests.way.test_elsewhere import clerk, received
from onewindow.collaboration.tests.way.test_levels import COUNTY, applied_for
from onewindow.documents import public as documents
from onewindow.exchange.tests.factories import answering
from onewindow.kernel.public import Actor, audit, canonical, outbox

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "050001a5f645400000000049454e44ae426082"
)


WHY = "申请人在外省工作，愿意由外省办理。"


def away(by: Actor, **changes: str) -> dict:
    """Return what a hand-over is given."""
    return {"by": by, "partner": "simulated", "reason": WHY, **changes}


@pytest.fixture
def sent(world, monkeypatch, settings, tmp_path) -> bytes:
    """Return the document of a case as it leaves, with a real file."""
    settings.FILES_DIR = tmp_path / "files"
    case = received()
    answers = json.loads(case.answers)
    kept = documents.store_upload(
        by=Actor(kind="person", account_id=account_of("weixiaolan").pk), purpose="测试",
        file=SimpleUploadedFile("a.png", PNG, "image/png"),
    )  # fmt: skip
    for name, value in answers.items():
        if isinstance(value, dict):
            answers[name] = {"id": str(kept.pk), "name": kept.name, "size": kept.size}
    cases.Case.objects.filter(pk=case.pk).update(answers=json.dumps(answers))
    assert services.hand_over(number=case.number, **away(official("nongshebao"))).case == case
    return services.open_handover(by=official("nongshebao"), number=case.number)


def test_what_leaves_is_signed_and_on_the_timeline(sent: bytes) -> None:
    told = json.loads(sent)
    assert told["format"] == "onewindow.handover/1"
    assert list(format_._schema().iter_errors(told)) == []
    made = Handover.objects.get(way="out")
    assert (made.partner, made.number) == ("simulated", told["number"])
    assert bytes(made.digest) == canonical.sm3(format_.message_of(told))
    assert made.case.events.filter(kind="handover", title="移送模拟外省平台").count() == 1


def test_it_ends_here_as_handed_over_in_writing_and_no_clock_runs(sent: bytes) -> None:
    case = Handover.objects.get(way="out").case
    assert (case.status, case.outcome, case.get_outcome_display()) == (
        "closed",
        "handed_over",
        "移送外省办理",
    )
    assert (case.opinion, case.next_due, case.accepted_at) == (WHY, None, None)
    assert "国办发〔2020〕35号" in case.legal_basis
    actions = [one.action for one in case.clock_entries.order_by("id")]
    assert actions == ["start", "stop"]
    paper = next(one for one in documents.notices_of(case.number) if one.kind == "moved")
    told = bytes(paper.record).decode()
    assert "移送告知书" in told and WHY in told and json.loads(sent)["number"] in told
    assert [one.payload["to"] for one in events("CaseSentAway")] == ["模拟外省平台"]
    outbox.drain()
    message = apps.get_model("notices", "Message").objects.filter(template="case-sent-away").get()
    assert "已移送模拟外省平台办理" in message.text
    with pytest.raises(cases.CaseAlreadyClosed):
        services.hand_over(number=case.number, **away(official("nongshebao")))
    again = services.open_handover(by=official("nongshebao"), number=case.number)
    assert format_.message_of(json.loads(again)) == format_.message_of(json.loads(sent))
    assert audit.verify().ok


def test_what_was_accepted_and_what_is_joint_is_decided_here(world) -> None:
    by = official("nongshebao")
    case = received()
    told = {name: value for name, value in json.loads(case.answers).items() if not isinstance(value, dict)}
    cases.Case.objects.filter(pk=case.pk).update(answers=json.dumps(told))
    for wrong, fields in (
        ({"reason": " "}, {"reason"}),
        ({"reason": "", "partner": ""}, {"reason", "partner"}),
    ):
        with pytest.raises(errors.HandoverInvalid) as refused:
            services.hand_over(number=case.number, **away(by, **wrong))
        assert set(refused.value.errors) == fields
    with pytest.raises(errors.NotHandedOver):
        services.open_handover(by=by, number=case.number)
    cases.accept_case(by=by, number=case.number)
    with pytest.raises(cases.WrongState):
        services.hand_over(number=case.number, **away(by))
    with pytest.raises(errors.HandoverInvalid):
        services.hand_over(number=world.number, **away(world.lead))
    other = applied_for(world, COUNTY, eia_class_county="food")
    with pytest.raises(errors.NotAcrossProvinces):
        services.hand_over(number=other.number, **away(world.bodies["filing"]))
    assert not Handover.objects.exists()


def test_what_comes_in_becomes_a_case_at_home_once(sent: bytes) -> None:
    data = services.as_partner_would(sent)
    assert format_.check(data).faults == ()
    with answering():
        case = services.take_over(by=clerk(), data=data)
        again = services.take_over(by=clerk(), data=data)
    assert case == again
    assert (case.agency.name, case.applicant_name) == ("南宁市社会保险事业管理中心", "韦晓兰")
    assert case.events.filter(kind="handover", who="模拟外省政务服务中心").count() == 1
    assert Handover.objects.filter(way="in").count() == 1
    assert audit.verify().ok


def _changed(told: dict, **changes: object) -> bytes:
    return json.dumps({**told, **changes}, ensure_ascii=False).encode()


def test_every_change_is_seen(sent: bytes) -> None:
    data = services.as_partner_would(sent)
    told = json.loads(data)
    assert "签名不对" in format_.check(_changed(told, number="440000-00000001")).faults[0]
    other = deepcopy(told)
    other["applicant"]["name"] = "别人"
    assert "签名不对" in format_.check(_changed(other)).faults[0]
    assert "不是移交给本平台" in format_.check(_changed(told, to=told["from"])).faults[0]
    assert "没有和本平台约定" in format_.check(_changed(told, **{"from": told["to"]})).faults[0]
    assert "不符合格式" in format_.check(_changed(told, more=1)).faults[0]
    for hostile in (b"", b"[]", b"{}", b"\xff", b"[" * 100_000):
        assert format_.check(hostile).faults


def test_a_file_that_was_changed_is_named(sent: bytes) -> None:
    told = json.loads(services.as_partner_would(sent))
    told.pop("signature")
    told["files"] = [format_.file_told("up_photo", "照片.png", PNG) | {"sm3": "0" * 64}]
    checked = format_.check(json.dumps(format_.signed(told, format_.SIMULATED)).encode())
    assert checked.faults == ("“照片.png”的摘要不对。",)


def test_who_may(sent: bytes, world) -> None:
    data = services.as_partner_would(sent)
    for other in (world.applicant, world.lead, official("nongshebao")):
        with pytest.raises(errors.NotYourReception):
            services.take_over(by=other, data=data)
    number = Handover.objects.get(way="out").case.number
    for other in (world.lead, clerk()):
        with pytest.raises(cases.CaseNotYours):
            services.hand_over(number=number, **away(other))
        with pytest.raises(cases.CaseNotYours):
            services.open_handover(by=other, number=number)
    with pytest.raises(errors.HandoverInvalid):
        services.hand_over(number=number, **away(official("nongshebao"), partner="nobody"))


def test_pages(sent: bytes) -> None:
    client = Client()
    client.force_login(account_of("weiliujiang"))
    assert "模拟外省平台（模拟）" in client.get("/desk/elsewhere/handover/").content.decode()
    assert client.post("/desk/elsewhere/handover/", {}).status_code == 422
    bad = SimpleUploadedFile("a.json", b"{}", "application/json")
    answer = client.post("/desk/elsewhere/handover/", {"document": bad})
    assert (answer.status_code, "不符合格式" in answer.content.decode()) == (422, True)
    good = SimpleUploadedFile("a.json", services.as_partner_would(sent), "application/json")
    with answering():
        answer = client.post("/desk/elsewhere/handover/", {"document": good})
    assert answer.status_code == 302
    home = Client()
    home.force_login(account_of("nongshebao"))
    number = Handover.objects.get(way="out").case.number
    assert "取移交文件" in home.get(f"/desk/elsewhere/{number}/out/").content.decode()
    assert "移送外省办理" in home.get(f"/desk/cases/{number}/").content.decode()
    out = home.post(f"/desk/elsewhere/{number}/out/document/")
    assert out.headers["Content-Type"] == "application/json"
    assert json.loads(out.content)["signature"]["algorithm"] == "SM2-SM3"
    taken = Handover.objects.get(way="in").case.number
    assert home.post(f"/desk/elsewhere/{taken}/out/", {"partner": "", "reason": "x"}).status_code == 422
    answer = home.post(f"/desk/elsewhere/{taken}/out/", {"partner": "simulated", "reason": WHY})
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/elsewhere/{taken}/out/")
