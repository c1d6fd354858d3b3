"""The pages: checking, keys, downloads, who may and what is recorded."""

import json
import re
from base64 import b64decode
from io import BytesIO

import pytest
import zxingcpp
from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from onewindow.documents import policies, proofs, throttle
from onewindow.documents import public as documents
from onewindow.documents.tests.test_store_upload import PDF
from onewindow.identity.tests.factories import person_account
from onewindow.kernel.public import SYSTEM

AccessRecord = apps.get_model("identity", "AccessRecord")


@pytest.fixture(autouse=True)
def calm():
    cache.clear()


@pytest.fixture
def holder(db):
    return person_account("weixiaolan", name="韦晓兰", number="459900199005120020")


@pytest.fixture
def readable(monkeypatch, holder):
    """Let the holder's account read every document, as cases would."""

    def rule(actor, document):
        if actor.account_id == holder.pk:
            return documents.Reading("person", actor.person_id, "下载本人的文书", case=document.case_number)
        return None

    monkeypatch.setattr(policies, "_documents", {})
    monkeypatch.setattr(policies, "_files", {})
    documents.register_document_reader("test", rule)
    return rule


def test_asks_without_sign_in(client, db):
    page = client.get("/verify/")

    assert page.status_code == 200
    assert "核对文书真伪" in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_a_typed_code_leads_to_its_page(client, notice):
    answer = client.post("/verify/", {"code": notice.token.upper()})

    assert answer.status_code == 302
    assert answer["Location"] == f"/verify/{notice.token}/"


def test_shows_a_genuine_paper_masked(client, notice):
    page = client.get(f"/verify/{notice.token}/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "真实有效" in text
    assert "韦*兰（4****************0）" in text
    assert notice.number in text
    assert bytes(notice.digest).hex() in text
    assert "韦晓兰" not in text
    assert "4599**********0020" not in text


def test_says_when_revoked(client, notice):
    documents.revoke_notice(by=SYSTEM, number=notice.number, reason="依据错误")

    assert "真实，但已被撤销" in client.get(f"/verify/{notice.token}/").content.decode()


def test_says_when_the_row_was_changed(client, notice):
    documents.Document.objects.filter(pk=notice.pk).update(holder_masked="张*")

    text = client.get(f"/verify/{notice.token}/").content.decode()
    assert "内容被改动过" in text
    assert "张*" not in text


@pytest.mark.parametrize("token", ["0" * 26, "nonsense", "%3Cscript%3E", "a" * 3000])
def test_says_when_a_code_is_forged(client, db, token):
    page = client.get(f"/verify/{token}/")

    assert page.status_code == 404
    assert "查无此件" in page.content.decode()
    assert "<script>e" not in page.content.decode()


def test_brings_other_spellings_to_one_address(client, notice):
    answer = client.get(f"/verify/{notice.token.upper()}/")

    assert (answer.status_code, answer["Location"]) == (302, f"/verify/{notice.token}/")


def test_checks_a_file_without_keeping_it(client, notice):
    pdf = documents.render_pdf(notice)

    page = client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", pdf)})

    assert "一个字节也没有改动" in page.content.decode()
    assert documents.StoredFile.objects.count() == 0


def test_shows_a_changed_file(client, notice):
    pdf = documents.render_pdf(notice)
    changed = pdf[:3000] + bytes([pdf[3000] ^ 1]) + pdf[3001:]

    page = client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", changed)})

    assert "内容被改动过" in page.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "请输入验证码，或者选择一个文件。"),
        ({"code": "123"}, "验证码是26位数字和字母"),
        ({"code": "x" * 5000}, "2000"),
    ],
)
def test_says_at_the_field_what_is_wrong(client, db, data, words):
    page = client.post("/verify/", data)

    assert page.status_code == 422
    assert words in page.content.decode()


def test_takes_an_empty_file_for_none_of_ours(client, db):
    page = client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", b"")})

    assert "不是本系统出具的文件" in page.content.decode()


def test_brakes_guessing_politely(client, notice):
    for at in range(throttle.TRIES):
        client.get(f"/verify/{at:026d}/")

    refused = client.get(f"/verify/{notice.token}/")
    assert refused.status_code == 429
    assert "请过60秒再试" in refused.content.decode()


def test_never_brakes_looks_at_real_papers(client, notice):
    for _ in range(throttle.TRIES + 5):
        assert client.get(f"/verify/{notice.token}/").status_code == 200


def test_publishes_the_keys(client, notice):
    answer = client.get("/transparency/keys.json")

    held = json.loads(answer.content)
    (mine,) = [key for key in held["keys"] if key["kid"] == notice.kid]
    assert set(mine) == {"kid", "purpose", "algorithm", "public_hex", "since"}
    assert (mine["purpose"], mine["algorithm"]) == ("notice", "SM2-SM3")
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_sends_strangers_to_sign_in(client, notice):
    for address in (f"/notices/{notice.token}.pdf", f"/notices/{notice.token}.json"):
        assert client.get(address).status_code == 302


def test_refuses_other_people(client, notice, readable):
    client.force_login(person_account("neighbour"))

    answer = client.get(f"/notices/{notice.token}.pdf")

    assert answer.status_code == 403
    assert AccessRecord.objects.count() == 0


def test_gives_the_holder_the_pdf_and_records_it(client, notice, holder, readable, keyring):
    client.force_login(holder)

    answer = client.get(f"/notices/{notice.token}.pdf")

    assert documents.check_file(answer.content, keyring).genuine
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    record = AccessRecord.objects.get()
    assert (record.subject_id, record.case) == (holder.person_id, notice.case_number)
    assert record.what == f"文书{notice.number}"


def test_shows_the_holder_the_pages_as_pictures_and_text_and_records_it(client, notice, holder, readable):
    address = f"/notices/{notice.token}/view/"
    assert client.get(address).status_code == 302
    client.force_login(holder)

    page = client.get(address)

    text = page.content.decode()
    (data,) = re.findall(r'src="data:image/png;base64,([^"]+)"', text)
    shown = Image.open(BytesIO(b64decode(data)))
    assert shown.size == (909, 1286)  # A4 at 110 dots an inch
    (code,) = zxingcpp.read_barcodes(shown, formats=zxingcpp.BarcodeFormat.QRCode)
    assert f"/verify/{notice.token}/#" in code.text
    assert "经审查，申请人符合护士执业注册延续的条件" in text and "459900199005120020" not in text
    assert page["Cache-Control"] == "private, no-store"
    (look,) = AccessRecord.objects.all()
    assert notice.number in look.what
    documents.Document.objects.filter(pk=notice.pk).update(holder_masked="张*")
    assert client.get(address).status_code != 200


def test_gives_the_holder_the_record(client, notice, holder, readable, keyring):
    client.force_login(holder)

    answer = client.get(f"/notices/{notice.token}.json")

    assert proofs.read_record_file(answer.content).record == bytes(notice.record)
    assert documents.check_file(answer.content, keyring).genuine


def test_unknown_papers_are_not_found(client, holder):
    client.force_login(holder)

    assert client.get(f"/notices/{'0' * 26}.pdf").status_code == 404


def test_gives_an_upload_to_its_owner_only(client, holder, readable, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    client.force_login(holder)
    actor = documents_actor(client)
    stored = documents.store_upload(by=actor, file=SimpleUploadedFile("体检.pdf", PDF), purpose="体检证明")

    mine = client.get(f"/files/{stored.pk}/")
    client.force_login(person_account("neighbour"))
    theirs = client.get(f"/files/{stored.pk}/")

    assert mine.content == PDF
    assert mine["Content-Disposition"].startswith("attachment")
    assert theirs.status_code == 403
    assert AccessRecord.objects.get().what == "附件“体检.pdf”（体检证明）"


def documents_actor(client):
    return client.get("/verify/").wsgi_request.actor


def test_a_lost_file_is_not_found(client, holder, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    client.force_login(holder)
    stored = documents.store_upload(
        by=documents_actor(client), file=SimpleUploadedFile("a.pdf", PDF), purpose="体检证明"
    )
    settings.FILES_DIR = tmp_path / "elsewhere"

    assert client.get(f"/files/{stored.pk}/").status_code == 404


def test_gives_out_nothing_that_was_changed(client, notice, holder, readable):
    client.force_login(holder)
    documents.Document.objects.filter(pk=notice.pk).update(kind="refusal")

    for ending in ("pdf", "json"):
        answer = client.get(f"/notices/{notice.token}.{ending}")
        assert answer.status_code == 409
        assert "与签发时不符" in answer.content.decode()
    assert AccessRecord.objects.count() == 0
