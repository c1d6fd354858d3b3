"""Builds a form from its stored schemas and refuses one whose two halves do not fit."""

import re
from collections.abc import Mapping
from typing import Any

from onewindow.forms.definition import Choice, Field, Form, Page, Prefill
from onewindow.rules.public import condition_fault

WIDGETS = frozenset(
    {
        "text", "name", "textarea", "code", "mobile", "resident-id", "uscc", "bank-card", "date", "bool",
        "radio", "checkboxes", "select", "declaration", "upload", "region", "group",
    }
)  # fmt: skip
NOT_IN_ROWS = frozenset({"upload", "declaration", "group", "region"})
MOST_ROWS = 50
INPUTMODES = {"mobile": "tel", "bank-card": "numeric", "date": "numeric"}
AUTOCOMPLETE = {"mobile": "tel"}


NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")


class BadForm(ValueError):
    """A form definition that cannot be asked; the text is for who designs it."""


def build(
    code: str, *, version: int, title: str, digest: str, schema: Mapping[str, Any], ui: Mapping[str, Any]
) -> Form:
    """Return the form; raise BadForm when UI schema and JSON Schema disagree."""
    properties = schema.get("properties", {})
    required = set(schema.get("required", ()))
    rules = [rule.get("then", {}) for rule in schema.get("allOf", ())]
    conditional = {name for rule in rules for name in rule.get("required", ())}
    pages = tuple(
        Page(
            key=told["key"],
            title=told["title"],
            hint=told.get("hint", ""),
            fields=tuple(_field(f, properties, required | conditional) for f in told["fields"]),
            visible_if=told.get("visible_if", ""),
        )
        for told in ui["pages"]
    )
    form = Form(code, version, title, digest, pages, schema, ui.get("prefill_keys", {}))
    _check(form, set(properties))
    return form


def _field(told: Mapping[str, Any], properties: Mapping[str, Any], required: set[str]) -> Field:
    name, widget = told["name"], told["widget"]
    if name not in properties:
        raise BadForm(f"填写项“{name}”没有写明数据类型（schema）。")
    if widget not in WIDGETS:
        raise BadForm(f"填写项“{name}”的填写方式“{widget}”不认识。")
    prefill = told.get("prefill")
    if told.get("only_shown") and (prefill is None or name in required):
        raise BadForm(f"填写项“{name}”只显示、不填写，所以要有数据来源，也不能必填。")
    mine = properties[name]
    return Field(
        name=name,
        label=told["label"],
        widget=widget,
        hint=told.get("hint", ""),
        choices=tuple(Choice(c["value"], c["label"], c.get("hint", "")) for c in told.get("choices", ())),
        optional=name not in required,
        prefill=Prefill(prefill["source"], prefill["field"]) if prefill else None,
        locked=told.get("locked", False) or told.get("only_shown", False),
        only_shown=told.get("only_shown", False),
        short=told.get("short", ""),
        max_length=mine.get("maxLength", 200),
        autocomplete=told.get("autocomplete", AUTOCOMPLETE.get(widget, "off")),
        inputmode=told.get("inputmode", INPUTMODES.get(widget, "")),
        size=told.get("size", ""),
        messages=told.get("messages", {}),
        material=told.get("material", 0),
        visible_if=told.get("visible_if", ""),
        parts=_parts(told, mine) if widget == "group" else (),
        most=min(mine.get("maxItems", MOST_ROWS), MOST_ROWS),
    )


def _parts(told: Mapping[str, Any], rows: Mapping[str, Any]) -> tuple[Field, ...]:
    """Return the fields of one row of a repeat group; its schema is an array of objects."""
    items = rows.get("items", {})
    properties, required = items.get("properties", {}), set(items.get("required", ()))
    parts = tuple(_field(one, properties, required) for one in told.get("fields", ()))
    for one in parts:
        if one.widget in NOT_IN_ROWS or one.prefill or one.visible_if:
            raise BadForm(
                f"重复组“{told['name']}”里的“{one.name}”不能上传、承诺、预填、选地区，也不能带条件。"
            )
    if not parts or {one.name for one in parts} != set(properties) or len(parts) != len(properties):
        raise BadForm(f"重复组“{told['name']}”的填写项和数据类型（schema）对不上。")
    return parts


def _check(form: Form, properties: set[str]) -> None:
    names = form.names
    odd = [one for one in names if not NAME.fullmatch(one)]
    if odd:
        raise BadForm(f"填写项的名称只能用字母、数字和下划线，以字母开头：{'、'.join(odd)}")
    if len(set(names)) != len(names) or set(names) != properties:
        raise BadForm(f"页面和数据类型（schema）的填写项对不上，或者重名：{_odd(names, properties)}")
    if len({page.key for page in form.all_pages}) != len(form.all_pages):
        raise BadForm("两页用了同一个编号。")
    before: list[str] = []
    for page in form.all_pages:
        _check_condition(f"页“{page.title}”", page.visible_if, before)
        for field in page.fields:
            _check_condition(f"填写项“{field.label}”", field.visible_if, before)
            before.append(field.name)


def _odd(names: tuple[str, ...], properties: set[str]) -> str:
    twice = {name for name in names if names.count(name) > 1}
    return "、".join(sorted(twice | (set(names) ^ properties)))


def _check_condition(where: str, condition: str, before: list[str]) -> None:
    """Refuse a condition that is no FEEL, or speaks of what is asked only later."""
    fault = condition_fault(condition, before) if condition else ""
    if fault:
        raise BadForm(f"{where}的显示条件写得不对：{fault}")
