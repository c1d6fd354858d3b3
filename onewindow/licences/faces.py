"""照面: which fields a licence of a type shows, as JSON Schema; values checked in words for people."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import orjson
from django.utils.translation import gettext as _
from jsonschema_rs import Draft202012Validator

DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
CODE = r"^[\x21-\x7e]+$"
Schema = Mapping[str, Any]


def schema_of(lines: list[str]) -> dict[str, Any]:
    """Return the schema of fields declared as `name label kind length`; `~` after the name: may be left out.

    Kinds: text, code (printable ASCII), date, number, one (choices by "|" in place of the length).
    """
    properties: dict[str, Any] = {}
    required = []
    for line in lines:
        name, label, kind, *rest = line.split()
        if not name.endswith("~"):
            required.append(name)
        properties[name.rstrip("~")] = {"title": label, **_kind(kind, rest)}
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        "x-order": list(properties),
    }


def _kind(kind: str, rest: list[str]) -> dict[str, Any]:
    if kind == "date":
        return {"type": "string", "pattern": DATE, "format": "date"}
    if kind == "number":
        return {"type": "number", "minimum": 0}
    if kind == "one":
        return {"enum": rest[0].split("|")}
    told: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": int(rest[0])}
    return told | {"pattern": CODE} if kind == "code" else told


def faults(schema: Schema, face: object) -> dict[str, str]:
    """Return what is wrong with a face, by field; empty when it is as its type wants it."""
    found: dict[str, str] = {}
    for error in _validator(orjson.dumps(schema, option=orjson.OPT_SORT_KEYS)).iter_errors(face):
        path = [str(part) for part in error.instance_path]
        name = path[0] if path else ""
        if error.kind.name == "required":
            name = str(getattr(error.kind, "property", name))
            found.setdefault(name, _("缺少这一项。"))
        elif error.kind.name == "additionalProperties":
            for extra in getattr(error.kind, "unexpected", [""]):
                found.setdefault(str(extra), _("这种证照没有这一项。"))
        else:
            found.setdefault(name, _fault(error.kind.name))
    return found


def _fault(kind: str) -> str:
    words = {
        "maxLength": _("内容过长。"),
        "minLength": _("不能为空。"),
        "pattern": _("格式不正确。"),
        "format": _("不是真实的日期。"),
        "enum": _("不是允许的值。"),
        "type": _("类型不正确。"),
    }
    return words.get(kind, _("内容有误。"))


@lru_cache(maxsize=256)
def _validator(schema: bytes) -> Draft202012Validator:
    return Draft202012Validator(orjson.loads(schema), validate_formats=True)


def order(schema: Schema) -> list[str]:
    """Return the names of the fields in the order of the face."""
    return list(schema.get("x-order") or schema["properties"])


def titles(schema: Schema, names: Sequence[str] | None) -> list[str]:
    """Return the fields named, in words and in the order of the face; all of them for None."""
    return [
        str(schema["properties"][name]["title"]) for name in order(schema) if names is None or name in names
    ]


KINDS = {"date": "日期", "number": "数字", "pattern": "代码"}


def declared(schema: Schema) -> list[dict[str, object]]:
    """Return the fields as the catalogue shows them: label, kind, longest, whether it may be left out."""
    told: list[dict[str, object]] = []
    for name in order(schema):
        rule = schema["properties"][name]
        signs = {*rule, rule.get("format"), rule.get("type")}
        kind = next((word for key, word in KINDS.items() if key in signs), "文字")
        told.append(
            {
                "label": rule["title"],
                "kind": "、".join(rule["enum"]) if "enum" in rule else kind,
                "longest": rule.get("maxLength", ""),
                "optional": name not in schema["required"],
            }
        )
    return told


def asked(schema: Schema, given: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the fields of a face as a form asks for them, with what was typed."""
    told: list[dict[str, object]] = []
    for name in order(schema):
        rule = schema["properties"][name]
        longest = int(rule.get("maxLength", 20))
        told.append(
            {
                "name": f"face-{name}",
                "label": rule["title"],
                "value": given.get(f"face-{name}", ""),
                "optional": name not in schema["required"],
                "choices": [{"value": one, "label": one} for one in rule.get("enum", [])],
                "longest": longest,
                "long": longest > 300,
                "date": rule.get("format") == "date",
            }
        )
    return told


def rows(
    schema: Schema, face: Mapping[str, Any], *, only: Sequence[str] | None = None
) -> list[tuple[str, str]]:
    """Return the face as labels and words, in order; only the fields named, where some are."""
    return [
        (str(schema["properties"][name]["title"]), _words(face[name]))
        for name in order(schema)
        if face.get(name) not in (None, "") and (only is None or name in only)
    ]


def _words(value: object) -> str:
    text = str(value)
    if len(text) == 10 and text[4:5] == "-" and text[7:8] == "-":
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        return f"{day.year}年{day.month}月{day.day}日"
    return text
