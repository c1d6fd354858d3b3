"""Entries as files, the same bytes for the same entries: JSON, CSV and Excel; and back."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from openpyxl import Workbook, load_workbook

from onewindow.catalogue.drafting.entries import FIELDS, ROWS, Entry
from onewindow.catalogue.errors import InvalidProposal
from onewindow.catalogue.models import ItemVersion, LegalBasis, Material, Question

HEAD = ["task_code", "basic_code", *FIELDS, *ROWS]
TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip
LARGEST, UNPACKED, MOST = 20 << 20, 200 << 20, 5_000
LONGEST_CELL = 32_000
_TEXT = {
    f.attname for f in ItemVersion._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)
} | {"task_code", "basic_code"}
_COLUMNS = {f.attname: f for f in ItemVersion._meta.concrete_fields}
_ROW_COLUMNS = {
    name: {f.attname: f for f in model._meta.concrete_fields}
    for name, model in (("materials", Material), ("bases", LegalBasis), ("questions", Question))
}
_RISKY = ("'", "=", "+", "-", "@", "\t", "\r")


def write(entries: Iterable[Entry], form: str) -> bytes:
    """Return entries as a file; the order is that of the codes. Raises InvalidProposal for too long cells."""
    ordered = sorted(entries, key=lambda entry: str(entry["task_code"]))
    if form == "json":
        plain = [{k: v for k, v in entry.items() if k != "agency_id"} for entry in ordered]
        return (json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
    rows = [HEAD, *([_cell(entry, name) for name in HEAD] for entry in ordered)]
    return _csv(rows) if form == "csv" else _xlsx(rows)


def read(data: bytes, form: str) -> list[Entry]:
    """Return the entries of a file, without their bodies. Raises InvalidProposal naming the line."""
    if len(data) > LARGEST:
        raise InvalidProposal(errors={"file": ["文件超过 20 MB，请分成几个文件导入。"]})
    try:
        if form == "json":
            found = _checked(json.loads(data.decode("utf-8-sig")))
        else:
            lines = _csv_rows(data) if form == "csv" else _xlsx_rows(data)
            found = [_entry(head, row, number) for number, head, row in _lines(lines)]
    except InvalidProposal:
        raise
    except Exception as error:  # parsers of foreign files raise whatever they like
        raise InvalidProposal(errors={"file": [f"文件读不出来：{str(error)[:120]}"]}) from error
    if not found:
        raise InvalidProposal(errors={"file": ["文件里没有事项。"]})
    if len(found) > MOST:
        raise InvalidProposal(errors={"file": [f"一次最多导入 {MOST} 个事项。"]})
    return found


def _cell(entry: Entry, name: str) -> str:
    value = entry[name] if name in entry else entry["fields"].get(name)
    if name in _TEXT:
        text = str(value or "")
        return f"'{text}" if text.startswith(_RISKY) else text
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _csv(rows: Iterable[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return ("\ufeff" + out.getvalue()).encode()


def _xlsx(rows: list[list[str]]) -> bytes:
    if any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        raise InvalidProposal(errors={"file": ["有的内容超过 Excel 一格的长度，请导出 JSON。"]})
    book = Workbook(write_only=True)
    sheet = book.create_sheet("事项")
    for row in rows:
        sheet.append(row)
    raw = io.BytesIO()
    book.save(raw)
    return _undated(raw)


def _undated(raw: io.BytesIO) -> bytes:
    """Return the same book without the time it was made, so that the same entries give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(made.namelist()):
            if name != "docProps/core.xml":
                target.writestr(zipfile.ZipInfo(name), made.read(name), zipfile.ZIP_DEFLATED)
            else:
                core = b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
                target.writestr(zipfile.ZipInfo(name), core)
    return out.getvalue()


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    yield from csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)


def _xlsx_rows(data: bytes) -> Iterator[list[str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > UNPACKED:
            raise InvalidProposal(errors={"file": ["文件展开后过大。"]})
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for row in book.worksheets[0].iter_rows(values_only=True, max_row=MOST + 2):
        yield ["" if cell is None else str(cell) for cell in row]


def _lines(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str], list[str]]]:
    head = [name.strip() for name in next(rows, [])]
    if "task_code" not in head:
        raise InvalidProposal(errors={"file": ["第一行应当是列名，其中要有 task_code。"]})
    if unknown := [name for name in head if name and name not in HEAD]:
        raise InvalidProposal(errors={"file": [f"不认识的列：{'、'.join(unknown[:5])}。"]})
    for number, row in enumerate(rows, 2):
        if any(row):
            yield number, head, row


def _entry(head: list[str], row: list[str], number: int) -> Entry:
    entry: Entry = {"task_code": "", "basic_code": "", "fields": {}, **{name: [] for name in ROWS}}
    for name, cell in zip(head, row, strict=False):
        try:
            value = _value(name, cell)
        except ValueError as error:
            raise InvalidProposal(errors={"file": [f"第 {number} 行的 {name} 读不出来。"]}) from error
        if name in {"task_code", "basic_code", *ROWS}:
            entry[name] = value if value is not None else []
        elif name:
            entry["fields"][name] = value
    return _checked([entry])[0]


def _value(name: str, cell: str) -> Any:
    if name in _TEXT:
        return cell[1:] if cell.startswith("'") else cell
    return json.loads(cell) if cell.strip() else None


def _row_fits(table: str, row: Entry) -> bool:
    known = _ROW_COLUMNS[table]
    return not set(row) - set(ROWS[table]) and all(_fits(known[name], value) for name, value in row.items())


def _fits(column: Any, value: Any) -> bool:
    """Tell whether a value can be stored in a column."""
    if isinstance(column, models.CharField | models.TextField):
        return isinstance(value, str) and len(value) <= (column.max_length or 200_000) and "\x00" not in value
    if isinstance(column, models.BooleanField):
        return isinstance(value, bool) or (value is None and column.null)
    if isinstance(column, models.IntegerField):
        whole = isinstance(value, int) and not isinstance(value, bool)
        return (whole and 0 <= value < 2**31) or (value is None and column.null)
    if isinstance(column, ArrayField):
        size = column.base_field.max_length or 200
        return isinstance(value, list) and all(isinstance(v, str) and len(v) <= size for v in value)
    return isinstance(value, dict if column.name == "when" else list)


def _checked(given: Any) -> list[Entry]:
    """Return entries whose shape and types are right; what they say is judged like any other draft."""
    if not isinstance(given, list):
        raise InvalidProposal(errors={"file": ["文件应当是一个事项列表。"]})
    for number, entry in enumerate(given, 1):
        sound = (
            isinstance(entry, dict)
            and isinstance(entry.get("task_code"), str)
            and isinstance(entry.get("basic_code"), str)
            and isinstance(entry.get("fields"), dict)
            and not set(entry["fields"]) - set(FIELDS)
            and all(_fits(_COLUMNS[name], value) for name, value in entry["fields"].items())
            and all(
                isinstance(entry.get(name), list)
                and len(entry[name]) <= 500
                and all(isinstance(row, dict) and _row_fits(name, row) for row in entry[name])
                for name in ROWS
            )
        )
        if not sound:
            raise InvalidProposal(errors={"file": [f"第 {number} 个事项的结构或者内容的类型不对。"]})
    return given
