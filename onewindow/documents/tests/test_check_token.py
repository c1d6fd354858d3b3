"""Checking by code: each way of tampering with the row is seen, here and by the audit."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import F

from onewindow.documents import public as documents
from onewindow.documents.tests.factories import notice_of
from onewindow.kernel.public import SYSTEM, audit, canonical, clock, keys, sm2


def _change(notice: documents.Document, **columns: object) -> None:
    documents.Document.objects.filter(pk=notice.pk).update(**columns)


def test_confirms_what_was_issued(notice):
    found = documents.check_token(notice.token)

    assert found.verdict == "genuine"
    assert [step.passed for step in found.checks] == [True] * 4
    assert found.digest == bytes(notice.digest).hex()
    assert dict(found.facts) == {
        "文书名称": "准予护士执业注册（延续）决定书",
        "文书编号": "桂卫准〔2026〕261123000012号",
        "事项": "护士执业注册（延续）",
        "当事人": "韦*兰（4****************0）",
        "决定": "准予",
        "出具机关": "广西壮族自治区卫生健康委员会",
        "决定日期": "2026年11月23日",
        "有效期至": "2032年1月21日",
        "状态": "有效",
    }


@pytest.mark.parametrize("token", ["0" * 26, "short", "", "x" * 5000, "<script>", "1=1' OR '"])
def test_knows_no_forged_code(notice, token):
    assert documents.check_token(token).verdict == "unknown"


def test_says_when_its_time_is_over(notice):
    with clock.at(datetime(2032, 1, 22, 4, 0, tzinfo=UTC)):
        assert documents.check_token(notice.token).verdict == "expired"
    with clock.at(datetime(2032, 1, 21, 4, 0, tzinfo=UTC)):
        assert documents.check_token(notice.token).verdict == "genuine"


def _other_record(notice: documents.Document) -> bytes:
    return bytes(notice.record).replace("准予延续".encode(), "不予延续".encode())


@pytest.mark.parametrize(
    "change",
    [
        lambda n: {"record": _other_record(n)},
        lambda n: {"record": _other_record(n), "digest": canonical.sm3(_other_record(n))},
        lambda n: {"record": b"{}"},
        lambda n: {"record": b'{"schema":"onewindow.notice/1"}'},
        lambda n: {"record": b"\xff\xfe"},
        lambda n: {"digest": bytes(32)},
        lambda n: {"signature": bytes(64)},
        lambda n: {"signature": bytes(n.signature)[:63] + bytes([bytes(n.signature)[63] ^ 1])},
        lambda n: {"signature": b""},
        lambda n: {"number": "桂卫准〔2026〕999999999999号"},
        lambda n: {"case_number": "another"},
        lambda n: {"kind": "refusal"},
        lambda n: {"holder_masked": "张*"},
        lambda n: {"valid_until": date(2099, 1, 1)},
        lambda n: {"valid_until": None},
        lambda n: {"issued_at": datetime(2020, 1, 1, tzinfo=UTC)},
        lambda n: {"city": "4501"},
        lambda n: {"slip": b"x"},
        lambda n: {"status": "revoked", "revoked_at": F("issued_at")},
        lambda n: {"mac": bytes(32)},
    ],
)
def test_sees_a_changed_row(notice, change):
    _change(notice, **change(notice))

    assert documents.check_token(notice.token).verdict == "altered"
    report = audit.verify()
    assert [(p.kind, p.place.split("#")[0]) for p in report.problems][:1] != []
    assert not report.ok


def test_sees_a_record_signed_by_a_stranger(notice):
    record = _other_record(notice)
    stranger = sm2.sign("audit", record)

    _change(notice, record=record, digest=canonical.sm3(record), signature=stranger.value, kid=stranger.kid)

    assert documents.check_token(notice.token).verdict == "unknown_key"


def test_sees_a_revocation_undone(notice):
    documents.revoke_notice(by=SYSTEM, number=notice.number, reason="依据错误")

    _change(notice, status="valid", revoked_at=None, revoked_reason="")

    assert documents.check_token(notice.token).verdict == "altered"
    assert not audit.verify().ok


def test_sees_another_papers_content_under_a_code(db):
    mine, other = notice_of(), notice_of(part=2, holder_name="覃志远", holder_number="459900198803210018")

    _change(mine, record=other.record, digest=other.digest, signature=other.signature)

    assert documents.check_token(mine.token).verdict == "altered"


def test_still_knows_papers_of_an_older_key(db, settings, tmp_path):
    settings.KEY_DIR = tmp_path
    notice = documents.Document.objects.get(pk=notice_of().pk)
    keys.store().rotate("notice")

    assert documents.check_token(notice.token).verdict == "genuine"
    assert notice_of(part=2).kid != notice.kid
