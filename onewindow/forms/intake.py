"""Reads what was typed on one page into clean values, or says at the field what is wrong."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from onewindow.forms import groups, regions, typed
from onewindow.forms.definition import Field, Form, PageInput, Sent
from onewindow.forms.models import Draft
from onewindow.forms.validation import EMPTY, faults_of_page
from onewindow.forms.wording import missing, too_long

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOTE_LENGTH = 500
CHOICES_LIMIT = 100


def read_page(
    form: Form,
    page_key: str,
    data: Mapping[str, Any],
    files: Mapping[str, Any] | None = None,
    *,
    draft: Draft | None = None,
) -> PageInput:
    """Read one page's POST data and files; unknown fields are ignored.

    With the draft, files already kept stay, and locked fields keep their prefilled values. Never raises for
    what a person typed; raises UnknownPage for a page the answers do not make visible.
    """
    answers = draft.answers if draft else {}
    sources = draft.sources if draft else {}
    disputed = draft.disputes if draft else {}
    page = form.page(page_key, answers) if draft else _page(form, page_key)
    values: dict[str, object] = {}
    errors: dict[str, list[str]] = {}
    seen = {f.name for f in page.fields}
    for field in page.fields:
        if (
            draft
            and field.visible_if
            and field.name not in _still_asked(form, page_key, answers | values, seen)
        ):
            continue
        kept = answers.get(field.name)
        if field.locked and field.name in sources and kept not in EMPTY:
            values[field.name] = kept
            continue
        if field.only_shown:
            continue
        value, fault = _read(field, data, files or {}, kept, errors)
        values[field.name] = value
        surely_asked = draft is not None or not field.visible_if
        if not fault and value in EMPTY and not field.optional and surely_asked:
            fault = missing(field)
        if fault:
            errors[field.name] = [fault]
    read = PageInput(values, errors, _disputes(page.fields, {*sources, *disputed}, data))
    sound = {name: value for name, value in values.items() if name not in errors and not _is_new(value)}
    errors |= {key: told for key, told in faults_of_page(form, page, sound).items() if key not in errors}
    return read


def _still_asked(form: Form, key: str, answers: Mapping[str, object], seen: set[str]) -> set[str]:
    """Return which of the page's fields are still visible after what was typed above them."""
    now = next((page.fields for page in form.pages(answers) if page.key == key), ())
    return seen & {field.name for field in now}


def _read_part(field: Field, data: Mapping[str, Any]) -> tuple[object, str]:
    """Read one field of a row: what is left empty is told by the group."""
    return _read(field, data, {}, None, {})


def _page(form: Form, key: str) -> Any:
    for page in form.all_pages:
        if page.key == key:
            return page
    return form.page(key, {})


def is_plain(value: object) -> bool:
    """Tell whether a value is typed text or a choice, not a file still to be kept."""
    return not _is_new(value)


def _is_new(value: object) -> bool:
    return isinstance(value, (UploadedFile, Sent))


def _read(
    field: Field, data: Mapping[str, Any], files: Mapping[str, Any], kept: object,
    errors: dict[str, list[str]],
) -> tuple[object, str]:  # fmt: skip
    """Return the value, fit to be shown again, and the fault found while reading it; rows tell theirs."""
    if field.parts:
        rows, faults = groups.read(field, data, _read_part)
        errors |= faults
        return rows, ""
    if field.widget == "upload":
        return _upload(field, data, files, kept)
    if field.widget == "checkboxes":
        chosen = [typed.line(text[: typed.RAW_LIMIT]) for text in _list(data, field.name)[:CHOICES_LIMIT]]
        return list(dict.fromkeys(text[:200] for text in chosen if text)), ""
    if field.widget == "region":
        return regions.read(field, {key: _text(data, key) for key in regions.boxes(field.name)})
    if field.widget == "date":
        return _day(field, data)
    raw = _text(data, field.name)
    if len(raw) > typed.RAW_LIMIT:
        return raw[: min(field.max_length, 200)], too_long(field)
    value = typed.CLEANERS[field.widget](raw)
    if isinstance(value, str) and len(value) > field.max_length:
        return value[: field.max_length], too_long(field)
    if field.widget == "declaration" and value is not True:
        return None, missing(field)
    return value, ""


def _day(field: Field, data: Mapping[str, Any]) -> tuple[object, str]:
    single = _text(data, field.name)
    boxes = tuple(_text(data, f"{field.name}-{part}") for part in ("year", "month", "day"))
    if max(len(single), *map(len, boxes)) > 40:
        return "", f"{field.label}太长了，请按年、月、日填写"
    year, month, number = boxes
    return (typed.day(single) if single.strip() else typed.day_of_boxes((year, month, number))), ""


def _upload(
    field: Field, data: Mapping[str, Any], files: Mapping[str, Any], kept: object
) -> tuple[object, str]:
    new = files.get(field.name)
    if isinstance(new, UploadedFile):
        return (new, "") if new.size else (kept, f"{field.label}是空文件，请重新选择")
    sent = _text(data, f"{field.name}__upload")[:36]
    if sent:
        return (Sent(UUID(sent)), "") if _UUID.fullmatch(sent) else (kept, f"请重新选择{field.label}")
    return (None if _text(data, f"{field.name}__remove") else kept), ""


def _disputes(fields: tuple[Field, ...], prefilled: set[str], data: Mapping[str, Any]) -> dict[str, str]:
    return {
        field.name: typed.block(_text(data, f"{field.name}__dispute")[: NOTE_LENGTH * 4])[:NOTE_LENGTH]
        for field in fields
        if field.disputable and field.name in prefilled and f"{field.name}__dispute" in data
    }


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name, "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        value = value[-1] if value else ""
    return "" if value is None else str(value)


def _list(data: Mapping[str, Any], name: str) -> list[str]:
    getlist = getattr(data, "getlist", None)
    found = getlist(name) if getlist else data.get(name, [])
    return [str(one) for one in found] if isinstance(found, list | tuple) else [str(found)]
