"""Saying that a register is wrong: about locked values and about those one may change."""

import pytest

from onewindow.forms.public import draft_for, read_page, save_page
from onewindow.forms.tests.test_form_page import drawn

PAGE, FIELD = "certificate", "certificate_number"


@pytest.fixture
def post(start, by, nurse_form):
    draft = start()

    def posted(page: str = PAGE, **typed: str):
        before = draft_for(by, draft.pk)
        read = read_page(nurse_form, page, typed, draft=before)
        assert read.errors == {}
        return save_page(
            by=by,
            draft_id=draft.pk,
            page_key=page,
            values=read.values,
            revision=before.revision,
            disputes=read.disputes,
        )

    return posted


def test_a_value_one_may_change_can_be_disputed(post, nurse_form):
    draft = post(certificate_number="202345000123", certificate_number__dispute="登记的编号少一位")

    assert draft.disputes == {FIELD: "登记的编号少一位"}
    html = drawn(nurse_form, PAGE, draft.answers, None, draft.sources, draft.disputes)
    assert '<details class="dispute" open>' in html
    assert "登记的编号少一位</textarea>" in html


def test_a_dispute_outlives_the_change_of_the_value_and_can_be_taken_back(post, nurse_form):
    draft = post(certificate_number="202345000999", certificate_number__dispute="登记错了")
    assert (draft.answers[FIELD], draft.disputes) == ("202345000999", {FIELD: "登记错了"})
    assert FIELD not in draft.sources
    assert 'name="certificate_number__dispute"' in drawn(
        nurse_form, PAGE, draft.answers, None, draft.sources, draft.disputes
    )

    assert post(certificate_number="202345000999").disputes == {FIELD: "登记错了"}
    again = post(certificate_number="202345000999", certificate_number__dispute="还是错的")
    assert again.disputes == {FIELD: "还是错的"}
    taken_back = post(certificate_number="202345000999", certificate_number__dispute="")
    assert taken_back.disputes == {}


def test_what_no_register_told_cannot_be_disputed(post, nurse_form):
    assert post("exam", exam_date="2026-02-01", exam_date__dispute="不对").disputes == {}
    assert post("contact", mobile="19900000001", mobile__dispute="不对").disputes == {}
    html = drawn(
        nurse_form, "contact", {"mobile": "1"}, None, {"mobile": {"source": "x", "at": "2026-03-02"}}
    )
    assert "__dispute" not in html


def test_a_dispute_about_nothing_told_is_not_kept(start, by):
    draft = start("packaged-food")
    for page, values, said in (
        ("principal", {}, {"principal_name": "已换人"}),
        ("premises", {"premises_same": True}, {"licence_address": "已迁址"}),
    ):
        draft = save_page(
            by=by, draft_id=draft.pk, page_key=page, values=values, revision=draft.revision, disputes=said
        )

    assert draft.disputed == []
