"""Runs folders of the DMN Technology Compatibility Kit and counts what came out as expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from onewindow.rules.dmn import xml as reader
from onewindow.rules.dmn.model import Model, compile_model
from onewindow.rules.dmn.xml import Element
from onewindow.rules.errors import RuleError
from onewindow.rules.feel.budget import bounded
from onewindow.rules.feel.temporal import parse_date, parse_duration, parse_moment, parse_time
from onewindow.rules.feel.values import NUMBERS, Value, equals, text_of

PRECISION = Decimal("0.00000001")
INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True)
class Result:
    """One expected result of one test case and whether it came out."""

    level: str
    folder: str
    file: str
    case: str
    node: str
    passed: bool
    detail: str = ""


def run(folder: Path) -> Iterator[Result]:
    """Run every test file below a folder."""
    for path in sorted(folder.rglob("*.xml")):
        root = reader.read(path.read_bytes())
        if root.tag == "testCases":
            yield from run_file(path, root)


def run_file(path: Path, root: Element) -> Iterator[Result]:
    """Run one test file against the model it names."""
    level = next((part for part in path.parts if part.startswith("compliance-level")), "")
    try:
        model: Model | None = load(path.parent / root.text_of("modelName"))
        problem = ""
    except (RuleError, OSError) as error:
        model, problem = None, str(error)
    for case in root.all("testCase"):
        for node in case.all("resultNode"):
            passed, detail = run_node(model, case, node) if model else (False, problem)
            yield Result(level, path.parent.name, path.stem, case.get("id"), node.get("name"), passed, detail)


def load(path: Path) -> Model:
    """Compile a model with the models beside it that it imports."""
    xml = path.read_bytes()
    root = reader.read(xml)
    imports: dict[str, Model] = {}
    wanted = {e.get("namespace") for e in root.all("import")}
    for other in sorted(path.parent.glob("*.dmn")) if wanted else ():
        if other != path and reader.read(other.read_bytes()).get("namespace") in wanted:
            imported = load(other)
            imports[imported.namespace] = imported
    return compile_model(xml, imports=imports, strict=False)


def run_node(model: Model, case: Element, node: Element) -> tuple[bool, str]:
    """Work out one result and compare it with what is expected."""
    expected = node.child("expected")
    try:
        with bounded():
            wanted = value_of(expected) if expected is not None else None
            inputs = {}
            for given in case.all("inputNode"):
                inputs[given.get("name")] = value_of(given)
                if given.get("namespace"):
                    inputs[f"{given.get('namespace')}#{given.get('name')}"] = value_of(given)
            kind = case.get("type", "decision")
            if kind == "decision":
                found = model.evaluate(node.get("name"), inputs).outputs
            else:
                found = model.invoke(case.get("invocableName") or node.get("name"), inputs).outputs
                if kind == "decisionService" and isinstance(found, dict) and node.get("name") in found:
                    found = found[node.get("name")]
    except RuleError as error:
        return expected is None or node.get("errorResult") == "true", str(error)
    if same(found, wanted):
        return True, ""
    return False, f"expected {text_of(wanted)}, found {text_of(found)}"


def same(found: Value, wanted: Value) -> bool:
    """Compare; numbers may differ by 0.00000001, as in the kit's own runner."""
    if isinstance(found, Decimal) and isinstance(wanted, Decimal):
        return found == wanted or abs(NUMBERS.subtract(found, wanted)) <= PRECISION
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(same, found, wanted))
    if isinstance(found, dict) and isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(same(found[key], wanted[key]) for key in wanted)
    return equals(found, wanted) is True


def value_of(element: Element) -> Value:
    """Read a value, list or structure of a test file."""
    listed = element.child("list")
    if listed is not None:
        return None if _nil(listed) else [value_of(item) for item in listed.all("item")]
    components = element.all("component")
    if components:
        return {c.get("name"): None if _nil(c) else value_of(c) for c in components}
    value = element.child("value")
    if value is None or _nil(value):
        return None
    return typed(value.get(f"{INSTANCE}type").rpartition(":")[2], value.text)


def _nil(element: Element) -> bool:
    return element.get(f"{INSTANCE}nil") == "true"


def typed(kind: str, text: str) -> Value:
    """Read a text as an XML schema type."""
    if kind in ("decimal", "double", "integer", "int", "float", "long"):
        return NUMBERS.create_decimal(text.strip())
    if kind == "boolean":
        return text.strip() in ("true", "1")
    if kind == "date":
        return parse_date(text)
    if kind == "time":
        return parse_time(text)
    if kind == "dateTime":
        return parse_moment(text)
    return parse_duration(text) if kind.lower().endswith("duration") else text


def totals(results: list[Result]) -> dict[str, tuple[int, int]]:
    """Return passed and total per level."""
    counts: dict[str, tuple[int, int]] = {}
    for result in results:
        passed, total = counts.get(result.level, (0, 0))
        counts[result.level] = (passed + result.passed, total + 1)
    return counts
