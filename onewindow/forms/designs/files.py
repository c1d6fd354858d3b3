"""A form as a file: the same definition gives the same bytes, in and out again. Pure."""

import json
from typing import Any

from onewindow.forms.building import BadForm, build
from onewindow.forms.definition import Form
from onewindow.forms.designs.editing import Told
from onewindow.forms.validation import schema_fault

MOST_BYTES = 500_000


def as_file(told: Told) -> bytes:
    """Return the definition as UTF-8 JSON with sorted keys, two spaces deep."""
    kept = {key: told[key] for key in ("title", "schema", "ui")}
    return (json.dumps(kept, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()


def from_file(data: bytes) -> Told:
    """Return the definition of a file; raise BadForm where it is none, or asks what cannot be asked."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise BadForm(f"文件不是 JSON：{fault}") from fault
    if not isinstance(told, dict) or set(told) != {"title", "schema", "ui"} or not told["title"]:
        raise BadForm("文件里要有而且只有 title、schema、ui 三项。")
    built(told)
    return told


def built(told: Told) -> Form:
    """Return the form of a definition; raise BadForm for whatever keeps it from being asked."""
    try:
        form = build(
            "design", version=0, title=str(told["title"]), digest="", schema=told["schema"], ui=told["ui"]
        )
    except (KeyError, TypeError, AttributeError) as fault:
        raise BadForm(f"表单数据不完整：{fault}") from fault
    fault = schema_fault(told["schema"])
    if fault:
        raise BadForm(f"数据类型（schema）写得不对：{fault}")
    return form


def is_same(one: Told, other: Any) -> bool:
    """Tell whether two definitions are the same to the byte."""
    return as_file(one) == as_file(other)
