"""Documents between provinces: signed, checked letter by letter, taken in once."""

import json
from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.cases import public as cases
from onewindow.collaboration import errors
from onewindow.collaboration.crossing import documents as format_
from onewindow.collaboration.crossing import services
from onewindow.collaboration.models import Handover
from onewindow.collaboration.tests.factories import account_of, official
from onewindow.collaboration.tests.way.test_elsewhere import clerk, received
from onewindow.exchange.tests.factories import answering
from onewindow.kernel.public import audit

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def sent(world, monkeypatch, settings, tmp_path) -> bytes:
    """Return the document of a case as it leaves, with a real file."""
    from onewindow.documents import public as documents
    from onewindow.kernel.public import Actor

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
    return services.hand_over(by=official("nongshebao"), number=case.number, partner="simulated")


def test_what_leaves_is_signed_and_on_the_timeline(sent: bytes) -> None:
    told = json.loads(sent)
    assert told["format"] == "onewindow.handover/1"
    assert list(format_._schema().iter_errors(told)) == []
    made = Handover.objects.get(way="out")
    assert (made.partner, made.number) == ("simulated", told["number"])
    assert made.case.events.filter(kind="handover", title="移交模拟外省平台").count() == 1


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
            services.hand_over(by=other, number=number, partner="simulated")
    with pytest.raises(errors.HandoverInvalid):
        services.hand_over(by=official("nongshebao"), number=number, partner="nobody")
    with pytest.raises(errors.NotAcrossProvinces):
        services.hand_over(by=world.lead, number=world.number, partner="simulated")


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
    out = home.post(f"/desk/elsewhere/{number}/out/", {"partner": "simulated"})
    assert out.headers["Content-Type"] == "application/json"
    assert json.loads(out.content)["signature"]["algorithm"] == "SM2-SM3"
