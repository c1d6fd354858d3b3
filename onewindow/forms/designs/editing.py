"""Changes of a form's definition as plain data: each returns a new definition. Pure."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Told = dict[str, Any]
SCHEMA = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class Place:
    """Where a field is asked: its page, the repeat group it is part of, its name (none for a new one)."""

    page: str
    group: str = ""
    name: str = ""


def blank(title: str) -> Told:
    """Return a form that asks nothing yet."""
    schema = {
        "$schema": SCHEMA, "type": "object", "additionalProperties": False, "properties": {}, "required": [],
    }  # fmt: skip
    return {"title": title, "schema": schema, "ui": {"pages": []}}


def page_of(told: Told, key: str) -> dict[str, Any] | None:
    """Return a page by its key."""
    return next((page for page in told["ui"]["pages"] if page["key"] == key), None)


def field_of(told: Told, place: Place) -> dict[str, Any] | None:
    """Return a field as the UI schema has it."""
    return next((one for one in _fields(told, place) if one["name"] == place.name), None)


def schema_of(told: Told, place: Place) -> dict[str, Any]:
    """Return the JSON Schema of a field's value, empty for a new field."""
    return dict(_object(told, place).get("properties", {}).get(place.name, {}))


def is_required(told: Told, place: Place) -> bool:
    """Tell whether a field must be filled in, always or where it is asked."""
    inside = _object(told, place)
    rules = [rule.get("then", {}).get("required", ()) for rule in inside.get("allOf", ())]
    return any(place.name in names for names in (inside.get("required", ()), *rules))


def names_before(told: Told, place: Place) -> list[str]:
    """Return the fields asked before a place, which a condition there may speak of."""
    names: list[str] = []
    for page in told["ui"]["pages"]:
        for one in page["fields"]:
            if page["key"] == place.page and one["name"] == place.name:
                return names
            names.append(one["name"])
        if page["key"] == place.page:
            return names
    return names


def names_before_page(told: Told, key: str) -> list[str]:
    """Return the fields of the pages before a page, all for a new one."""
    names: list[str] = []
    for page in told["ui"]["pages"]:
        if page["key"] == key:
            break
        names += [one["name"] for one in page["fields"]]
    return names


def put_page(told: Told, key: str, page: Mapping[str, str]) -> Told:
    """Change a page's words and condition, or add it at the end."""
    made = copy.deepcopy(told)
    mine = page_of(made, key)
    if mine is None:
        mine = {"fields": []}
        made["ui"]["pages"].append(mine)
    mine |= {name: text for name, text in page.items() if text or name != "visible_if"}
    if not page.get("visible_if"):
        mine.pop("visible_if", None)
    return made


def drop_page(told: Told, key: str) -> Told:
    """Remove a page with all it asks."""
    made = copy.deepcopy(told)
    for one in list((page_of(made, key) or {"fields": []})["fields"]):
        made = drop_field(made, Place(key, "", one["name"]))
    made["ui"]["pages"] = [page for page in made["ui"]["pages"] if page["key"] != key]
    return made


def move_page(told: Told, key: str, by: int) -> Told:
    """Move a page up or down by so many places."""
    made = copy.deepcopy(told)
    _move(made["ui"]["pages"], "key", key, by)
    return made


def put_field(
    told: Told, place: Place, field: Mapping[str, Any], schema: Mapping[str, Any], *, required: bool
) -> Told:
    """Put a field at a place, or at the end of its page; a changed name takes its value's schema along."""
    made = copy.deepcopy(told)
    fields, inside = _fields(made, place), _object(made, place)
    at = next((at for at, one in enumerate(fields) if one["name"] == place.name), len(fields))
    fields[at : at + 1] = [dict(field)]
    _forget(inside, place.name, as_condition=place.name != field["name"])
    inside.setdefault("properties", {})[field["name"]] = dict(schema)
    if required:
        inside.setdefault("required", []).append(field["name"])
    return made


def drop_field(told: Told, place: Place) -> Told:
    """Remove a field and its value's schema."""
    made = copy.deepcopy(told)
    fields = _fields(made, place)
    fields[:] = [one for one in fields if one["name"] != place.name]
    _forget(_object(made, place), place.name)
    return made


def move_field(told: Told, place: Place, by: int) -> Told:
    """Move a field up or down; beyond the edge of its page it goes to the next one."""
    made = copy.deepcopy(told)
    fields = _fields(made, place)
    at = next((at for at, one in enumerate(fields) if one["name"] == place.name), None)
    pages = [page["key"] for page in made["ui"]["pages"]]
    if at is not None and not place.group and not 0 <= at + by < len(fields):
        beyond = pages.index(place.page) + by
        if 0 <= beyond < len(pages):
            there = made["ui"]["pages"][beyond]["fields"]
            there.insert(len(there) if by < 0 else 0, fields.pop(at))
        return made
    _move(fields, "name", place.name, by)
    return made


def _fields(told: Told, place: Place) -> list[dict[str, Any]]:
    page = page_of(told, place.page)
    fields: list[dict[str, Any]] = page["fields"] if page else []
    if not place.group:
        return fields
    group = next((one for one in fields if one["name"] == place.group), None)
    return group.setdefault("fields", []) if group else []


def _object(told: Told, place: Place) -> dict[str, Any]:
    """Return the object schema that holds the place's fields."""
    schema: dict[str, Any] = told["schema"]
    if not place.group:
        return schema
    rows = schema.get("properties", {}).get(place.group, {})
    return rows.setdefault("items", {}) if rows else {}


def _forget(inside: dict[str, Any], name: str, *, as_condition: bool = True) -> None:
    """Take a name out of an object schema; `as_condition` drops the rules that ask for more because of it."""
    inside.get("properties", {}).pop(name, None)
    if name in inside.get("required", ()):
        inside["required"].remove(name)
    kept = []
    for rule in inside.pop("allOf", ()):
        needed = [one for one in rule.get("then", {}).get("required", ()) if one != name]
        gone = as_condition and name in rule.get("if", {}).get("properties", {})
        if needed and not gone:
            kept.append({**rule, "then": {**rule["then"], "required": needed}})
    if kept:
        inside["allOf"] = kept


def _move(rows: list[dict[str, Any]], key: str, value: str, by: int) -> None:
    at = next((at for at, one in enumerate(rows) if one[key] == value), None)
    if at is not None and 0 <= at + by < len(rows):
        rows.insert(at + by, rows.pop(at))
