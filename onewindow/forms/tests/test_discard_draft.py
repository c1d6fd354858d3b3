"""Throwing a draft away."""

import pytest

from onewindow.forms.public import (
    AlreadySubmitted,
    DraftStatus,
    UnknownDraft,
    claim_draft,
    discard_draft,
    draft_for,
    drafts_of,
)


def test_empties_the_draft(start, by):
    draft = start()
    discard_draft(by=by, draft_id=draft.pk)

    found = draft_for(by, draft.pk)
    assert (found.status, found.answers, found.sources) == (DraftStatus.DISCARDED, {}, {})
    assert drafts_of(by) == []


def test_twice_changes_nothing(start, by):
    draft = start()
    discard_draft(by=by, draft_id=draft.pk)
    before = draft_for(by, draft.pk).updated_at
    discard_draft(by=by, draft_id=draft.pk)

    assert draft_for(by, draft.pk).updated_at == before


def test_is_refused_once_submitted(start, by):
    draft = start()
    claim_draft(by=by, draft_id=draft.pk, case_number="45002603020001")
    with pytest.raises(AlreadySubmitted):
        discard_draft(by=by, draft_id=draft.pk)


def test_is_refused_to_a_neighbour(start, neighbour):
    draft = start()
    with pytest.raises(UnknownDraft):
        discard_draft(by=neighbour, draft_id=draft.pk)
