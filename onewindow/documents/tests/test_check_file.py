"""Checking files and QR texts offline: genuine ones pass, and no changed byte does."""

import json
from itertools import chain

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.documents import proofs, slips
from onewindow.documents import public as documents
from onewindow.documents.tests.factories import notice_of
from onewindow.kernel.public import canonical, clock, keys, sm2

pytestmark = pytest.mark.django_db
FORGED = {"altered", "malformed", "unknown_key", "unsigned"}


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> tuple[bytes, bytes, str]:
    """A notice as PDF, as record file, as QR text; made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        notice = notice_of()
        transaction.set_rollback(True)
    pdf = documents.render_pdf(notice)
    record = proofs.record_file(kid=notice.kid, signature=notice.signature, record=notice.record)
    return pdf, record, slips.address("http://127.0.0.1:8000", notice.token, notice.slip)


@pytest.fixture(scope="module")
def ring() -> dict[str, bytes]:
    return {k.kid: bytes.fromhex(k.public_hex) for k in keys.published() if k.purpose == "notice"}


def _flip(data: bytes, at: int, bit: int = 0) -> bytes:
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def test_confirms_a_pdf(made, ring):
    found = documents.check_file(made[0], ring)

    assert found.verdict == "genuine"
    assert [step.name for step in found.checks] == ["整个PDF文件的签名", "记录的SM3摘要", "记录的SM2签名"]
    assert found.number == "桂卫准〔2026〕261123000012号"
    assert dict(found.facts)["当事人"] == "韦*兰（4****************0）"
    assert "这样核对不能知道文书是否已被撤销，请在网上验真页面输入验证码再查一次。" in found.sentences


def test_confirms_a_record_file(made, ring):
    found = documents.check_file(made[1], ring)

    assert found.verdict == "genuine"
    assert found.digest == canonical.sm3(canonical.canonical_json(json.loads(made[1])["record"])).hex()


def test_confirms_a_qr_text(made, ring):
    found = documents.check_qr(made[2], ring)

    assert found.verdict == "genuine"
    assert dict(found.facts)["文书编号"] == "桂卫准〔2026〕261123000012号"


def test_sees_every_changed_byte_where_proof_and_record_lie(made, ring):
    pdf = made[0]
    end = range(len(pdf) - 420, len(pdf))
    record = pdf.index(b"/EmbeddedFile")
    places = chain(end, range(max(0, record - 200), record + 1500), range(64))

    passed = [at for at in places if documents.check_file(_flip(pdf, at), ring).verdict not in FORGED]

    assert passed == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_sees_a_changed_bit_anywhere(made, ring, place, bit):
    pdf = made[0]

    assert documents.check_file(_flip(pdf, int(place * len(pdf)), bit), ring).verdict in FORGED


def test_sees_every_changed_byte_of_a_record_file(made, ring):
    record = made[1]

    passed = [
        at for at in range(len(record)) if documents.check_file(_flip(record, at), ring).verdict not in FORGED
    ]

    assert passed == []


def test_sees_every_changed_character_of_a_qr_text(made, ring):
    text, start = made[2], made[2].index("/verify/") + len("/verify/")
    passed = []
    for at in range(start, len(text)):
        other = "A" if text[at] != "A" else "B"
        if documents.check_qr(text[:at] + other + text[at + 1 :], ring).verdict == "genuine":
            passed.append((at, text[at]))

    assert passed == []


@pytest.mark.parametrize("cut", [1, 2, 6, 100, 500, 5000])
def test_sees_a_cut_file(made, ring, cut):
    assert documents.check_file(made[0][:-cut], ring).verdict in FORGED
    assert documents.check_file(made[0][cut:], ring).verdict in FORGED


@pytest.mark.parametrize("extra", [b"\n", b" ", b"\n%%EOF", b"%" * 600, b"\nstartxref\n1\n%%EOF\n"])
def test_sees_added_bytes(made, ring, extra):
    assert documents.check_file(made[0] + extra, ring).verdict in FORGED
    assert documents.check_file(extra + made[0], ring).verdict in FORGED
    assert documents.check_file(made[1] + extra, ring).verdict in FORGED


def test_sees_two_files_in_one(made, ring):
    assert documents.check_file(made[0] + made[0], ring).verdict == "altered"
    assert documents.check_file(made[0] + b"\n" + made[0], ring).verdict == "altered"


def test_sees_a_proof_moved_to_another_file(made, ring):
    body = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>"
    proof = made[0][made[0].index(b"\n%OneWindow-Proof") :]

    assert documents.check_file(body + proof, ring).verdict == "altered"


def test_sees_a_pdf_saved_again(made, ring):
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer, again = PdfWriter(clone_from=PdfReader(BytesIO(made[0]))), BytesIO()
    writer.write(again)

    assert documents.check_file(again.getvalue(), ring).verdict in {"unsigned", "altered"}


def test_finds_no_signature_in_a_strangers_pdf(ring):
    found = documents.check_file(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n", ring)

    assert found.verdict == "unsigned"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"{}",
        b"[1]",
        b"{" * 200_000,
        b'{"record":' * 5000,
        b"\x89PNG\r\n\x1a\n",
        "决定书".encode(),
        b"%PDF-",
        b'{"record":{"schema":"onewindow.notice/1"}}',
    ],
)
def test_knows_what_is_not_ours(ring, data):
    assert documents.check_file(data, ring).verdict in {"malformed", "unsigned", "altered"}


def test_refuses_what_is_too_large(ring):
    found = documents.check_file(b"%PDF-" + bytes(20 * 1024 * 1024), ring)

    assert found.verdict == "malformed"


def test_trusts_no_key_it_was_not_given(made):
    assert documents.check_file(made[0], {}).verdict == "unknown_key"
    assert documents.check_file(made[1], {}).verdict == "unknown_key"
    assert documents.check_qr(made[2], {}).verdict == "unknown_key"


def test_sees_a_wrong_key_under_the_right_id(made, ring):
    (kid, *_) = (proofs.read_proof(made[0]).kid,)
    wrong = {kid: keys.public_key(keys.store().current("audit"))}

    assert documents.check_file(made[0], wrong).verdict == "altered"
    assert documents.check_file(made[1], wrong).verdict == "altered"
    assert documents.check_qr(made[2], wrong).verdict == "altered"


def test_sees_a_record_rewritten_with_its_digest(made, ring):
    held = json.loads(made[1])
    held["record"]["decision"] = "不予"
    held["digest"] = canonical.sm3(canonical.canonical_json(held["record"])).hex()

    assert documents.check_file(canonical.canonical_json(held), ring).verdict == "altered"


def test_sees_another_record_in_a_signed_pdf(made, ring):
    """Even with our key, pages and record that do not belong together do not pass."""
    body = made[0][: made[0].index(b"%OneWindow-Proof")] + b"startxref\n1\n%%EOF"

    assert documents.check_file(proofs.prove(body, bytes(32)), ring).verdict == "altered"


def test_takes_a_signature_for_another_purpose_for_nothing(made, ring):
    held = json.loads(made[1])
    stranger = sm2.sign("exchange", canonical.canonical_json(held["record"]))
    held["kid"], held["signature"] = stranger.kid, stranger.value.hex()

    assert documents.check_file(canonical.canonical_json(held), ring).verdict == "unknown_key"


def test_says_when_its_time_is_over(made, ring):
    from datetime import UTC, datetime

    with clock.at(datetime(2033, 1, 1, tzinfo=UTC)):
        assert documents.check_file(made[0], ring).verdict == "expired"
        assert documents.check_qr(made[2], ring).verdict == "expired"


@given(st.binary(max_size=400))
def test_never_fails_on_any_bytes(ring, data):
    for head in (b"", b"%PDF-1.7\n", b"{"):
        assert not documents.check_file(head + data, ring).genuine


@given(st.text(max_size=300))
def test_never_fails_on_any_qr_text(ring, text):
    assert not documents.check_qr(text, ring).genuine
    assert not documents.check_qr("http://x/verify/" + "0" * 26 + "/#" + text, ring).genuine
