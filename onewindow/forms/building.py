"""Builds a form from its stored schemas and refuses one whose two halves do not fit."""

from collections.abc import Mapping
from typing import Any

from onewindow.forms.definition import Choice, Field, Form, Page, Prefill
from onewindow.forms.visibility import fault_of

WIDGETS = frozenset(
    {
        "text", "name", "textarea", "code", "mobile", "resident-id", "uscc", "bank-card", "date", "bool",
        "radio", "checkboxes", "select", "declaration", "upload", "region",
    }
)  # fmt: skip
INPUTMODES = {"mobile": "tel", "bank-card": "numeric", "date": "numeric"}
AUTOCOMPLETE = {"mobile": "tel"}


class BadForm(ValueError):
    """A form definition that cannot be asked."""


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
        raise BadForm(f"field {name!r} is not in the schema")
    if widget not in WIDGETS:
        raise BadForm(f"field {name!r} has an unknown widget {widget!r}")
    prefill = told.get("prefill")
    if told.get("only_shown") and (prefill is None or name in required):
        raise BadForm(f"field {name!r} is only shown, so it needs a prefill and cannot be required")
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
        max_length=properties[name].get("maxLength", 200),
        autocomplete=told.get("autocomplete", AUTOCOMPLETE.get(widget, "off")),
        inputmode=told.get("inputmode", INPUTMODES.get(widget, "")),
        size=told.get("size", ""),
        messages=told.get("messages", {}),
        material=told.get("material", 0),
    )


def _check(form: Form, properties: set[str]) -> None:
    names = form.names
    if len(set(names)) != len(names) or set(names) != properties:
        raise BadForm(f"{form.code}: pages and schema name different fields: {set(names) ^ properties}")
    if len({page.key for page in form.all_pages}) != len(form.all_pages):
        raise BadForm(f"{form.code}: two pages have one key")
    for page in form.all_pages:
        fault = fault_of(page.visible_if, names) if page.visible_if else ""
        if fault:
            raise BadForm(f"{form.code}: page {page.key!r} is visible if what? {fault}")
