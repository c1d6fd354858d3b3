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
    return errors | _faults(_whole(form), fields, given, known=set(errors))


def faults_of_page(form: Form, page: Page, values: Answers) -> dict[str, list[str]]:
    """Return messages for the values of one page, without asking what is missing."""
    fields = {f.name: f for f in page.fields}
    given = {name: value for name, value in values.items() if name in fields and value not in EMPTY}
    return _faults(_part(form, page.key), fields, given, known=set())


def _faults(
    validator: Draft202012Validator, fields: Mapping[str, Field], given: Answers, *, known: set[str]
) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for fault in validator.iter_errors(dict(given)):
        place, keyword = fault.instance_path, fault.kind.name
        name = str(place[0]) if place else str(getattr(fault.kind, "property", ""))
        if name not in fields or name in known:
            continue
        message = wrong(fields[name], keyword, _limit(fault.kind), given.get(name))
        if message not in errors.setdefault(name, []):
            errors[name].append(message)
    return errors


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
