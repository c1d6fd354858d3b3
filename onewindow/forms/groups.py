"""Repeat groups (重复组): several rows of the same few fields, typed without script, kept as a list."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from onewindow.forms.definition import Field
from onewindow.forms.validation import EMPTY
from onewindow.forms.wording import missing

Rows = list[dict[str, object]]
ReadPart = Callable[[Field, Mapping[str, Any]], tuple[object, str]]


def read(field: Field, data: Mapping[str, Any], read_part: ReadPart) -> tuple[Rows, dict[str, list[str]]]:
    """Return the rows that hold something and are not to go, with messages at `group-row-part`."""
    rows: Rows = []
    errors: dict[str, list[str]] = {}
    for typed in range(_count(field, data)):
        if f"{field.name}-{typed}__remove" in data:
            continue
        row, faults = _row(field, data, typed, len(rows), read_part)
        if row:
            rows.append(row)
            errors |= faults
    return rows, errors


def _row(
    field: Field, data: Mapping[str, Any], typed: int, at: int, read_part: ReadPart
) -> tuple[dict[str, object], dict[str, list[str]]]:
    """Read the row typed at one place, told at the place it will have."""
    row: dict[str, object] = {}
    faults: dict[str, list[str]] = {}
    for part in field.parts:
        value, fault = read_part(named(field, part, typed), data)
        if value not in EMPTY:
            row[part.name] = value
        elif not fault and not part.optional:
            fault = missing(part)
        if fault:
            faults[named(field, part, at).name] = [fault]
    return row, faults


def named(field: Field, part: Field, row: int) -> Field:
    """Return a part with the name its box has in a row."""
    return replace(part, name=f"{field.name}-{row}-{part.name}")


def rows_of(value: object) -> Rows:
    """Return the rows of an answer, whatever was kept."""
    return [dict(row) for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _count(field: Field, data: Mapping[str, Any]) -> int:
    text = str(data.get(f"{field.name}__rows", ""))
    return min(int(text), field.most + 1) if text.isdecimal() and len(text) < 4 else 0
