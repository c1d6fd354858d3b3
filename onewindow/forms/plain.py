"""Plain forms: written in a few lines over one dictionary of fields, so that equal questions are equal.

A name with `~` at its end is optional there. Every form asks for the mobile number and the declaration last.
"""

from collections.abc import Iterator, Mapping
from typing import Any

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
KINDS: Mapping[str, Mapping[str, Any]] = {
    "name": {"type": "string", "minLength": 2, "maxLength": 100},
    "text": {"type": "string", "minLength": 1, "maxLength": 200},
    "textarea": {"type": "string", "minLength": 2, "maxLength": 1000},
    "code": {"type": "string", "minLength": 2, "maxLength": 40},
    "mobile": {"type": "string", "format": "mobile"},
    "resident-id": {"type": "string", "format": "resident-id"},
    "bank-card": {"type": "string", "format": "bank-card"},
    "date": {"type": "string", "format": "date"},
    "region": {"type": "string", "format": "region"},
    "bool": {"type": "boolean"},
    "declaration": {"const": True},
    "upload": {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "size": {"type": "integer"}},
    },
}
LAST = ("mobile", "declaration")
Told = Mapping[str, Any]


def compose(told: Told, dictionary: Mapping[str, Told]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return schema and UI of a form: `pages` of field names, `uploads` with the number of their material."""
    pages = [
        {
            "key": page["key"], "title": page["title"], "hint": page.get("hint", ""),
            **({"visible_if": page["if"]} if page.get("if") else {}),
            "fields": [_field(name, dictionary) for name in page["fields"]],
        }
        for page in _pages(told)
    ]  # fmt: skip
    for page in pages:
        for field in page["fields"]:
            if seq := told.get("uploads", {}).get(field["name"]) or told.get("uploads", {}).get(
                f"{field['name']}~"
            ):
                field["material"] = seq
    names = [name for page in _pages(told) for name in page["fields"]]
    schema = {
        "$schema": SCHEMA, "type": "object", "additionalProperties": False,
        "properties": {name.rstrip("~"): _kind(dictionary[name.rstrip("~")]) for name in names},
        "required": [name for name in names if not name.endswith("~")],
    }  # fmt: skip
    return schema, {"pages": pages}


def _pages(told: Told) -> Iterator[Told]:
    yield from told.get("pages", ())
    if told.get("uploads"):
        yield {"key": "papers", "title": "请上传材料", "hint": "照片或者扫描件；领取结果时核对原件。",
               "fields": list(told["uploads"])}  # fmt: skip
    yield {"key": "contact", "title": "怎么联系您？", "fields": [LAST[0]]}
    yield {"key": "declaration", "title": "请确认", "fields": [LAST[1]]}


def _field(name: str, dictionary: Mapping[str, Told]) -> dict[str, Any]:
    key = name.rstrip("~")
    told = dictionary[key]
    field = {"name": key, "label": told["label"], "widget": told["widget"]}
    field |= {part: told[part] for part in ("hint", "size", "short", "messages") if part in told}
    if "choices" in told:
        field["choices"] = [{"value": value, "label": label} for value, label in told["choices"].items()]
    if "prefill" in told:
        source, _, answer = told["prefill"].partition(".")
        field["prefill"] = {"source": source, "field": answer}
    return field


def _kind(told: Told) -> dict[str, Any]:
    if "choices" in told:
        return {"enum": list(told["choices"])}
    return dict(KINDS[told["widget"]])
