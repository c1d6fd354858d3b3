"""Merging: each question once, each material once, conditions kept, counts before and after."""

from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.collaboration.merging import Part, answers_of, merge
from onewindow.forms.public import build


def part(key: str, *pages: dict, materials: tuple = (), when: str = "", kinds: dict | None = None) -> Part:
    names = [field["name"] for page in pages for field in page["fields"]]
    schema = {
        "properties": {name: (kinds or {}).get(name, {"type": "string"}) for name in names},
        "required": names,
    }
    return Part(key, schema, {"pages": list(pages)}, materials, when)


def page(key: str, *names: str, title: str = "题", **more: object) -> dict:
    return {
        "key": key,
        "title": title,
        "fields": [{"name": n, "label": n, "widget": "text"} for n in names],
        **more,
    }


def built(merged):
    return build("x", version=1, title="合并", digest="", schema=merged.schema, ui=merged.ui)


def test_one_question_of_two_bodies_is_asked_once_and_answers_both() -> None:
    merged = merge([part("a", page("p", "name", "address")), part("b", page("q", "address", "area"))])
    assert built(merged).names == ("name", "address", "area")
    assert (merged.questions_apart, merged.questions) == (4, 3)
    answers = {"name": "甲", "address": "路", "area": "9"}
    assert answers_of(merged.names["b"], answers) == {"address": "路", "area": "9"}


def test_one_name_with_two_meanings_stays_two_questions() -> None:
    other = page("q", "kind")
    other["fields"][0]["label"] = "另一种"
    merged = merge([part("a", page("p", "kind")), part("b", other)])
    assert merged.names == {"a": {"kind": "kind"}, "b": {"kind": "b_kind"}}
    assert answers_of(merged.names["b"], {"kind": "1", "b_kind": "2"}) == {"kind": "2"}


def test_who_takes_part_only_sometimes_asks_only_then() -> None:
    merged = merge(
        [part("a", page("p", "name")), part("b", page("q", "name", "tobacco"), when="sells = true")],
        [{"name": "sells", "title": "卖吗？", "label": "卖烟"}],
    )
    form = built(merged)
    assert [f.name for p in form.pages({"sells": False}) for f in p.fields] == ["sells", "name"]
    assert [f.name for p in form.pages({"sells": True}) for f in p.fields] == ["sells", "name", "tobacco"]


def test_asked_under_two_conditions_it_is_asked_under_either() -> None:
    merged = merge(
        [part("a", page("p", "floor"), when="x = true"), part("b", page("q", "floor"), when="y = true")],
        [{"name": n, "title": n, "label": n} for n in ("x", "y")],
    )
    form = built(merged)
    asked = [("floor" in [f.name for p in form.pages({"x": x, "y": y}) for f in p.fields])
             for x, y in ((False, False), (True, False), (False, True))]  # fmt: skip
    assert asked == [False, True, True]


def test_a_material_is_handed_in_once_by_its_upload_or_its_name() -> None:
    upload = {
        "key": "u",
        "title": "材料",
        "fields": [{"name": "plan", "label": "平面图", "widget": "upload", "material": 1}],
    }
    online, held = {"name": "表", "filled_online": True}, {"share_resource_code": "e"}
    merged = merge(
        [
            part("a", upload, materials=({"name": "平面布局图", "necessity": "2"}, online)),
            part("b", upload, materials=({"name": "平面布置图", "necessity": "1"}, {"name": "执照", **held})),
            part("c", materials=({"name": "营业执照", **held},)),
        ]
    )
    assert [(row["name"], row.get("necessity")) for row in merged.materials] == [
        ("平面布局图", "1"), ("表", None), ("执照", None),
    ]  # fmt: skip
    assert (merged.papers_apart, merged.papers) == (2, 1)
    assert built(merged).all_pages[0].fields[0].material == 1


NAMES = st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=5, unique=True)


@settings(max_examples=80, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=6))
def test_every_member_gets_all_its_answers_back_whatever_is_merged(fields: list[list[str]]) -> None:
    parts = [part(f"m{n}", page("p", *names, title="题")) for n, names in enumerate(fields)]
    merged = merge(parts)
    form = built(merged)
    assert len(form.names) == len(set(form.names)) == merged.questions == len({n for f in fields for n in f})
    answers = {name: name.upper() for name in form.names}
    for one, names in zip(parts, fields, strict=True):
        assert answers_of(merged.names[one.key], answers) == {name: name.upper() for name in names}
