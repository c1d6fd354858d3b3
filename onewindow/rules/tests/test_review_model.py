"""A whole model reviewed: names, fields, types, tables, each with its line."""

import os
from pathlib import Path

import pytest

from onewindow.rules.public import compile_model, review_model, tck
from onewindow.rules.tests.tables import table_xml

SHARED = Path(os.environ.get("ONEWINDOW_SHARED", Path(__file__).parents[4] / "shared"))
KIT = SHARED / "data" / "conformance" / "dmn-tck"
PILOTS = sorted((Path(__file__).parents[2] / "decisions" / "data").glob("*.dmn"))


def found(xml: str) -> list[tuple[str, str, int]]:
    return [(p.kind, p.words, p.line) for p in review_model(compile_model(xml, strict=False))]


def test_unknown_names_are_told_with_their_line() -> None:
    xml = table_xml([("a", "number")], [["< limit"], [">= 5"]], "COLLECT")
    assert ("unknown-name", "名称“limit”没有定义，或者没有列为这个决策的依据。", 2) in found(xml)


@pytest.mark.parametrize(
    "expression",
    [
        "for x in [1,2] return x + a",
        "some x in [1,2] satisfies x > a",
        "function(x) x + a",
        "{b: a, c: b}",
        "[1,2][item > a]",
        "sort([1], function(x, y) x < y)",
        "for i in 1..3 return partial",
    ],
)
def test_bound_names_are_known(expression: str) -> None:
    xml = table_xml([("a", "number")], [["-"]], "COLLECT", expressions=[expression])
    assert not [p for p in found(xml) if p[0] == "unknown-name"]


def test_unknown_fields_of_a_declared_type() -> None:
    item = (
        '<itemDefinition name="t"><itemComponent name="x"><typeRef>number</typeRef></itemComponent>'
        "</itemDefinition>"
    )
    xml = table_xml([("a", "t")], [["-"]], "COLLECT", expressions=["a.y"], extra=item)
    assert ("unknown-name", "“a.y”里的“y”没有在数据类型里定义。", 1) in found(xml)


def test_a_cell_of_another_type_is_a_mistake() -> None:
    xml = table_xml([("a", "number")], [['"x"'], ["1"]], "COLLECT")
    assert ("type", '规则 1 的“a”的类型应为“数字”，写的是 "x"。', 2) in found(xml)


def test_a_fault_names_table_rule_column_line_and_character() -> None:
    model = compile_model(table_xml([("a", "number")], [["1"], ["> )"]]), strict=False)
    fault = model.faults[0]
    assert (fault.place, fault.line, fault.position) == ("d, rule 2, column a", 3, 2)
    assert str(fault).startswith("d, rule 2, column a: ") and str(fault).endswith("(line 3, character 3)")


@pytest.mark.parametrize("path", PILOTS, ids=lambda p: p.stem)
def test_shipped_tables_have_no_errors(path: Path) -> None:
    assert [p for p in review_model(tck.load(path)) if p.is_error] == []


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("applicant.name", "aplicant.name", "unknown-name"),
        ("facts.population.alive", "facts.population.alife", "unknown-name"),
        ("<text>not(true)</text>", "<text>not(true, false, null)</text>", "unreachable"),
        ("<text>not(true)</text>", '<text>"x"</text>', "type"),
        ("<text>not(true)</text>", "<text>-</text>", "slip"),
        ("<text>not(true)</text>", "<text>not(true</text>", "fault"),
        ('<text>"human"</text>', '<text>"humane"</text>', "type"),
    ],
)
@pytest.mark.parametrize("path", PILOTS, ids=lambda p: p.stem)
def test_planted_errors_are_found(path: Path, old: str, new: str, kind: str) -> None:
    text = path.read_text(encoding="utf-8")
    head, cut, tail = text.partition("<decisionTable")
    if old not in tail:
        pytest.skip(f"this table has no {old}")
    model = compile_model(head + cut + tail.replace(old, new, 1), strict=False)
    assert kind in {p.kind for p in review_model(model)}


@pytest.mark.skipif(not KIT.exists(), reason=f"the test kit is not at {KIT}")
def test_every_model_of_the_kit_can_be_reviewed() -> None:
    for path in sorted(KIT.rglob("*.dmn")):
        for problem in review_model(tck.load(path)):
            assert problem.words
