"""The print view: what it shows, what it carries, that it is the same each time."""

import json
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from onewindow.documents import public as documents
from onewindow.documents.rendering import pages, seals
from onewindow.documents.tests.factories import codes_on, notice_of
from onewindow.kernel.public import SYSTEM

NASTY = '#panic("x") $a$ *b* `c` <d> @e \\n // f /* g */ #{1+1} #include "/etc/passwd" sys.inputs'


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_shows_what_was_signed(notice):
    text = text_of(documents.render_pdf(notice)).replace(" ", "")

    for words in (
        "准予护士执业注册（延续）决定书",
        "桂卫准〔2026〕261123000012号",
        "韦晓兰",
        "4599**********0020",
        "经审查，申请人符合护士执业注册延续的条件",
        "《护士条例》第十条",
        "2026年11月23日",
        "2032年1月21日",
        "演示数据，不作任何凭证。",
        "本决定由系统按公布的规则“护士执业注册（延续）”第1版自动作出。",
    ):
        assert words in text
    assert "459900199005120020" not in text


def test_carries_the_signed_record(notice, keyring):
    (attached,) = PdfReader(BytesIO(documents.render_pdf(notice))).attachments["record.json"]

    assert documents.check_file(attached, keyring).genuine
    assert json.loads(attached)["record"] == json.loads(bytes(notice.record))


def test_carries_a_code_a_reader_decodes(notice, keyring):
    (code,) = codes_on(documents.render_pdf(notice))

    assert code.text.startswith(f"http://127.0.0.1:8000/verify/{notice.token}/#")
    assert documents.check_qr(code.text, keyring).genuine


def test_is_the_same_but_for_the_proof_line(notice):
    first, second = documents.render_pdf(notice), documents.render_pdf(notice)

    at = first.index(b" sm2=") + 5
    assert first[:at] == second[:at]
    assert first[at + 128 :] == second[at + 128 :]
    assert first[at : at + 128] != second[at : at + 128]


def test_claims_pdf_a_3_and_stays_readable(notice):
    pdf = documents.render_pdf(notice)

    assert b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B" in pdf
    assert pdf.endswith(b"%%EOF")
    assert len(PdfReader(BytesIO(pdf), strict=True).pages) == 1


def test_prints_peoples_words_as_they_are(db):
    pdf = documents.render_pdf(
        notice_of(
            holder_name=NASTY[:80],
            item_name=NASTY,
            decision=NASTY,
            body={"text": NASTY, "facts": [["说明", NASTY]]},
        )
    )

    assert text_of(pdf).replace(" ", "").replace("\n", "").count("#panic") >= 4


@pytest.mark.parametrize("name", ["龘𠮷㐱", "𰻝", "迪丽努尔·买买提", "〇犇骉靐", "éñ Müller"])
def test_has_a_shape_for_rare_characters(db, name):
    text = text_of(documents.render_pdf(notice_of(holder_name=name)))

    assert name.replace(" ", "") in text.replace(" ", "")
    assert "〓" not in text


@pytest.mark.parametrize("name", ["韦\ufffe兰", "韦\x00兰", "韦🙂兰", "韦ئۇ兰"])
def test_marks_a_character_without_a_shape(db, name):
    text = text_of(documents.render_pdf(notice_of(holder_name=name))).replace(" ", "")

    assert "韦〓" in text
    assert "以所附签名记录中的文字为准" in text


@pytest.mark.parametrize("name", ["韦\u202e晓\u200b兰", "韦\t晓\r\n兰", "韦晓兰\ufe00"])
def test_leaves_out_invisible_characters(db, name):
    text = text_of(documents.render_pdf(notice_of(holder_name=name))).replace(" ", "")

    assert "韦晓兰：" in text


def test_flows_onto_further_pages(db):
    long = notice_of(body={"text": ["申请人提交的材料不能证明其符合规定条件。" * 30] * 3})

    reader = PdfReader(BytesIO(documents.render_pdf(long)))
    assert len(reader.pages) == 3
    assert "第3页，共3页" in reader.pages[2].extract_text().replace(" ", "")


def test_needs_no_sql(notice):
    with CaptureQueriesContext(connection) as captured:
        documents.render_pdf(notice)

    assert len(captured) == 0


@pytest.mark.parametrize(
    "agency", ["局", "南宁市民政局", "靖西市龙临镇人民政府社会事务和退役军人服务办公室", "〇𠮷X"]
)
def test_draws_a_seal_for_names_of_any_length(agency):
    drawn = seals.seal_svg(agency, demo=True)

    assert drawn.startswith("<svg ")
    assert "<text" not in drawn
    assert drawn != seals.seal_svg(agency, demo=False)


def test_escapes_nothing_into_the_seal():
    assert "<script" not in seals.seal_svg("<script>局", demo=True)


def test_takes_typefaces_of_our_own_only():
    assert pages.fonts.folders()[0].name == "manimgx_fonts_cjk"


def test_draws_codes_that_always_decode(db):
    for part in range(1, 13):
        notice = notice_of(part=part, holder_name="韦晓兰" + chr(0x4E00 + part))
        (code,) = codes_on(documents.render_pdf(notice))
        assert notice.token in code.text


def test_says_on_each_page_when_revoked(notice, keyring):
    pdf = documents.render_pdf(documents.revoke_notice(by=SYSTEM, number=notice.number, reason="依据错误"))

    assert "撤销，不再有效。" in text_of(pdf).replace(" ", "")
    assert "已撤销" in text_of(pdf)
    assert documents.check_file(pdf, keyring).genuine


@pytest.mark.parametrize("change", [{"record": b"{}"}, {"signature": bytes(64)}, {"status": "revoked"}])
def test_is_refused_for_a_changed_row(notice, change):
    for name, value in change.items():
        setattr(notice, name, value)

    with pytest.raises(documents.DocumentDamaged):
        documents.render_pdf(notice)
