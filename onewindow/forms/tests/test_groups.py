"""Repeat groups and conditions of single fields: typed without script, kept as rows, told at their boxes."""

import copy
import json

import pytest
from django.http import QueryDict
from django.template import Context, Template

from onewindow.forms import building, seed
from onewindow.forms.public import Form, form, read_page, save_page, summary, validate
from onewindow.kernel.public import Invalid

TOLD = json.loads((seed.DATA / "health-food-production.json").read_text())
TEA = {"name": "金花茶片", "approval": "食健备G202545000001", "route": "filed"}
OIL = {"name": "山茶油软胶囊", "approval": "国食健注G20250001", "route": "registered"}


@pytest.fixture
def food(forms_planted) -> Form:
    return form("health-food-production")


def posted(*rows: dict[str, str], **more: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data["products__rows"] = str(len(rows))
    for at, row in enumerate(rows):
        for name, value in row.items():
            data[f"products-{at}-{name}" if name != "remove" else f"products-{at}__remove"] = value
    data.update(more)
    return data


def test_rows_are_read_in_order_without_the_empty_and_the_removed(food):
    read = read_page(food, "products", posted(TEA, {}, TEA | {"remove": "1"}, OIL))

    assert read.errors == {}
    assert read.values["products"] == [TEA, OIL]


def test_what_is_wrong_is_told_at_the_box_it_will_have(food):
    read = read_page(food, "products", posted({}, TEA, {"name": "茶", "approval": "x", "route": ""}))

    assert read.errors == {
        "products-1-name": ["产品名称至少 2 个字"],
        "products-1-approval": ["注册号或者备案号不对，请对照证书填写，例如 食健备G202545000001"],
        "products-1-route": ["请选择注册还是备案"],
    }
    assert "products" not in read.sound
    assert read.values["products"][0] == TEA


def test_the_whole_form_names_the_row(food):
    answers = {"products": [TEA, {"name": "茶油", "approval": "国食健注G20250001"}]}

    assert validate(food, answers)["products"] == ["第 2 项：请选择注册还是备案"]


@pytest.mark.parametrize("rows", ["", "x", "99999", "-1", "21"])
def test_an_odd_count_of_rows_breaks_nothing(food, rows: str):
    data = posted(TEA)
    data["products__rows"] = rows

    assert read_page(food, "products", data).values["products"] == ([TEA] if rows == "21" else [])


def test_fields_of_a_page_appear_with_the_answers_above_them(start, by, food):
    draft = start("health-food-production")
    read = read_page(food, "products", posted(TEA, entrusted="true"), draft=draft)
    draft = save_page(by=by, draft_id=draft.pk, page_key="products", values=read.values, revision=1)
    shown = {page.key: [f.name for f in page.fields] for page in food.pages(draft.answers)}

    assert (read.values, shown["products"]) == ({"products": [TEA]}, ["products", "entrusted"])

    read = read_page(food, "products", posted(TEA, OIL, entrusted="true"), draft=draft)
    draft = save_page(by=by, draft_id=draft.pk, page_key="products", values=read.values, revision=2)
    assert validate(food, draft.answers)["entrusted_to"] == ["请填写受托企业的全称"]

    read = read_page(food, "products", posted(entrusted="true", entrusted_to="示例药业有限公司"), draft=draft)
    draft = save_page(by=by, draft_id=draft.pk, page_key="products", values=read.values, revision=3)
    assert not {"products", "entrusted", "entrusted_to"} & set(draft.answers)
    assert not {"products", "entrusted_to"} & set(validate(food, draft.answers))


def test_rows_the_schema_refuses_are_not_kept(start, by):
    draft = start("health-food-production")
    with pytest.raises(Invalid) as refusal:
        save_page(by=by, draft_id=draft.pk, page_key="products", values={"products": [TEA, TEA]}, revision=1)

    assert refusal.value.errors == {"products": ["产品里有重复的行，请去掉重复的"]}


def test_a_reader_sees_each_row(food):
    rows = {row.field: row.value for row in summary(food, {"products": [TEA, OIL]})}

    assert rows["products"] == (
        "（1）产品名称：金花茶片，注册号或者备案号：食健备G202545000001，注册还是备案：备案；"
        "（2）产品名称：山茶油软胶囊，注册号或者备案号：国食健注G20250001，注册还是备案：注册"
    )


def test_the_page_has_a_box_to_go_on_with_and_one_to_remove(food):
    page = next(one for one in food.all_pages if one.key == "products")
    drawn = Template("{% load forms %}{% form_page page values errors %}").render(
        Context(
            {"page": page, "values": {"products": [TEA]}, "errors": {"products-0-name": ["请填写产品名称"]}}
        )
    )

    for words in (
        'name="products__rows" value="2"', 'name="products-0-name" value="金花茶片"',
        'name="products-1-name"',
        'name="products-0__remove"', 'name="more"', 'id="products-0-name-e"',
    ):  # fmt: skip
        assert words in drawn
    assert 'name="products-1__remove"' not in drawn


@pytest.mark.parametrize(
    ("at", "key", "value"),
    [
        ("products", "fields", []),
        ("products", "visible_if", "count("),
        ("products", "visible_if", 'mobile = "1"'),
        ("products", "name", "a-b"),
    ],
)
def test_a_form_that_cannot_be_asked_is_refused(at: str, key: str, value: object):
    told = copy.deepcopy(TOLD)
    field = next(f for page in told["ui"]["pages"] for f in page["fields"] if f["name"] == at)
    field[key] = value
    with pytest.raises(building.BadForm):
        building.build("x", version=1, title="x", digest="", schema=told["schema"], ui=told["ui"])
