"""Hostile input: whatever comes in, the answer is a value or an error with its place, within the bound."""

import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.rules.errors import LimitReached, ModelFault, RuleError, SyntaxFault
from onewindow.rules.feel.values import text_of
from onewindow.rules.public import compile_model, review_model
from onewindow.rules.tests.feel import cell, feel
from onewindow.rules.tests.fuzzing import changed, expressions, nested
from onewindow.rules.tests.tables import table_xml

SECONDS = 20.0
SHARED = Path(os.environ.get("ONEWINDOW_SHARED", Path(__file__).parents[4] / "shared"))
KIT = SHARED / "data" / "conformance" / "dmn-tck"
PILOTS = sorted((Path(__file__).parents[2] / "decisions" / "data").glob("*.dmn"))
OWN = [
    *(path.read_text(encoding="utf-8") for path in PILOTS),
    table_xml([("a", "number"), ("b", "string")], [["< 5", '"x"'], ["[5..9]", "-"], ["-", "null"]], "FIRST"),
]
quick = settings(max_examples=150, deadline=None)


def within_bounds(text: str, given: object = None) -> None:
    start = time.process_time()
    try:
        feel(text, {"x": 1, "y": given})
    except SyntaxFault as fault:
        assert fault.position is not None and 0 <= fault.position <= len(text)
    except RuleError as error:
        assert error.message
    assert time.process_time() - start < SECONDS, text


@quick
@given(expressions)
def test_any_tokens(text: str) -> None:
    within_bounds(text)


@quick
@given(nested())
def test_any_nesting(text: str) -> None:
    within_bounds(text, [1, "a", None])


@quick
@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    within_bounds(text)


@quick
@given(expressions, st.one_of(st.none(), st.integers(), st.text(max_size=5)))
def test_any_cell(text: str, value: object) -> None:
    try:
        cell(text, value, {"x": 1, "y": 2})
    except SyntaxFault as fault:
        assert fault.position is not None
    except RuleError as error:
        assert error.message


def survives(document: str) -> None:
    start = time.process_time()
    try:
        model = compile_model(document, strict=False)
        review_model(model)
        for name in model.decisions:
            try:
                text_of(model.evaluate(name, dict.fromkeys(model.inputs, 1)).outputs)
            except RuleError as error:
                assert error.place
    except RuleError as error:
        assert error.message
    assert time.process_time() - start < SECONDS, document


@settings(max_examples=120, deadline=None)
@given(changed(OWN))
def test_changed_documents(document: str) -> None:
    survives(document)


@pytest.mark.skipif(not KIT.exists(), reason=f"the test kit is not at {KIT}")
@settings(max_examples=120, deadline=None)
@given(st.data())
def test_changed_documents_of_the_kit(data: st.DataObject) -> None:
    documents = [path.read_text(encoding="utf-8") for path in sorted(KIT.rglob("*.dmn"))]
    survives(data.draw(changed(documents)))


@pytest.mark.parametrize(
    "text",
    [
        "for x in 1..1000, y in 1..1000, z in 1..1000 return x",
        "{f: function(n) f(n + 1), r: f(1)}.r",
        "{f: function(n) if n = 0 then 0 else f(n - 1) + f(n - 1), r: f(60)}.r",
        'repeat("a", 1e12)',
        'repeat(repeat("a", 1e6), 1e6)',
        "for x in 1..1e12 return x",
        'for x in 1..100000 return repeat("a", 1000)',
        "{a: [1], b: concatenate(a,a), r: for x in 1..100000 return concatenate(partial, partial)}.r",
        'matches(repeat("a", 40), "(a*)*(a*)*(a*)*\\1b")',
        'for x in 1..1000 return upper case(repeat("a", 100000))',
        'for x in 1..100000 return repeat("a", 10000) = repeat("a", 10000)',
    ],
)
def test_hostile_expressions_stop_at_the_bound(text: str) -> None:
    start = time.process_time()
    with pytest.raises(LimitReached):
        feel(text)
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize(
    "text",
    ["(" * 5000 + "1" + ")" * 5000, "[" * 5000, "not(" * 3000, "-" * 9000 + "1", "if " * 2000, "1" * 200_000],
)
def test_deep_and_long_texts_are_syntax_faults(text: str) -> None:
    start = time.process_time()
    with pytest.raises(SyntaxFault) as caught:
        feel(text)
    assert caught.value.position is not None
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        ("<a>" * 300, "nested too deep"),
        ("", "not well-formed"),
        ("<definitions/>" + " " * 6_000_000, "larger than 5 MB"),
        ('<?xml version="1.0" encoding="u1tf-8"?><a/>', "encoding"),
        ("<html/>", "not a DMN document"),
    ],
    ids=["entity", "deep", "empty", "large", "encoding", "other"],
)
def test_unsafe_documents_are_refused(document: str, why: str) -> None:
    with pytest.raises(ModelFault, match=why):
        compile_model(document.encode())


@pytest.mark.parametrize("kind", ["input", "output"])
@pytest.mark.parametrize("cells", [0, 2])
def test_rules_with_another_number_of_cells_are_refused(kind: str, cells: int) -> None:
    entry = rf"<{kind}Entry>.*?</{kind}Entry>"
    document = re.sub(
        entry, f"<{kind}Entry><text>1</text></{kind}Entry>" * cells, table_xml([("a", "number")], [["-"]])
    )
    with pytest.raises(ModelFault, match=f"{cells} {kind} cells, but the table has 1"):
        compile_model(document)
