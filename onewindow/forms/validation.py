"""Checks answers against the form's JSON Schema and says in Chinese what to do."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import orjson
from jsonschema_rs import Draft202012Validator

from onewindow.forms.definition import Answers, Field, Form, Page
from onewindow.forms.wording import missing, wrong
from onewindow.kernel.public import codes

EMPTY: tuple[object, ...] = (None, "", [], {})


def validate(form: Form, answers: Answers) -> dict[str, list[str]]:
    """Return messages per field over all visible pages; empty when the answers may be submitted."""
    fields = {f.name: f for page in form.pages(answers) for f in page.fields}
    given = {name: value for name, value in form.relevant(answers).items() if value not in EMPTY}
    errors = {name: [missing(f)] for name, f in fields.items() if not f.optional and name not in given}
    return errors | _by_field(fields, _faults(_whole(form), fields, given, known=set(errors)))


def faults_of_page(form: Form, page: Page, values: Answers) -> dict[str, list[str]]:
    """Return messages for the values of one page, without asking what is missing."""
    fields = {f.name: f for f in page.fields}
    given = {name: value for name, value in values.items() if name in fields and value not in EMPTY}
    return _faults(_part(form, page.key), fields, given, known=set())


def _by_field(fields: Mapping[str, Field], faults: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Tell what is wrong in a row of a repeat group at the group, with the number of the row."""
    told: dict[str, list[str]] = {}
    for key, texts in faults.items():
        name, _, rest = key.partition("-")
        row = f"第 {int(rest.partition('-')[0]) + 1} 项：" if rest and name in fields else ""
        told.setdefault(name if row else key, []).extend(row + text for text in texts)
    return told


def _faults(
    validator: Draft202012Validator, fields: Mapping[str, Field], given: Answers, *, known: set[str]
) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for fault in validator.iter_errors(dict(given)):
        place, keyword = fault.instance_path, fault.kind.name
        name = str(place[0]) if place else str(getattr(fault.kind, "property", ""))
        if name not in fields or name in known:
            continue
        key, field, value = _placed(fields[name], fault, given.get(name))
        message = wrong(field, keyword, _limit(fault.kind), value)
        if message not in errors.setdefault(key, []):
            errors[key].append(message)
    return errors


def _placed(field: Field, fault: Any, value: object) -> tuple[str, Field, object]:
    """Return the key, field and value a fault is about: in a repeat group, those of the row."""
    place = list(fault.instance_path)
    if not field.parts or len(place) < 2 or not isinstance(value, list):
        return field.name, field, value
    at, part = int(place[1]), str(place[2]) if len(place) > 2 else str(getattr(fault.kind, "property", ""))
    found = next((one for one in field.parts if one.name == part), None)
    if found is None:
        return field.name, field, value
    row = value[at]
    return (
        f"{field.name}-{at}-{part}",
        found,
        row.get(part) if isinstance(row, Mapping) else None,
    )


def _limit(kind: Any) -> object:
    found = getattr(kind, "limit", None)
    return getattr(kind, "format", None) if found is None else found


def _whole(form: Form) -> Draft202012Validator:
    return _compiled(form.digest, "", orjson.dumps(form.schema))


def _part(form: Form, key: str) -> Draft202012Validator:
    known = _parts.get((form.digest, key))
    if known is None:
        names = [f.name for page in form.all_pages if page.key == key for f in page.fields]
        properties = form.schema["properties"]
        assert isinstance(properties, Mapping)
        known = _compiled_schema({"type": "object", "properties": {name: properties[name] for name in names}})
        _parts[form.digest, key] = known
    return known


_parts: dict[tuple[str, str], Draft202012Validator] = {}


@lru_cache(maxsize=256)
def _compiled(digest: str, part: str, schema: bytes) -> Draft202012Validator:
    return _compiled_schema(orjson.loads(schema))


def _compiled_schema(schema: Mapping[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(dict(schema), validate_formats=True, formats=dict(FORMAT_CHECKS))


def schema_fault(schema: Mapping[str, Any]) -> str:
    """Return why a JSON Schema cannot be used, or nothing."""
    try:
        _compiled_schema(schema)
    except (ValueError, TypeError) as fault:
        return str(fault).splitlines()[0]
    return ""


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


FORMAT_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "resident-id": codes.ResidentId.is_valid,
    "uscc": codes.Uscc.is_valid,
    "mobile": lambda text: re.fullmatch(r"1[3-9][0-9]{9}", text) is not None,
    "bank-card": lambda text: re.fullmatch(r"[0-9]{16,19}", text) is not None,
    "region": lambda text: re.fullmatch(r"[1-8][0-9]{11}", text) is not None,
    "date": _is_date,
}
