"""What a form field and an error summary need to be drawn."""

from collections.abc import Iterable, Mapping, Sequence

from django.forms import BaseForm
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

PLAIN = {"text", "tel", "email", "password", "search", "number", "date"}
ATTRIBUTES = (
    "maxlength",
    "inputmode",
    "autocomplete",
    "placeholder",
    "accept",
    "rows",
    "pattern",
    "min",
    "max",
    "spellcheck",
    "list",
)
FLAGS = ("readonly", "disabled", "multiple")


def field_context(name: str, label: str, options: Mapping[str, object]) -> dict[str, object]:
    """Return the context of `ui/c/field.html`."""
    kind = str(options.get("type") or "text")
    errors = messages(options.get("errors"))
    hint = options.get("hint") or ""
    described = " ".join([f"{name}-h"] * bool(hint and kind != "confirm") + [f"{name}-e"] * bool(errors))
    value = options.get("value")
    return {
        "id": name,
        "name": name,
        "label": label,
        "type": kind,
        "html_type": kind if kind in PLAIN else "text",
        "hint": hint,
        "errors": errors,
        "described": described,
        "value": "" if value is None else value,
        "optional": bool(options.get("optional")),
        "size": options.get("size") or "",
        "blank": options.get("blank") or "",
        "choices": choices(options.get("choices"), value),
        "parts": date_parts(value) if kind == "dateparts" else (),
        "attrs": attributes(options, described, bool(errors)),
    }


def attributes(options: Mapping[str, object], described: str, bad: bool) -> str:
    """Return the input's further attributes, escaped, with a leading space."""
    pairs = [(key, options[key]) for key in ATTRIBUTES if options.get(key) not in {None, ""}]
    pairs += [(key, key) for key in FLAGS if options.get(key)]
    if options.get("resumable"):
        pairs.append(("data-upload", ""))
    if described:
        pairs.append(("aria-describedby", described))
    if bad:
        pairs.append(("aria-invalid", "true"))
    return format_html_join("", ' {}="{}"', pairs)


def choices(given: object, value: object) -> list[dict[str, object]]:
    """Return choices as value, label, hint, on; takes pairs, triples, mappings or objects."""
    chosen = {str(v) for v in value} if isinstance(value, list | tuple | set | frozenset) else {_text(value)}
    return [_choice(one, chosen) for one in (given if isinstance(given, Iterable) else ())]


def _choice(one: object, chosen: set[str]) -> dict[str, object]:
    if isinstance(one, Mapping):
        value, label, hint = one.get("value"), one.get("label"), one.get("hint", "")
    elif isinstance(one, Sequence) and not isinstance(one, str):
        value, label, hint = (*one, "")[:3]
    else:
        value, label = getattr(one, "value", one), getattr(one, "label", one)
        hint = getattr(one, "hint", "")
    return {"value": value, "label": label, "hint": hint, "on": _text(value) in chosen}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def date_parts(value: object) -> list[dict[str, object]]:
    """Return the three boxes of a date given as a date, an ISO text or three parts."""
    given = list(value) if isinstance(value, list | tuple) else str(value or "").split("-")
    year, month, day = [*given, "", "", ""][:3]
    return [
        {"key": "year", "label": _("年"), "value": year, "size": 4},
        {"key": "month", "label": _("月"), "value": month, "size": 2},
        {"key": "day", "label": _("日"), "value": day, "size": 2},
    ]


def messages(given: object) -> list[str]:
    """Return one or many messages as a list."""
    if not given:
        return []
    if isinstance(given, Iterable) and not isinstance(given, str):
        return [str(one) for one in given]
    return [str(given)]


def error_lines(errors: object) -> list[tuple[str, str]]:
    """Return (element id, message) for each error, field by field; an empty id has nothing to link to."""
    if isinstance(errors, BaseForm):
        errors = {key.replace("__all__", ""): list(found) for key, found in errors.errors.items()}
    if isinstance(errors, Mapping):
        return [(str(key), text) for key, found in errors.items() for text in messages(found)]
    return [("", text) for text in messages(errors)]
