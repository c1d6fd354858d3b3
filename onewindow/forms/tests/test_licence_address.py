"""What is only shown: the address on the licence, beside the question whether the premises are the same."""

import pytest

from onewindow.exchange.tests.factories import answering
from onewindow.forms import building
from onewindow.forms.public import draft_for, read_page, save_page, start_draft, summary
from onewindow.forms.tests.test_form_page import drawn
from onewindow.identity.public import actor_for, applicant_of

ADDRESS = "广西南宁市兴宁区示例路1号"


@pytest.fixture
def start(forms_planted, zhuangxiangwei):
    def started(**faults: str):
        with answering(**faults):
            return start_draft(
                by=actor_for(zhuangxiangwei),
                item_code="item",
                item_version_id=1,
                form_code="packaged-food",
                applicant=applicant_of(zhuangxiangwei),
            )

    return started


def test_is_shown_with_its_source(start, food_form):
    draft = start()
    html = drawn(food_form, "premises", draft.answers, None, draft.sources)

    assert "已从市场监管登记系统（模拟系统）带入" in html
    assert f"<dt>营业执照上的住所</dt><dd>{ADDRESS}</dd>" in html
    assert 'name="licence_address"' not in html
    assert [row.value for row in summary(food_form, draft.answers)][:2] == ["未填写", ADDRESS]


def test_cannot_be_typed(start, food_form, zhuangxiangwei):
    draft, by = start(), actor_for(zhuangxiangwei)
    read = read_page(food_form, "premises", {"premises_same": "true", "licence_address": "别处"}, draft=draft)
    saved = save_page(
        by=by, draft_id=draft.pk, page_key="premises", values=read.values, revision=1,
        disputes={"licence_address": "已经迁址"},
    )  # fmt: skip

    assert saved.answers["licence_address"] == ADDRESS
    assert saved.disputes == {"licence_address": "已经迁址"}


def test_is_left_out_when_the_register_is_down(start, food_form, zhuangxiangwei):
    draft, by = start(enterprise="down"), actor_for(zhuangxiangwei)
    html = drawn(food_form, "premises", draft.answers, None, draft.sources)
    assert "住所</dt>" not in html
    assert "licence_address" not in html

    read = read_page(food_form, "premises", {"premises_same": "true", "licence_address": "别处"}, draft=draft)
    assert read.values == {"premises_same": True}
    save_page(by=by, draft_id=draft.pk, page_key="premises", values=read.values, revision=1)
    assert "licence_address" not in draft_for(by, draft.pk).answers
    assert "licence_address" not in {row.field for row in summary(food_form, draft.answers)}


def test_what_is_only_shown_needs_a_source():
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    shown = {"name": "a", "label": "a", "widget": "text", "only_shown": True}
    ui = {"pages": [{"key": "p", "title": "t", "fields": [shown]}]}
    with pytest.raises(building.BadForm):
        building.build("x", version=1, title="t", digest="", schema=schema, ui=ui)


def test_long_promises_have_a_short_name_in_lists(food_form, nurse_form):
    for form, name in ((food_form, "premises_promise"), (nurse_form, "declaration")):
        row = summary(form, {name: True})[-1]
        assert (row.label, row.value) == ("承诺", "已承诺")
