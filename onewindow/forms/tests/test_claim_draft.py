"""Claiming a draft for a case: one statement, one winner."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.forms.public import (
    AlreadySubmitted,
    DraftClosed,
    DraftStatus,
    StaleDraft,
    UnknownDraft,
    claim_draft,
    draft_for,
    save_page,
)
from onewindow.kernel.public import clock


def test_marks_the_draft_in_one_statement(start, by):
    draft = start()
    with CaptureQueriesContext(connection) as queries:
        claimed = claim_draft(by=by, draft_id=draft.pk, case_number="45002603020001")

    updates = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert [sql.split()[0] for sql in updates] == ["UPDATE", "INSERT"]
    assert (claimed.status, claimed.case_number) == (DraftStatus.SUBMITTED, "45002603020001")
    assert claimed.answers["certificate_number"] == "202345000123"


def test_is_refused_the_second_time_and_names_the_case(start, by):
    draft = start()
    claim_draft(by=by, draft_id=draft.pk, case_number="45002603020001")
    with pytest.raises(AlreadySubmitted) as refused:
        claim_draft(by=by, draft_id=draft.pk, case_number="45002603020002")

    assert refused.value.case_number == "45002603020001"
    assert draft_for(by, draft.pk).case_number == "45002603020001"


def test_is_refused_when_a_page_was_saved_since(start, by):
    draft = start()
    save_page(by=by, draft_id=draft.pk, page_key="exam", values={"exam_date": "2026-02-01"}, revision=1)
    with pytest.raises(StaleDraft):
        claim_draft(by=by, draft_id=draft.pk, case_number="45002603020001", revision=1)

    assert claim_draft(by=by, draft_id=draft.pk, case_number="45002603020001", revision=2).case_number


def test_is_refused_when_expired(start, by, noon):
    draft = start()
    with clock.at(noon + timedelta(days=30)), pytest.raises(DraftClosed):
        claim_draft(by=by, draft_id=draft.pk, case_number="45002603020001")


def test_is_refused_to_a_neighbour(start, neighbour):
    draft = start()
    with pytest.raises(UnknownDraft):
        claim_draft(by=neighbour, draft_id=draft.pk, case_number="45002603020001")


def test_leaves_the_item_free_for_a_new_draft(start, by):
    first = start()
    claim_draft(by=by, draft_id=first.pk, case_number="45002603020001")

    assert start().pk != first.pk
