"""One field as the designer types it: read into UI schema and JSON Schema, and shown again. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from onewindow.forms.building import MOST_ROWS, NAME, NOT_IN_ROWS
from onewindow.rules.public import condition_fault

WIDGETS: tuple[tuple[str, str], ...] = (
    ("text", "一行文字"),
    ("textarea", "多行文字"),
    ("name", "姓名"),
    ("code", "编号、号码（自动去空格、转大写）"),
    ("radio", "单选"),
    ("select", "下拉单选"),
    ("checkboxes", "多选"),
    ("bool", "是或者否"),
    ("date", "日期"),
    ("mobile", "手机号码"),
    ("resident-id", "身份证号码"),
    ("uscc", "统一社会信用代码"),
    ("bank-card", "银行卡号"),
    ("region", "地区"),
    ("upload", "上传材料"),
    ("group", "重复组（同样几项填多行）"),
    ("declaration", "承诺（勾选）"),
)
CHOSEN = frozenset({"radio", "select", "checkboxes"})
WORDS = frozenset({"text", "textarea", "name", "code"})
FORMATS = {name: {"type": "string", "format": name} for name in (
    "date", "mobile", "resident-id", "uscc", "bank-card", "region",
)}  # fmt: skip
FILE = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "size": {"type": "integer"}},
}
PLAIN = ("hint", "short", "visible_if")
MOST_CHOICES = 200


@dataclass
class Entry:
    """What a designer typed for one field, with what is wrong at its boxes."""

    ui: dict[str, Any]
    schema: dict[str, Any]
    required: bool
    errors: dict[str, list[str]] = field(default_factory=dict)


def read(
    data: Mapping[str, str], ui: Mapping[str, Any], schema: Mapping[str, Any], *, before: list[str],
    taken: set[str], in_group: bool,
) -> Entry:  # fmt: skip
    """Read a field over what it was before; what the page does not show (prefill, own messages) stays."""
    given = {key: str(value).replace("\0", "").strip() for key, value in data.items()}
    widget = given.get("widget", "")
    made = Entry({**ui, "name": given.get("name", ""), "label": given.get("label", ""), "widget": widget},
                 {}, "required" in data)  # fmt: skip
    for key in PLAIN:
        made.ui.pop(key, None)
        if given.get(key):
            made.ui[key] = given[key][:1000]
    _name(made, taken)
    _widget(made, given, in_group)
    kept = schema if ui.get("widget") == widget else {}
    made.schema = _schema(made, given, kept)
    if in_group and made.ui.pop("visible_if", ""):
        made.errors["visible_if"] = ["重复组里的填写项不能带条件，请把条件写在整个重复组上。"]
    fault = condition_fault(made.ui["visible_if"], before) if made.ui.get("visible_if") else ""
    if fault:
        made.errors["visible_if"] = [f"条件写得不对：{fault}。只能用前面已经问过的填写项。"]
    return made


def _name(made: Entry, taken: set[str]) -> None:
    if not NAME.fullmatch(made.ui["name"]):
        made.errors["name"] = ["名称只能用字母、数字和下划线，以字母开头，例如 site_address。"]
    elif made.ui["name"] in taken:
        made.errors["name"] = ["这个名称已经用过，请换一个。"]
    if not 0 < len(made.ui["label"]) <= 200:
        made.errors["label"] = ["请填写问题，不超过 200 个字。"]


def _widget(made: Entry, given: Mapping[str, str], in_group: bool) -> None:
    widget = made.ui["widget"]
    if widget not in dict(WIDGETS):
        made.errors["widget"] = ["请选择填写方式。"]
    elif in_group and widget in NOT_IN_ROWS:
        made.errors["widget"] = ["重复组里不能上传、承诺、选地区，也不能再套重复组。"]
    if widget != "group":
        made.ui.pop("fields", None)
    material = given.get("material", "")
    made.ui.pop("material", None)
    if widget == "upload" and material:
        if material.isdecimal() and 0 < int(material) < 1000:
            made.ui["material"] = int(material)
        else:
            made.errors["material"] = ["请填写办事指南里这份材料的序号。"]
    if widget in CHOSEN:
        _choices(made, given.get("choices", ""))
    elif widget != "bool":
        made.ui.pop("choices", None)


def _choices(made: Entry, text: str) -> None:
    lines = [line.strip() for line in text.replace("｜", "|").splitlines() if line.strip()]
    rows = [[part.strip() for part in line.split("|", 2)] for line in lines]
    if len(rows) < 2 or len(rows) > MOST_CHOICES or any(len(row) < 2 or not all(row[:2]) for row in rows):
        made.errors["choices"] = ["每行写一个选项：代码|文字|说明（说明可以不写），至少两行。"]
    elif len({row[0] for row in rows}) != len(rows):
        made.errors["choices"] = ["选项的代码有重复。"]
    made.ui["choices"] = [
        {"value": row[0], "label": row[1] if len(row) > 1 else "", "hint": row[2] if len(row) > 2 else ""}
        for row in rows
    ]


def _schema(made: Entry, given: Mapping[str, str], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of the value; of the same kind of field what the page does not show stays."""
    widget = made.ui["widget"]
    values = [one["value"] for one in made.ui.get("choices", ())]
    if widget in {"radio", "select"}:
        return {**kept, "enum": values}
    if widget == "checkboxes":
        return {"minItems": 1, **kept, "type": "array", "uniqueItems": True, "items": {"enum": values}}
    if widget == "group":
        empty = {"type": "object", "additionalProperties": False, "properties": {}, "required": []}
        rows = {"uniqueItems": True, **kept, "type": "array", "items": kept.get("items", empty)}
        return _limits(made, given, rows, {"minItems": "least", "maxItems": "most"}, MOST_ROWS)
    if widget in WORDS:
        words = _limits(
            made, given, {**kept, "type": "string"}, {"minLength": "least", "maxLength": "most"}, 4000
        )
        return _pattern(made, given, words)
    if widget == "bool":
        return {"type": "boolean"}
    if widget == "declaration":
        return {"const": True}
    return dict(FORMATS.get(widget, FILE))


def _limits(
    made: Entry, given: Mapping[str, str], schema: dict[str, Any], keys: Mapping[str, str], top: int
) -> dict[str, Any]:
    for key, box in keys.items():
        schema.pop(key, None)
        text = given.get(box, "")
        if not text:
            continue
        if text.isdecimal() and len(text) < 5 and 0 < int(text) <= top:
            schema[key] = int(text)
        else:
            made.errors[box] = [f"请填写 1 到 {top} 之间的整数，或者空着。"]
    low, high = (schema.get(key) for key in keys)
    if low and high and low > high:
        made.errors["most"] = ["最多不能小于最少。"]
    return schema


def _pattern(made: Entry, given: Mapping[str, str], schema: dict[str, Any]) -> dict[str, Any]:
    schema.pop("pattern", None)
    pattern, told = given.get("pattern", ""), given.get("pattern_told", "")
    messages = {key: text for key, text in made.ui.get("messages", {}).items() if key != "pattern"}
    if pattern:
        schema["pattern"] = pattern[:300]
        try:
            re.compile(pattern)
        except re.error as fault:
            made.errors["pattern"] = [f"格式（正则表达式）写得不对：{fault}。"]
        if told:
            messages["pattern"] = told[:200]
        else:
            made.errors["pattern_told"] = ["请写明格式不对时怎样提示填表的人。"]
    made.ui.pop("messages", None)
    if messages:
        made.ui["messages"] = messages
    return schema


def shown(ui: Mapping[str, Any], schema: Mapping[str, Any], *, required: bool) -> dict[str, object]:
    """Return a field as the designer's page shows it."""
    lines = (
        "|".join(filter(None, (one["value"], one["label"], one.get("hint", ""))))
        for one in ui.get("choices", ())
    )
    return {
        **{key: ui.get(key, "") for key in ("name", "label", "widget", "material", *PLAIN)},
        "required": required,
        "choices": "\n".join(lines),
        "least": schema.get("minLength", schema.get("minItems", "")),
        "most": schema.get("maxLength", schema.get("maxItems", "")),
        "pattern": schema.get("pattern", ""),
        "pattern_told": ui.get("messages", {}).get("pattern", ""),
    }
