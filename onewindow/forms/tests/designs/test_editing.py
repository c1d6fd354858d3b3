"""Changes of a definition are pure; random ones never leave a form whose halves disagree."""

import copy
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.forms import seed
from onewindow.forms.building import BadForm
from onewindow.forms.designs import editing, entries
from onewindow.forms.designs.editing import Place
from onewindow.forms.designs.files import as_file, built, from_file
from onewindow.forms.designs.problems import problems
from onewindow.forms.designs.uses import FormUse

FILES = sorted(seed.DATA.glob("*.json"))
FOOD = json.loads((seed.DATA / "health-food-production.json").read_text())
KIND = Place("site", "", "product_kind")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_comes_back_to_the_byte(path) -> None:
    once = as_file(from_file(path.read_bytes()))

    assert as_file(from_file(once)) == once
    assert problems(json.loads(once), []) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_saving_a_field_unchanged_changes_nothing_that_is_asked(path) -> None:
    told = json.loads(path.read_text())
    form = built(told)
    for page in told["ui"]["pages"]:
        for one in page["fields"]:
            place = Place(page["key"], "", one["name"])
            box = entries.shown(
                one, editing.schema_of(told, place), required=editing.is_required(told, place)
            )
            typed = {key: str(text) for key, text in box.items() if text not in {"", False}}
            made = entries.read(
                typed, one, editing.schema_of(told, place), taken=set(), in_group=False,
                before=editing.names_before(told, place),
            )  # fmt: skip
            assert made.errors == {} or one.get("only_shown")
            told = editing.put_field(told, place, made.ui, made.schema, required=made.required)
    again = built(told)
    assert again.all_pages == form.all_pages
    assert again.schema["properties"] == form.schema["properties"]


def test_a_page_and_a_field_are_added_moved_and_removed() -> None:
    told = editing.put_page(editing.blank("样表"), "", {"key": "who", "title": "您是谁？", "hint": ""})
    told = editing.put_page(
        told, "", {"key": "why", "title": "为什么？", "hint": "", "visible_if": "who != null"}
    )
    told = editing.put_field(
        told,
        Place("who"),
        {"name": "who", "label": "姓名", "widget": "name"},
        {"type": "string"},
        required=True,
    )
    told = editing.put_field(
        told,
        Place("why"),
        {"name": "why", "label": "原因", "widget": "text"},
        {"type": "string"},
        required=False,
    )
    assert problems(told, []) == []
    assert [page.key for page in built(told).pages({"who": "韦晓兰"})] == ["who", "why"]
    assert "没有名为“who”的数据" in problems(editing.move_page(told, "why", -1), [])[0]
    assert editing.move_page(told, "why", 1) == told
    crossed = editing.move_field(told, Place("why", "", "why"), -1)
    assert [len(page["fields"]) for page in crossed["ui"]["pages"]] == [2, 0]
    gone = editing.drop_page(told, "who")
    assert (gone["schema"]["properties"], gone["schema"]["required"]) == ({"why": {"type": "string"}}, [])


def test_a_field_renamed_takes_its_rules_along_or_out() -> None:
    place = Place("products", "", "entrusted_to")
    assert editing.is_required(FOOD, place)
    ui = {**editing.field_of(FOOD, place), "name": "maker"}
    told = editing.put_field(FOOD, place, ui, editing.schema_of(FOOD, place), required=True)
    assert "allOf" not in told["schema"]
    assert "maker" in told["schema"]["required"]
    assert editing.is_required(FOOD, place)  # what was given is as it was


@pytest.mark.parametrize(
    ("typed", "at", "words"),
    [
        ({"name": "1a"}, "name", "以字母开头"),
        ({"name": "mobile"}, "name", "已经用过"),
        ({"label": ""}, "label", "请填写问题"),
        ({"widget": "dance"}, "widget", "请选择填写方式"),
        ({"widget": "radio", "choices": "a|甲"}, "choices", "至少两行"),
        ({"widget": "radio", "choices": "a|甲\na|乙"}, "choices", "重复"),
        ({"least": "9", "most": "3"}, "most", "不能小于"),
        ({"least": "x"}, "least", "整数"),
        ({"pattern": "[", "pattern_told": "x"}, "pattern", "正则表达式"),
        ({"pattern": "^a$"}, "pattern_told", "请写明"),
        ({"visible_if": "later = 1"}, "visible_if", "没有名为“later”的数据"),
        ({"visible_if": "age >="}, "visible_if", "条件写得不对"),
        ({"widget": "upload", "material": "x"}, "material", "序号"),
    ],
)
def test_what_is_wrong_is_told_at_its_box(typed: dict[str, str], at: str, words: str) -> None:
    data = {"name": "note", "label": "说明", "widget": "text", **typed}
    made = entries.read(data, {}, {}, before=["age"], taken={"mobile"}, in_group=False)

    assert list(made.errors) == [at]
    assert words in made.errors[at][0]


@pytest.mark.parametrize("widget", ["upload", "declaration", "group", "region"])
def test_rows_of_a_group_take_plain_fields_only(widget: str) -> None:
    made = entries.read(
        {"name": "a", "label": "甲", "widget": widget}, {}, {}, before=[], taken=set(), in_group=True
    )
    assert "widget" in made.errors


def test_a_material_must_be_in_the_guide_of_every_item_that_uses_the_form() -> None:
    told = copy.deepcopy(FOOD)
    told = editing.put_field(
        told, Place("site"), {"name": "plan", "label": "布局图", "widget": "upload", "material": 4},
        dict(entries.FILE), required=False,
    )  # fmt: skip
    one, other = (FormUse("x", name, 2, frozenset(seqs)) for name, seqs in (("甲", {4}), ("乙", {1, 2})))

    assert problems(told, [one]) == []
    assert problems(told, [one, other]) == ["“布局图”对应材料 4，但是“乙”第 2 版的指南里没有。"]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{}", b"[1]", b"\xff", b'{"title":"","schema":{},"ui":{}}',
        b'{"title":"x","schema":[],"ui":{}}',
        b'{"title":"x","schema":{"type":"object","properties":{}},"ui":{"pages":[{}]}}',
        b'{"title":"x","schema":{"type":"nonsense","properties":{}},"ui":{"pages":[]}}',
        b"[" * 5000,
    ],
)  # fmt: skip
def test_a_file_that_is_no_form_is_refused(data: bytes) -> None:
    with pytest.raises(BadForm):
        from_file(data)


STEPS = st.lists(
    st.tuples(st.sampled_from(["up", "down", "drop"]), st.integers(0, 5), st.integers(0, 5)), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_random_changes_keep_both_halves_together(steps: list[tuple[str, int, int]]) -> None:
    told = copy.deepcopy(FOOD)
    for how, at, which in steps:
        pages = told["ui"]["pages"]
        if not pages:
            break
        page = pages[at % len(pages)]
        fields = page["fields"]
        place = Place(page["key"], "", fields[which % len(fields)]["name"] if fields else "")
        if not place.name:
            told = editing.drop_page(told, page["key"])
        elif how == "drop":
            told = editing.drop_field(told, place)
        else:
            told = editing.move_field(told, place, -1 if how == "up" else 1)
    names = {one["name"] for page in told["ui"]["pages"] for one in page["fields"]}
    assert names == set(told["schema"]["properties"])
    assert set(told["schema"]["required"]) <= names
    assert all(re.search("还没有|条件|表单还没有页", text) for text in problems(told, []))
