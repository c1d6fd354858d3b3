"""Issuing: what is signed, what it costs, that it belongs to the caller's unit."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from onewindow.documents import public as documents
from onewindow.documents import slips
from onewindow.documents.tests.factories import CASE, DECIDED, notice_of
from onewindow.kernel.public import SYSTEM, audit, canonical, keys, sm2, unit

AuditEntry = apps.get_model("kernel", "AuditEntry")


def test_signs_the_stored_bytes(notice):
    record = bytes(notice.record)

    assert sm2.verify(keys.public_key(notice.kid), record, bytes(notice.signature))
    assert bytes(notice.digest) == canonical.sm3(record)
    assert len(notice.signature) == 64
    assert canonical.canonical_json(json.loads(record)) == record


def test_masks_the_number_and_keeps_the_name(notice):
    content = json.loads(bytes(notice.record))

    assert content["holder"] == {"kind": "person", "name": "韦晓兰", "number": "4599**********0020"}
    assert notice.holder_masked == "韦*兰"
    assert b"459900199005120020" not in bytes(notice.record)


def test_masks_a_firm(db):
    firm = notice_of(holder_name="南宁壮乡味食品经营有限公司", holder_number="91459900MA0DEM0134")

    assert firm.holder_masked == "南宁*******有限公司"
    assert json.loads(firm.record)["holder"]["number"] == "9145**********0134"


def test_numbers_after_body_kind_year_and_case(notice):
    assert notice.number == "桂卫准〔2026〕261123000012号"


def test_takes_the_year_in_china(db):
    late = notice_of(decided_at=datetime(2026, 12, 31, 16, 0, tzinfo=UTC))

    assert late.number == "桂卫准〔2027〕261123000012号"


def test_gives_each_a_code_of_130_bits(db):
    first, second = notice_of(), notice_of(part=2)

    assert len(first.token) == 26
    assert first.token != second.token


def test_refuses_the_same_number_twice(db):
    notice_of()

    with pytest.raises(IntegrityError), unit.work():
        notice_of()


def test_tells_a_second_paper_of_one_case_apart(db):
    notice_of()

    assert notice_of(part=2).number == "桂卫准〔2026〕261123000012-2号"


@pytest.mark.django_db(transaction=True)
def test_is_refused_outside_a_transaction():
    with pytest.raises(RuntimeError, match="unit of work"):
        documents.issue_notice(
            by=SYSTEM,
            kind="grant",
            case_number=CASE,
            item_name="甲",
            holder_name="乙",
            holder_number="",
            agency_name="丙",
            decision="准予",
            decided_at=DECIDED,
            valid_until=None,
            body={},
            city="4500",
        )
    assert documents.Document.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_costs_one_insert_and_one_audit_entry():
    with CaptureQueriesContext(connection) as captured:
        notice_of()

    (statement,) = [q["sql"] for q in captured if not q["sql"].startswith(("BEGIN", "COMMIT", "SET"))]
    tables = re.findall(r'INSERT INTO "?(\w+)"?', statement)
    assert tables == ["documents_document", "kernel_auditentry"]


def test_leaves_nothing_when_the_unit_fails(db):
    with pytest.raises(ZeroDivisionError), unit.work():
        notice_of()
        _ = 1 / 0

    assert documents.Document.objects.count() == 0
    assert AuditEntry.objects.filter(table="documents_document").count() == 0


def test_is_covered_by_the_audit(notice):
    assert audit.verify().ok


def test_carries_a_slip_that_fits_the_record(notice):
    slip = slips.read(slips.address("https://example.test", notice.token, bytes(notice.slip)))

    assert slip.facts == {
        "number": "桂卫准〔2026〕261123000012号",
        "item": "护士执业注册（延续）",
        "holder": "韦*兰",
        "decision": "准予",
        "decided_on": "2026-11-23",
        "valid_until": "2032-01-21",
    }
    assert slip.digest == bytes(notice.digest)
