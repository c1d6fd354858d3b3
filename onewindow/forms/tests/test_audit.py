"""The audit log over drafts: clean after every verb, and an altered row is found."""

from datetime import timedelta

import pytest

from onewindow.forms.public import (
    Draft,
    StaleDraft,
    claim_draft,
    discard_draft,
    discard_expired_drafts,
    save_page,
)
from onewindow.kernel.public import audit, clock


def test_is_clean_through_a_draft_s_life(start, by, noon):
    claimed = start()
    save_page(by=by, draft_id=claimed.pk, page_key="exam", values={"exam_date": "2026-02-01"}, revision=1)
    assert audit.verify().ok
    with pytest.raises(StaleDraft):
        save_page(by=by, draft_id=claimed.pk, page_key="exam", values={"exam_date": "2026-02-02"}, revision=1)
    claim_draft(by=by, draft_id=claimed.pk, case_number="45002603020001")
    assert audit.verify().ok

    thrown = start("packaged-food")
    discard_draft(by=by, draft_id=thrown.pk)
    start("senior-allowance")
    with clock.at(noon + timedelta(days=31)):
        assert discard_expired_drafts() == 1
    report = audit.verify()
    assert (report.ok, report.problems) == (True, [])
    assert "forms_draft" in report.tables


@pytest.mark.parametrize("change", [{"status": "submitted"}, {"sealed": "{}"}, {"sources": {}}])
def test_finds_an_altered_draft(start, change):
    draft = start()
    Draft.objects.filter(pk=draft.pk).update(**change)

    (problem,) = audit.verify().problems
    assert (problem.kind, str(draft.pk) in problem.place) == ("altered", True)
