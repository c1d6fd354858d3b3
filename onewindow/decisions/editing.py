"""A rule table as rows people can edit, and back into its DMN document; versions compared row by row."""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from onewindow.decisions.judgement import PARAMETERS, TABLE

Row = tuple[list[str], list[str], list[str]]


@dataclass(frozen=True)
class Sheet:
    """What an author sees: thresholds, the columns' labels, and a row of texts for each rule by its id."""

    parameters: list[tuple[str, str, str]]
    columns: list[tuple[str, str]]
    outputs: list[str]
    notes: list[str]
    rules: list[tuple[str, Row]]


@dataclass(frozen=True)
class Difference:
    """A threshold or rule that differs between two versions: what it was and is, as lines of text."""

    name: str
    before: list[str]
    after: list[str]


class Document:
    """A DMN document being edited; it was read by the rules' safe reader before."""

    def __init__(self, dmn_xml: str) -> None:
        self.root = ET.fromstring(dmn_xml)  # noqa: S314
        self.space = self.root.tag.partition("}")[0] + "}"
        ET.register_namespace("", self.space[1:-1])
        self.table = self._decision(TABLE).find(f"{self.space}decisionTable")

    def _decision(self, name: str) -> ET.Element:
        found = self.root.find(f"{self.space}decision[@name='{name}']")
        return found if found is not None else ET.Element("none")

    def _all(self, parent: ET.Element | None, tag: str) -> list[ET.Element]:
        return [] if parent is None else parent.findall(f"{self.space}{tag}")

    def _text(self, parent: ET.Element, path: str) -> str:
        tags = "/".join(self.space + tag for tag in path.split("/"))
        return (parent.findtext(tags) or "").strip()

    def _entries(self) -> list[ET.Element]:
        return self._all(self._decision(PARAMETERS).find(f"{self.space}context"), "contextEntry")

    def sheet(self) -> Sheet:
        """Return the document as an author sees it."""
        columns = [
            (column.get("label") or "", self._text(column, "inputExpression/text"))
            for column in self._all(self.table, "input")
        ]
        outputs = [out.get("label") or out.get("name") or "" for out in self._all(self.table, "output")]
        notes = [note.get("name") or "" for note in self._all(self.table, "annotation")]
        rules = [
            (rule.get("id") or str(number), self._row(rule))
            for number, rule in enumerate(self._all(self.table, "rule"), 1)
        ]
        return Sheet([self._parameter(one) for one in self._entries()], columns, outputs, notes, rules)

    def _parameter(self, entry: ET.Element) -> tuple[str, str, str]:
        variable = entry.find(f"{self.space}variable")
        name = variable.get("name") if variable is not None else ""
        literal = "literalExpression/"
        return name or "", self._text(entry, literal + "text"), self._text(entry, literal + "description")

    def _row(self, rule: ET.Element) -> Row:
        kinds = ("inputEntry", "outputEntry", "annotationEntry")
        one, two, three = ([self._text(e, "text") for e in self._all(rule, kind)] for kind in kinds)
        return one, two, three

    def set_parameter(self, name: str, text: str) -> None:
        """Write a threshold."""
        for entry in self._entries():
            found = entry.find(f"{self.space}literalExpression/{self.space}text")
            if self._parameter(entry)[0] == name and found is not None:
                found.text = text

    def set_rule(self, number: int, row: Row) -> None:
        """Write the row of a rule, or add it at the end."""
        rules = self._all(self.table, "rule")
        if self.table is None:
            return
        if number <= len(rules):
            rule = rules[number - 1]
            for child in list(rule):
                rule.remove(child)
        else:
            rule = ET.SubElement(self.table, f"{self.space}rule", {"id": f"rule.{uuid.uuid4().hex[:8]}"})
        for kind, texts in zip(("inputEntry", "outputEntry", "annotationEntry"), row, strict=True):
            for text in texts:
                entry = ET.SubElement(rule, self.space + kind)
                ET.SubElement(entry, f"{self.space}text").text = text

    def remove_rule(self, number: int) -> None:
        """Take a rule out."""
        rules = self._all(self.table, "rule")
        if self.table is not None and 0 < number <= len(rules):
            self.table.remove(rules[number - 1])

    def add_column(self, label: str, expression: str, kind: str) -> None:
        """Add a column after the last one; no rule looks at it yet."""
        if self.table is None:
            return
        columns = self._all(self.table, "input")
        made = ET.Element(f"{self.space}input", {"id": f"in.{uuid.uuid4().hex[:8]}", "label": label})
        inner = ET.SubElement(made, f"{self.space}inputExpression", {"typeRef": kind})
        ET.SubElement(inner, f"{self.space}text").text = expression
        self.table.insert(list(self.table).index(columns[-1]) + 1 if columns else 0, made)
        for rule in self._all(self.table, "rule"):
            cell = ET.Element(f"{self.space}inputEntry")
            ET.SubElement(cell, f"{self.space}text").text = "-"
            rule.insert(len(self._all(rule, "inputEntry")), cell)

    def remove_column(self, number: int) -> list[int]:
        """Take a column out with its cells; return the rules that looked at nothing else and went with it."""
        columns = self._all(self.table, "input")
        if self.table is None or not 0 < number <= len(columns):
            return []
        self.table.remove(columns[number - 1])
        gone = []
        for place, rule in enumerate(self._all(self.table, "rule"), 1):
            cells = self._all(rule, "inputEntry")
            rule.remove(cells[number - 1])
            if all(self._text(cell, "text") in {"", "-"} for cell in cells if cell is not cells[number - 1]):
                self.table.remove(rule)
                gone.append(place)
        return gone

    def xml(self) -> str:
        """Return the document's text."""
        ET.indent(self.root)
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(self.root, encoding="unicode") + "\n"


def differences(before: Sheet, after: Sheet) -> list[Difference]:
    """Return what differs between two versions: thresholds, then rules by their ids."""
    old, new = _lines(before), _lines(after)
    return [
        Difference(name, old.get(name, []), new.get(name, []))
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]


def _lines(sheet: Sheet) -> dict[str, list[str]]:
    found = {f"参数 {name}": [text] for name, text, _ in sheet.parameters}
    for key, (cells, outputs, notes) in sheet.rules:
        tests = [
            f"{label}（{expression}）：{cell}"
            for (label, expression), cell in zip(sheet.columns, cells, strict=False)
            if cell != "-"
        ]
        told = [f"{label}：{text}" for label, text in zip(sheet.outputs, outputs, strict=False)]
        found[f"规则 {key}"] = tests + told + notes
    return found
