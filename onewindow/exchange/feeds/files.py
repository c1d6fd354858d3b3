"""Rows out of a file's bytes: CSV, JSON, XML, Excel; every value is text, a number or a boolean."""

import csv
import io
import re
from collections.abc import Callable
from xml.etree import ElementTree

import orjson
from openpyxl import load_workbook

Rows = list[dict[str, object]]
_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def rows_of(data: bytes, kind: str, rows: str = "") -> Rows:
    """Return the rows; `rows` names the list (JSON) or the element (XML). Raises ValueError."""
    return _KINDS[kind](data, rows)


def _csv(data: bytes, _rows: str) -> Rows:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return [
        dict(row) for row in csv.DictReader(io.StringIO(text, newline=""), strict=True) if None not in row
    ]


def _json(data: bytes, rows: str) -> Rows:
    told = orjson.loads(data)
    found = told[rows] if rows else told
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ValueError("not a list of objects")
    return found


def _xml(data: bytes, rows: str) -> Rows:
    if _DOCTYPE.search(data):
        raise ValueError("a document type is not taken")
    root = ElementTree.fromstring(data)  # noqa: S314  neither DTD nor entities reach the parser
    return [{child.tag: child.text or "" for child in row} for row in root.iter(rows or "row")]


def _xlsx(data: bytes, _rows: str) -> Rows:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        lines = book.worksheets[0].iter_rows(values_only=True)
        head = [str(name or "") for name in next(lines, ())]
        return [
            {name: _cell(value) for name, value in zip(head, line, strict=False) if name}
            for line in lines
            if any(value is not None for value in line)
        ]
    finally:
        book.close()


def _cell(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat is not None else str(value)


_KINDS: dict[str, Callable[[bytes, str], Rows]] = {"csv": _csv, "json": _json, "xml": _xml, "xlsx": _xlsx}
