"""Starting a draft: prefilled from what government holds, one open draft per account and item."""

from datetime import timedelta

import pytest
from django.db import connection

from onewindow.forms.public import DraftStatus, UnknownForm, drafts_of, start_draft
from onewindow.kernel.public import ANONYMOUS, NotAllowed, clock


def test_prefills_what_is_known_and_names_the_source(start, noon):
    draft = start()

    assert draft.answers == {
        "certificate_number": "202345000123",
        "institution_code": "459900000001",
        "institution_name": "示例市第一人民医院",
        "mobile": "19900000001",
    }
    assert draft.sources["certificate_number"]["source"] == "卫生健康信息系统（模拟系统）"
    assert draft.sources["certificate_number"]["at"] == "2026-03-02T04:00:00+00:00"
    assert draft.sources["certificate_number"]["receipt"].startswith("R260302")
    assert draft.sources["mobile"]["source"] == "账号实名信息"
    assert draft.reference.startswith("S260302")
    assert len(draft.reference) == 15
    assert (draft.revision, draft.status, draft.expires_at - noon) == (
        1,
        DraftStatus.OPEN,
        timedelta(days=30),
    )


def test_starts_empty_when_the_source_is_down(start):
    assert start(nurse_registration="down").answers == {"mobile": "19900000001"}


def test_seals_the_answers_in_the_database(start):
    draft = start()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM forms_draft WHERE id = %s", [draft.pk])
        stored = repr([bytes(v) if isinstance(v, memoryview) else v for v in cursor.fetchone()])

    assert "202345000123" not in stored
    assert "19900000001" not in stored


def test_returns_the_open_draft_the_second_time(start, by):
    first = start()

    assert start().pk == first.pk
    assert [draft.pk for draft in drafts_of(by)] == [first.pk]


def test_replaces_an_expired_draft(start, by, noon):
    first = start()
    with clock.at(noon + timedelta(days=31)):
        second = start()
        assert [draft.pk for draft in drafts_of(by)] == [second.pk]

    first.refresh_from_db()
    assert (first.status, first.answers) == (DraftStatus.DISCARDED, {})


def test_is_refused_without_an_account(forms_planted, applicant):
    with pytest.raises(NotAllowed):
        start_draft(
            by=ANONYMOUS, item_code="x", item_version_id=1, form_code="nurse-renewal", applicant=applicant
        )


def test_is_refused_for_an_unknown_form(start):
    with pytest.raises(UnknownForm):
        start("gossip")
