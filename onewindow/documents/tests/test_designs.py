"""Released templates never change; a document is printed with the one it was signed with, for ever."""

import json

import pytest

from onewindow.documents import designs, records
from onewindow.documents import public as documents
from onewindow.documents.tests.factories import codes_on, notice_of
from onewindow.documents.tests.test_render_pdf import text_of
from onewindow.kernel.public import canonical

pytestmark = pytest.mark.django_db
NAMES = ["notice/1", "receipt/1", "permit/1", "record/1"]


def test_no_released_template_was_altered() -> None:
    assert designs.altered() == []
    assert list(designs.released()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_printed_with_the_template_it_names(name: str) -> None:
    made = notice_of(template=name)
    assert records.read(bytes(made.record))["template"] == name
    pdf = documents.render_pdf(made)
    text = text_of(pdf).replace(" ", "")
    assert "桂卫准〔2026〕261123000012号" in text and "4599**********0020" in text
    assert ("决定内容" in text, "签收人" in text) == (name == "permit/1", name == "receipt/1")
    assert (
        "经审查，申请人符合护士执业注册延续的条件" in text.replace("\n", "") and "《护士条例》第十条" in text
    )
    (code,) = codes_on(pdf)
    assert documents.check_qr(code.text, {made.kid: _key(made.kid)}).genuine


def test_a_record_has_a_line_to_sign_on_for_each_who_was_heard() -> None:
    heard = [("核对笔录", "陆小燕"), ("核对笔录", "陆芳")]
    body = {"title": "听证笔录", "text": ["双方各自陈述。"], "facts": heard}
    text = text_of(documents.render_pdf(notice_of(template="record/1", body=body)))
    assert "签名或者盖章" in text and text.count("陆小燕") == text.count("陆芳") == 1
    assert "核对笔录" not in text


def test_what_was_signed_before_there_was_a_choice_is_printed_as_it_was() -> None:
    content = json.loads(bytes(notice_of().record))
    del content["template"]
    read = records.read(canonical.canonical_json(content))
    assert designs.of_record(read).name == "notice/1"


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(KeyError):
        notice_of(template="notice/99")
    assert not documents.Document.objects.exists()


def _key(kid: str) -> bytes:
    from onewindow.kernel.public import keys

    return keys.store().public_key(kid)
