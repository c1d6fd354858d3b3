"""From what an editor's form sent to values of an entry; what cannot be read is refused at its field."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict

from onewindow.catalogue.drafting.sections import Input, Rows, Section, shown

LONGEST, MOST_ROWS = 20_000, 200
_AMOUNT = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?")
_PERCENT = re.compile(r"([1-9][0-9]?|100)\s*[%％]")
_YUAN = re.compile(r"([0-9]{1,13}(?:\.[0-9]{1,2})?)\s*元")
Errors = dict[str, list[str]]


def read(section: Section, form: QueryDict, entry: Mapping[str, Any]) -> tuple[dict[str, Any], Errors]:
    """Return the entry with the section as the form has it, and what is wrong by field."""
    errors: Errors = {}
    fields = dict(entry["fields"])
    for given in section.inputs:
        fields[given.name] = _value(given, form, given.name, errors)
    made = {**entry, "fields": fields}
    if section.rows is not None:
        rows = _rows(section.rows, form, errors)
        kept = {str(n): row for n, row in enumerate(section.rows.of(entry))}
        if section.rows.name == "situations":
            fields["situations"] = [{"key": f"q{n}", **row} for n, row in enumerate(rows, 1)]
        elif section.rows.name == "fees":
            fields["fees"] = [_fee(section.rows, row, kept.get(row.pop("at"), {})) for row in rows]
        else:
            made[section.rows.name] = [{**kept.get(row.pop("at"), {}), **row} for row in rows]
    return made, errors


def _rows(table: Rows, form: QueryDict, errors: Errors) -> list[dict[str, Any]]:
    found = []
    for number in range(MOST_ROWS):
        prefix = f"{table.name}-{number}-"
        if not form.get(f"{prefix}here"):
            break
        first = table.inputs[0].name
        if form.get(f"{prefix}gone", "") or not str(form.get(f"{prefix}{first}", "")).strip():
            continue
        row = {given.name: _value(given, form, f"{prefix}{given.name}", errors) for given in table.inputs}
        if table.name == "fees" and row["amount"] and not row["basis"]:
            errors[f"{prefix}basis"] = ["有金额的收费必须写收费依据（文件名称、文号和条款）。"]
        if table.name != "situations":
            row["at"] = str(form.get(f"{prefix}at", ""))
        found.append(row)
    return found


def _fee(table: Rows, row: dict[str, Any], was: dict[str, Any]) -> dict[str, Any]:
    """Return a fee as the form has it: untouched keys stay exactly as they were, empty ones are left out."""
    made = {"standard": "", **was}
    for given in table.inputs:
        value, before = row[given.name], was.get(given.name)
        if value == READERS.get(given.kind, _text)(given, shown(given, before), "", {}):
            continue
        if given.kind == "reductions":
            value = _with_grounds(value, before or [])
        if value or given.name == "standard":
            made[given.name] = value
        else:
            made.pop(given.name, None)
    return made


def _with_grounds(rows: list[dict[str, Any]], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each reduction the ground it had under this name; a new one is known by its name."""
    known = {str(row.get("name")): row.get("ground") for row in before}
    return [{"ground": known.get(row["name"]) or row["name"], **row} for row in rows]


def _value(given: Input, form: QueryDict, name: str, errors: Errors) -> Any:
    if given.kind == "codes":
        return [code for code in given.choices if code in form.getlist(name)]
    text = str(form.get(name, "")).replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        errors[name] = [f"{given.label}太长，最多 {LONGEST} 字。"]
        return text[:LONGEST]
    return READERS.get(given.kind, _text)(given, text, name, errors)


def _text(given: Input, text: str, name: str, errors: Errors) -> Any:
    return text


def _code(given: Input, text: str, name: str, errors: Errors) -> Any:
    if text and text not in given.choices:
        errors[name] = [f"请选择{given.label}。"]
    return text if text in given.choices else ""


def _number(given: Input, text: str, name: str, errors: Errors) -> Any:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text[:9]) > 3650:
        errors[name] = [f"{given.label}应为 0 到 3650 之间的整数。"]
        return None
    return int(text)


def _yes(given: Input, text: str, name: str, errors: Errors) -> Any:
    return bool(text)


def _yes_no(given: Input, text: str, name: str, errors: Errors) -> Any:
    return {"yes": True, "no": False}.get(text)


def _lines(given: Input, text: str, name: str, errors: Errors) -> Any:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _pairs(first: str, second: str) -> Callable[[Input, str, str, Errors], Any]:
    def read_pairs(given: Input, text: str, name: str, errors: Errors) -> Any:
        found = []
        for line in _lines(given, text, name, errors):
            left, mark, right = line.replace(":", "：").partition("：")
            if not mark or not left.strip():
                errors[name] = [
                    f"{given.label}的每一行都要有全角冒号，前面是名称，后面是内容：“{line[:40]}”。"
                ]
            found.append({first: left.strip(), second: right.strip()})
        return found

    return read_pairs


def _amount(given: Input, text: str, name: str, errors: Errors) -> Any:
    if text and not _AMOUNT.fullmatch(text):
        errors[name] = [f"{given.label}写成 80 或者 80.50 的样子，最多两位小数。"]
    return text


def _reductions(given: Input, text: str, name: str, errors: Errors) -> Any:
    found = []
    for line in _lines(given, text, name, errors):
        called, off, basis = ([part.strip() for part in line.split("：", 2)] + ["", ""])[:3]
        percent, yuan = _PERCENT.fullmatch(off), _YUAN.fullmatch(off)
        if not called or not basis or not (percent or yuan):
            errors[name] = [f"每一行写成“减免情形：50%：依据”，或者“减免情形：10 元：依据”：“{line[:40]}”。"]
        much = {"amount": yuan[1]} if yuan else {"percent": int(percent[1]) if percent else 0}
        found.append({"name": called, **much, "basis": basis})
    return found


def _when(given: Input, text: str, name: str, errors: Errors) -> Any:
    found: dict[str, list[str]] = {}
    for line in _lines(given, text, name, errors):
        key, mark, options = line.replace(":", "：").partition("：")
        chosen = [option.strip() for option in options.replace("，", "、").split("、") if option.strip()]
        if not mark or not chosen:
            errors[name] = [f"{given.label}请写成“q1：选项一、选项二”。"]
            continue
        found[key.strip()] = chosen
    return found


READERS: dict[str, Callable[[Input, str, str, Errors], Any]] = {
    "code": _code,
    "number": _number,
    "yes": _yes,
    "yes-no": _yes_no,
    "lines": _lines,
    "steps": _pairs("name", "text"),
    "amount": _amount,
    "reductions": _reductions,
    "pairs": _pairs("code", "name"),
    "when": _when,
}
