"""Rows of an item file one at a time: a JSON object per line, or one JSON array, never all in memory."""

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import orjson

LARGEST = 5 * 1024 * 1024
CHUNK = 256 * 1024
KEPT = 20_000


@dataclass(frozen=True)
class Raw:
    """One row as it was read: its number, its value or the reason why there is none, and its text."""

    number: int
    value: object
    fault: str
    text: str


def rows(path: Path) -> Iterator[Raw]:
    """Yield the rows of a file; what cannot be read is a row with a fault, never an exception but OSError."""
    with path.open("rb") as file:
        start = file.read(4096).removeprefix(codecs.BOM_UTF8).lstrip()
        file.seek(0)
        yield from _array(file) if start.startswith(b"[") else _lines(file)


def _shown(data: bytes) -> str:
    return data[:KEPT].decode("utf-8", "replace").replace("\x00", "\ufffd").strip()


def _lines(file: BinaryIO) -> Iterator[Raw]:
    number = 0
    while line := file.readline(LARGEST + 1):
        number += 1
        if len(line) > LARGEST and not line.endswith(b"\n"):
            while (rest := file.readline(CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield Raw(number, None, "row_too_large", _shown(line))
            continue
        line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if line.strip():
            yield _row(number, line)


def _row(number: int, line: bytes) -> Raw:
    try:
        return Raw(number, orjson.loads(line), "", _shown(line))
    except ValueError:
        return Raw(number, None, _why(line), _shown(line))


def _why(line: bytes) -> str:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return "not_utf8"
    return "malformed_json"


def _array(file: BinaryIO) -> Iterator[Raw]:
    """Read the elements of one array as they come; after a fault the rest of the file is one faulty row."""
    decode = codecs.getincrementaldecoder("utf-8-sig")().decode
    decoder = json.JSONDecoder()
    text, number, ended = "", 0, False
    opened = False
    while True:
        text = text.lstrip(" \t\r\n,") if opened else text.lstrip()
        if not opened and text.startswith("["):
            text, opened = text[1:], True
            continue
        if opened and text.startswith("]"):
            return
        found = _element(decoder, text) if text else None
        if found is not None and (ended or found[1] < len(text)):
            number += 1
            value, end = found
            yield Raw(number, value, "", text[:end][:KEPT].replace("\x00", "\ufffd"))
            text = text[end:]
            continue
        if ended or len(text) > LARGEST:
            if text.strip() or not opened:
                yield Raw(number + 1, None, "malformed_json" if ended else "row_too_large", text[:KEPT])
            return
        chunk = file.read(CHUNK)
        ended = not chunk
        try:
            text += decode(chunk, ended)
        except UnicodeDecodeError:
            yield Raw(number + 1, None, "not_utf8", _shown(chunk))
            return


def _element(decoder: json.JSONDecoder, text: str) -> tuple[object, int] | None:
    try:
        value, end = decoder.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return value, end
