"""Rows of a delivery one at a time, never all in memory: CSV, JSON lines, a JSON array, Excel."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from openpyxl import load_workbook

LONGEST = 256 * 1024
ARRAY, UNPACKED = 200 << 20, 1 << 30
FORMS = (".csv", ".json", ".jsonl", ".ndjson", ".xlsx")


@dataclass(frozen=True, slots=True)
class Raw:
    """One row as it was read: its number, its fields or the fault that left none, and its text."""

    number: int
    value: dict[str, Any] | None
    fault: str
    text: str


class Unreadable(OSError):
    """A file that is not of its form at all."""


def rows(path: Path) -> Iterator[Raw]:
    """Yield the rows of a file; a row that cannot be read has a fault. Raises OSError for a whole file."""
    form = path.suffix.lower()
    if form not in FORMS:
        raise Unreadable(f"{path.name}：请用 .csv、.jsonl、.json 或者 .xlsx 文件")
    if form == ".xlsx":
        yield from _table(_sheet(path))
        return
    with path.open("rb") as file:
        if form == ".csv":
            text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
            yield from _table(csv.reader(text))
            return
        if form == ".json" and _starts_array(file):
            yield from listed(_array(path))
            return
        yield from _lines(file)


def listed(values: Iterable[object]) -> Iterator[Raw]:
    """Yield rows that came as values already."""
    for number, value in enumerate(values, 1):
        text = orjson.dumps(value, default=str).decode()
        held = value if isinstance(value, dict) else None
        yield Raw(number, held, "" if held is not None else "not_an_object", text)


def _starts_array(file: BinaryIO) -> bool:
    start = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    file.seek(0)
    return start.startswith(b"[")


def _array(path: Path) -> list[Any]:
    if path.stat().st_size > ARRAY:
        raise Unreadable(f"{path.name}：超过 200 MB 的 JSON 请改成一行一个对象")
    try:
        found = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"{path.name}：不是有效的 JSON（{error}）") from error
    return found if isinstance(found, list) else [found]


def _lines(file: BinaryIO) -> Iterator[Raw]:
    number = 0
    while line := file.readline(LONGEST + 1):
        text = line.removeprefix(b"\xef\xbb\xbf") if not number else line
        if len(line) > LONGEST:
            number += 1
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST)
            yield Raw(number, None, "row_too_long", text[:2000].decode("utf-8", "replace"))
            continue
        if not text.strip():
            continue
        number += 1
        yield _line(number, text)


def _line(number: int, line: bytes) -> Raw:
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return Raw(number, None, "not_json", text)
    held = value if isinstance(value, dict) else None
    return Raw(number, held, "" if held is not None else "not_an_object", text)


def _sheet(path: Path) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise Unreadable(f"{path.name}：展开后过大")
        book = load_workbook(path, read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_cell(value) for value in row]
    except Unreadable:
        raise
    except Exception as error:  # readers of foreign files raise whatever they like
        raise Unreadable(f"{path.name}：不是可读的 Excel 文件") from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = str(value)
    return text[:10] if hasattr(value, "isoformat") and text.endswith(" 00:00:00") else text


def _table(lines: Iterator[list[str]]) -> Iterator[Raw]:
    head: list[str] = []
    number = 0
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error:
            number += 1
            yield Raw(number, None, "not_csv", "")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if not head:
            head = [cell.strip() for cell in cells]
            continue
        number += 1
        yield _row(number, head, cells)


def _row(number: int, head: list[str], cells: list[str]) -> Raw:
    value: dict[str, Any] = {name: cell for name, cell in zip(head, cells, strict=False) if name and cell}
    text = orjson.dumps(value | ({"": cells[len(head) :]} if len(cells) > len(head) else {})).decode()
    if len(cells) > len(head):
        return Raw(number, None, "too_many_cells", text)
    if len(text) > LONGEST:
        return Raw(number, None, "row_too_long", text[:2000])
    return Raw(number, value, "", text)
