"""Saving a page: the sender's draft, at the sender's revision, only that page's fields."""

from datetime import timedelta

import pytest

from onewindow.forms.public import (
    AlreadySubmitted,
    DraftClosed,
    StaleDraft,
    UnknownDraft,
    UnknownPage,
    claim_draft,
    discard_draft,
    draft_for,
    save_page,
)
from onewindow.kernel.public import Invalid, clock


def test_keeps_the_values_and_moves_the_revision(start, by, noon):
    draft = start()
    with clock.at(noon + timedelta(hours=1)):
        saved = save_page(
            by=by, draft_id=draft.pk, page_key="exam", values={"exam_date": "2026-02-01"}, revision=1
        )

    assert draft_for(by, draft.pk).answers["exam_date"] == "2026-02-01"
    assert (saved.revision, saved.expires_at) == (2, noon + timedelta(days=30, hours=1))


def test_forgets_the_source_of_a_value_typed_anew(start, by):
    draft = start()
    saved = save_page(
        by=by, draft_id=draft.pk, page_key="contact", values={"mobile": "19900000999"}, revision=1
    )

    assert saved.answers["mobile"] == "19900000999"
    assert "mobile" not in saved.sources
    assert "certificate_number" in saved.sources


def test_keeps_a_locked_value_and_the_dispute_about_it(start, by):
    draft = start()
    saved = save_page(
        by=by,
        draft_id=draft.pk,
        page_key="institution",
        values={"institution_code": "459900000002", "institution_name": "别处"},
        revision=1,
        disputes={"institution_name": "医院已改名", "mobile": ""},
    )

    assert saved.answers["institution_code"] == "459900000001"
    assert saved.disputes == {"institution_name": "医院已改名"}
    assert saved.disputed == ["institution_name"]


def test_takes_a_dispute_back(start, by):
    draft = start()
    for revision, note in ((1, "不对"), (2, "")):
        draft = save_page(
            by=by,
            draft_id=draft.pk,
            page_key="institution",
            values={},
            revision=revision,
            disputes={"institution_name": note},
        )

    assert draft.disputed == []


def test_drops_answers_of_pages_that_vanish(start, by):
    draft = start("packaged-food")
    for page, values in (
        ("premises", {"premises_same": False}),
        ("address", {"premises_address": "广西南宁市兴宁区示例路9号"}),
    ):
        draft = save_page(by=by, draft_id=draft.pk, page_key=page, values=values, revision=draft.revision)
    assert draft.answers["premises_address"] == "广西南宁市兴宁区示例路9号"

    draft = save_page(
        by=by, draft_id=draft.pk, page_key="premises", values={"premises_same": True}, revision=draft.revision
    )
    assert "premises_address" not in draft.answers
    with pytest.raises(UnknownPage):
        save_page(by=by, draft_id=draft.pk, page_key="address", values={}, revision=draft.revision)


def test_is_refused_at_an_old_revision_and_shows_both_sides(start, by):
    draft = start()
    save_page(by=by, draft_id=draft.pk, page_key="exam", values={"exam_date": "2026-02-01"}, revision=1)
    with pytest.raises(StaleDraft) as refused:
        save_page(by=by, draft_id=draft.pk, page_key="exam", values={"exam_date": "2026-02-09"}, revision=1)

    assert refused.value.saved == {"exam_date": "2026-02-01"}
    assert refused.value.typed == {"exam_date": "2026-02-09"}
    assert refused.value.revision == 2
    assert draft_for(by, draft.pk).answers["exam_date"] == "2026-02-01"


def test_is_refused_for_values_the_schema_refuses(start, by):
    draft = start()
    with pytest.raises(Invalid) as refused:
        save_page(by=by, draft_id=draft.pk, page_key="exam", values={"exam_date": "2026-02-30"}, revision=1)

    assert refused.value.errors == {"exam_date": ["体检日期应是一个存在的日期，例如 2026 年 3 月 2 日"]}
    assert draft_for(by, draft.pk).revision == 1


def test_is_refused_to_a_neighbour(start, neighbour):
    draft = start()
    with pytest.raises(UnknownDraft):
        save_page(by=neighbour, draft_id=draft.pk, page_key="exam", values={}, revision=1)


def test_is_refused_once_submitted_discarded_or_expired(start, by, noon):
    submitted = start()
    claim_draft(by=by, draft_id=submitted.pk, case_number="45002603020001")
    with pytest.raises(AlreadySubmitted):
        save_page(by=by, draft_id=submitted.pk, page_key="exam", values={}, revision=1)

    discarded = start()
    discard_draft(by=by, draft_id=discarded.pk)
    with pytest.raises(DraftClosed):
        save_page(by=by, draft_id=discarded.pk, page_key="exam", values={}, revision=1)

    expired = start()
    with clock.at(noon + timedelta(days=31)), pytest.raises(DraftClosed):
        save_page(by=by, draft_id=expired.pk, page_key="exam", values={}, revision=1)
