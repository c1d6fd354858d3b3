"""Filling a draft at once: as if each page were saved, in one unit of work; every page's faults are told."""

from datetime import timedelta

import pytest

from onewindow.forms.public import (
    AlreadySubmitted,
    DraftClosed,
    StaleDraft,
    UnknownDraft,
    claim_draft,
    discard_draft,
    draft_for,
    fill_draft,
    save_page,
)
from onewindow.kernel.public import Invalid, clock

FOOD = {"premises_same": False, "premises_address": "广西南宁市兴宁区示例路9号", "mobile": "19900000999"}


def page_by_page(by, draft, values):
    """Save page after page, as the applicant does."""
    from onewindow.forms.public import form

    asked = form(draft.form_code, draft.form_version)
    for page in asked.all_pages:
        if page.key in {one.key for one in asked.pages(draft.answers)}:
            mine = {f.name: values[f.name] for f in page.fields if f.name in values}
            draft = save_page(
                by=by, draft_id=draft.pk, page_key=page.key, values=mine, revision=draft.revision
            )
    return draft


@pytest.mark.parametrize(
    "values",
    [
        FOOD,
        {**FOOD, "premises_same": True},
        {**FOOD, "mobile": ""},
        {"stranger": 1, "premises_same": False},
        {},
    ],
)
def test_it_is_the_same_as_page_by_page(start, by, values):
    draft = start("packaged-food")
    told = fill_draft(by=by, draft_id=draft.pk, values=values, revision=draft.revision)
    assert told.revision == draft.revision + 1
    discard_draft(by=by, draft_id=draft.pk)
    other = page_by_page(by, start("packaged-food"), values)
    assert (told.answers, told.sources.keys()) == (other.answers, other.sources.keys())


def test_keeps_a_locked_value_and_forgets_the_source_of_another(start, by):
    draft = start()
    values = {"institution_code": "459900000002", "mobile": "19900000999"}
    saved = fill_draft(by=by, draft_id=draft.pk, values=values, revision=1)
    assert saved.answers["institution_code"] == "459900000001"
    assert saved.answers["mobile"] == "19900000999"
    assert ("institution_code" in saved.sources, "mobile" in saved.sources) == (True, False)


def test_the_faults_of_all_pages_are_told_and_nothing_is_kept(start, by):
    draft = start()
    values = {"mobile": "12", "exam_date": "2026-13-01"}
    with pytest.raises(Invalid) as refused:
        fill_draft(by=by, draft_id=draft.pk, values=values, revision=1)
    assert set(refused.value.errors) == {"mobile", "exam_date"}
    assert draft_for(by, draft.pk).revision == 1


def test_is_refused_to_others_and_in_other_states(start, by, neighbour, noon):
    draft = start()
    with pytest.raises(UnknownDraft):
        fill_draft(by=neighbour, draft_id=draft.pk, values={}, revision=1)
    fill_draft(by=by, draft_id=draft.pk, values={}, revision=1)
    with pytest.raises(StaleDraft):
        fill_draft(by=by, draft_id=draft.pk, values={}, revision=1)
    with clock.at(noon + timedelta(days=31)), pytest.raises(DraftClosed):
        fill_draft(by=by, draft_id=draft.pk, values={}, revision=2)
    claim_draft(by=by, draft_id=draft.pk, case_number="CASE")
    with pytest.raises(AlreadySubmitted):
        fill_draft(by=by, draft_id=draft.pk, values={}, revision=2)
