"""The sections of the editor: which columns each shows, with label, hint and kind of input."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from onewindow.catalogue import facets
from onewindow.kernel.public import yaml_file

IN_FIELDS = {"situations", "fees"}
"""Rows kept in a column of the version, not in a table of their own."""
FILE = Path(__file__).parents[1] / "data" / "editor.yaml"


@dataclass(frozen=True)
class Input:
    """One input of a section; `kind` says how its text becomes the value of the column."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: dict[str, str] = field(default_factory=dict)
    rows: int = 3


@dataclass(frozen=True)
class Rows:
    """A table of the entry edited row by row."""

    name: str
    label: str
    inputs: tuple[Input, ...]

    def of(self, entry: Mapping[str, Any] | None) -> list[dict[str, Any]]:
        """Return the rows of an entry: of its table, or of the column that keeps them."""
        if entry is None:
            return []
        return list((entry["fields"].get(self.name) if self.name in IN_FIELDS else entry[self.name]) or [])

    def words(self, row: Mapping[str, Any]) -> str:
        """Return a row in words, a line for each input that is filled in."""
        parts = [(given.label, words(given, row.get(given.name))) for given in self.inputs]
        return "\n".join(f"{label}：{text}" for label, text in parts if text)


@dataclass(frozen=True)
class Section:
    """One page of the editor."""

    key: str
    title: str
    inputs: tuple[Input, ...] = ()
    rows: Rows | None = None


@cache
def sections() -> tuple[Section, ...]:
    """Return the sections in the order of the guide."""
    stored = yaml_file.read(FILE)
    return tuple(
        Section(
            each["key"],
            each["title"],
            tuple(map(_input, each.get("inputs", ()))),
            _rows(each["rows"]) if "rows" in each else None,
        )
        for each in stored
    )


def _rows(given: dict[str, Any]) -> Rows:
    return Rows(given["name"], given["label"], tuple(map(_input, given["inputs"])))


def _input(given: dict[str, Any]) -> Input:
    choices = dict(given.get("choices", {}))
    for facet in given.get("facets", ()):
        choices |= facets.terms(facet)
    return Input(
        given["name"],
        given["label"],
        given.get("kind", "text"),
        given.get("hint", ""),
        choices,
        given.get("rows", 3),
    )


def section(key: str) -> Section | None:
    """Return a section by its key."""
    return next((s for s in sections() if s.key == key), None)


TABLE_LABELS = {
    "materials": "申请材料",
    "bases": "设定依据",
    "questions": "常见问题",
    "fees": "收费项目和标准",
}


def label(element: str) -> str:
    """Return the words for an element, a column or a table."""
    known = next((g for s in sections() for g in s.inputs if g.name == element), None)
    return known.label if known else TABLE_LABELS.get(element, element)


def shown(given: Input, value: Any) -> str:
    """Return a value as the text its input shows."""
    if given.kind in {"lines"}:
        return "\n".join(map(str, value or []))
    if given.kind in {"steps", "pairs"}:
        first, second = {"steps": ("name", "text"), "pairs": ("code", "name")}[given.kind]
        return "\n".join(f"{row.get(first, '')}：{row.get(second, '')}" for row in value or [])
    if given.kind == "reductions":
        return "\n".join(f"{row.get('name', '')}：{_off(row)}：{row.get('basis', '')}" for row in value or [])
    if given.kind == "when":
        return "\n".join(f"{key}：{'、'.join(options)}" for key, options in (value or {}).items())
    if given.kind == "yes-no":
        return "" if value is None else ("yes" if value else "no")
    return "" if value is None else str(value)


def _off(reduction: Mapping[str, Any]) -> str:
    return f"{reduction['amount']} 元" if "amount" in reduction else f"{reduction.get('percent', '')}%"


def element_words(element: str, value: Any) -> str:
    """Return the value of an element in words; of a table how many rows it has."""
    for section in sections():
        for given in section.inputs:
            if given.name == element:
                return words(given, value)
        if section.rows is not None and element in IN_FIELDS and section.rows.name == element:
            return "\n".join(map(section.rows.words, value or []))
    return f"{len(value)} 项"


def words(given: Input, value: Any) -> str:
    """Return a value in words, as a comparison shows it."""
    if given.kind == "codes":
        return "、".join(given.choices.get(code, code) for code in value or [])
    if given.kind in {"code", "yes-no"}:
        text = shown(given, value)
        return given.choices.get(text, text)
    if given.kind == "yes":
        return "是" if value else "否"
    return shown(given, value)
