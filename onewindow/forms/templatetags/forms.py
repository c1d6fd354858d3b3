"""Draws the questions of a page: `{% load forms %}{% form_page page values errors sources %}`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template

from onewindow.forms import groups, regions
from onewindow.forms.definition import Field, Form, Page
from onewindow.forms.errors import StaleDraft
from onewindow.forms.summary import readable
from onewindow.forms.validation import EMPTY
from onewindow.kernel.public import clock

register = template.Library()
TYPES = {
    "mobile": "tel",
    "textarea": "textarea",
    "radio": "radio",
    "bool": "radio",
    "checkboxes": "checkbox",
    "select": "select",
    "date": "dateparts",
    "declaration": "confirm",
    "upload": "file",
}
YES_NO = ({"value": "true", "label": "是"}, {"value": "false", "label": "否"})
ACCEPT = ".pdf,.ofd,.jpg,.jpeg,.png,.heic"


@register.inclusion_tag("forms/page.html")
def form_page(
    page: Page,
    values: Mapping[str, object] | None = None,
    errors: Mapping[str, list[str]] | None = None,
    sources: Mapping[str, Any] | None = None,
    *,
    disputes: Mapping[str, str] | None = None,
    heading: str = "h1",
) -> dict[str, object]:
    """Draw heading, prefilled values with their source, and the fields; put it inside the page's form.

    Values are answers or what was typed wrongly; the error summary and the buttons belong to the page around.
    """
    values, sources = values or {}, sources or {}
    held = [f for f in page.fields if f.locked and f.name in sources and values.get(f.name) not in EMPTY]
    asked = [
        _asked(f, values.get(f.name), errors or {}, sources, (disputes or {}).get(f.name, ""))
        for f in page.fields
        if f not in held and not f.only_shown
    ]
    return {
        "page": page,
        "asked": asked,
        "cards": _cards(held, values, sources, disputes or {}),
        "heading": heading,
    }


@register.inclusion_tag("forms/conflict.html")
def draft_conflict(form: Form, conflict: StaleDraft) -> dict[str, object]:
    """Draw both sides of a draft that was changed in two windows: what is kept and what was just typed."""
    fields = {f.name: f for page in form.all_pages if page.key == conflict.page for f in page.fields}
    rows = [
        (fields[name].title, readable(fields[name], conflict.saved.get(name)), _typed(fields[name], value))
        for name, value in conflict.typed.items()
        if name in fields
    ]
    return {"rows": rows}


def _typed(field: Field, value: object) -> str:
    return readable(field, {"name": value.name} if hasattr(value, "name") else value)


def _asked(
    field: Field, value: object, errors: Mapping[str, list[str]], sources: Mapping[str, Any], note: str
) -> dict[str, object]:
    if field.parts:
        return _group(field, groups.rows_of(value), errors)
    kept_file = value.get("name", "") if isinstance(value, Mapping) else ""
    return {
        "field": field,
        "type": TYPES.get(field.widget, "text"),
        "region": regions.levels(field.name, _code(value)) if field.widget == "region" else None,
        "value": kept_file if field.widget == "upload" else value,
        "kept_file": kept_file,
        "errors": errors.get(field.name),
        "rows": None,
        "choices": field.choices or (YES_NO if field.widget == "bool" else ()),
        "accept": ACCEPT if field.widget == "upload" else "",
        "maxlength": "" if field.widget in {"upload", "date"} else max(field.max_length, 40),
        "source": _source(sources.get(field.name)),
        "disputable": field.disputable and (field.name in sources or bool(note)),
        "note": note,
    }


def _group(field: Field, rows: groups.Rows, errors: Mapping[str, list[str]]) -> dict[str, object]:
    """Return the rows that are there and an empty one to go on with."""
    more = len(rows) < field.most
    drawn = [
        {
            "number": at + 1,
            "kept": at < len(rows),
            "remove": f"{field.name}-{at}__remove",
            "asked": [
                _asked(groups.named(field, part, at), row.get(part.name), errors, {}, "")
                for part in field.parts
            ],
        }
        for at, row in enumerate([*rows, {}] if more else rows)
    ]
    return {"field": field, "rows": drawn, "errors": errors.get(field.name), "more": more}


def _code(value: object) -> str:
    return (
        value if isinstance(value, str) and len(value) == 12 and value.isascii() and value.isdigit() else ""
    )


def _cards(
    held: list[Field], values: Mapping[str, object], sources: Mapping[str, Any], disputes: Mapping[str, str]
) -> list[dict[str, object]]:
    """One card per source, with its values and a place to say what is wrong with them."""
    cards: dict[str, dict[str, Any]] = {}
    for field in held:
        told = _source(sources[field.name])
        card = cards.setdefault(told["label"], {"source": told, "rows": [], "fields": []})
        card["rows"].append((field.label, readable(field, values.get(field.name))))
        card["fields"].append({"field": field, "note": disputes.get(field.name, "")})
    for card in cards.values():
        card["disputed"] = any(one["note"] for one in card["fields"])
    return list(cards.values())


def _source(told: Mapping[str, Any] | None) -> dict[str, Any]:
    if not told:
        return {}
    return {"label": told.get("source", ""), "at": clock.local(datetime.fromisoformat(told["at"]))}
