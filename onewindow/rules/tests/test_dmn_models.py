"""DMN by the specification: hit policies, boxed expressions, services, imports, types."""

from decimal import Decimal

import pytest

from onewindow.rules.dmn.model import Model, compile_model
from onewindow.rules.errors import ModelFault
from onewindow.rules.feel.values import text_of, to_feel
from onewindow.rules.tests.tables import table_xml

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
VALUES = '<outputValues><text>"high","mid","low"</text></outputValues>'


def model(body: str, imports: dict[str, Model] | None = None, namespace: str = "urn:m") -> Model:
    xml = f'<definitions xmlns="{NAMESPACE}" id="m" name="m" namespace="{namespace}">{body}</definitions>'
    return compile_model(xml, imports=imports)


def boxed(expression: str) -> object:
    found = model(f'<decision id="d" name="d"><variable name="d"/>{expression}</decision>')
    return found.evaluate("d", {}).outputs


def literal(text: str) -> str:
    return f"<literalExpression><text>{text}</text></literalExpression>"


def part(tag: str, text: str) -> str:
    return f"<{tag}>{literal(text)}</{tag}>"


def decided(policy: str, outputs: list[str], value: int = 5, output: str = '<output name="o"/>') -> str:
    name, _, aggregation = policy.partition(" of ")
    rules = [["< 10"], ["> 0"], ["5"], ["> 100"]]
    xml = table_xml([("a", "number")], rules, name, outputs=outputs).replace('<output name="o"/>', output)
    if aggregation:
        xml = xml.replace('hitPolicy="COLLECT"', f'hitPolicy="COLLECT" aggregation="{aggregation}"')
    return text_of(compile_model(xml).evaluate("d", {"a": value}).outputs, inside=True)


@pytest.mark.parametrize(
    ("policy", "outputs", "expected"),
    [
        ("UNIQUE", ["1", "2", "3", "4"], "null"),
        ("FIRST", ["1", "2", "3", "4"], "1"),
        ("ANY", ["7", "7", "7", "4"], "7"),
        ("ANY", ["7", "8", "7", "4"], "null"),
        ("RULE ORDER", ["1", "2", "3", "4"], "[1, 2, 3]"),
        ("COLLECT", ["3", "1", "3", "4"], "[3, 1, 3]"),
        ("COLLECT of SUM", ["3", "1", "2", "4"], "6"),
        ("COLLECT of MIN", ["3", "1", "2", "4"], "1"),
        ("COLLECT of MAX", ["3", "1", "2", "4"], "3"),
        ("COLLECT of COUNT", ["3", "3", "2", "4"], "3"),
        ("COLLECT of SUM", ["3", '"a"', "2", "4"], "null"),
        ("COLLECT of SUM", ['@"P1D"', '@"PT1H"', '@"PT2H"', "4"], '@"P1DT3H"'),
        ("COLLECT of MAX", ['"b"', '"c"', '"a"', "4"], '"c"'),
    ],
)
def test_hit_policies(policy: str, outputs: list[str], expected: str) -> None:
    assert decided(policy, outputs) == expected


def test_priority_and_output_order_follow_the_output_values() -> None:
    output = f'<output name="o">{VALUES}</output>'
    outputs = ['"low"', '"high"', '"mid"', '"low"']
    assert decided("PRIORITY", outputs, output=output) == '"high"'
    assert decided("OUTPUT ORDER", outputs, output=output) == '["high", "mid", "low"]'


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("UNIQUE", "null"), ("FIRST", "null"), ("COLLECT of SUM", "null"), ("COLLECT of COUNT", "0")],
)
def test_no_rule_matches(policy: str, expected: str) -> None:
    xml = table_xml([("a", "number")], [["1"]], "COLLECT" if "of" in policy else policy)
    if "of" in policy:
        xml = xml.replace('"COLLECT"', f'"COLLECT" aggregation="{policy.rpartition(" ")[2]}"')
    assert text_of(compile_model(xml).evaluate("d", {"a": 2}).outputs) == expected


def test_the_default_output_stands_in() -> None:
    output = '<output name="o"><defaultOutputEntry><text>"none"</text></defaultOutputEntry></output>'
    assert decided("UNIQUE", ["1", "2", "3", "4"], -1, output.replace("<output ", "<output ")) == "1"
    xml = table_xml([("a", "number")], [["1"]]).replace('<output name="o"/>', output)
    assert compile_model(xml).evaluate("d", {"a": 2}).outputs == "none"


def test_an_unknown_hit_policy_is_a_fault_with_its_place() -> None:
    with pytest.raises(ModelFault, match=r"^d: there is no hit policy 'LAST' \(line 1\)$"):
        compile_model(table_xml([("a", "number")], [["1"]], "LAST"))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (f"<conditional>{part('if', '1 = 1')}{part('then', '1')}{part('else', '2')}</conditional>", "1"),
        (f"<conditional>{part('if', 'null')}{part('then', '1')}{part('else', '2')}</conditional>", "2"),
        (f"<filter>{part('in', '[1,2,3]')}{part('match', 'item > 1')}</filter>", "[2, 3]"),
        (f'<for iteratorVariable="i">{part("in", "[1..3]")}{part("return", "i * i")}</for>', "[1, 4, 9]"),
        (f'<some iteratorVariable="i">{part("in", "[1,2]")}{part("satisfies", "i = 2")}</some>', "true"),
        (f'<every iteratorVariable="i">{part("in", "[1,2]")}{part("satisfies", "i = 2")}</every>', "false"),
        (f"<list>{literal('1')}{literal('2')}</list>", "[1, 2]"),
        (f'<relation><column name="a"/><row>{literal("1")}</row></relation>', "[{a: 1}]"),
        (
            f'<context><contextEntry><variable name="a"/>{literal("2")}</contextEntry>'
            f"<contextEntry>{literal('a + 1')}</contextEntry></context>",
            "3",
        ),
    ],
)
def test_boxed_expressions(expression: str, expected: str) -> None:
    assert text_of(boxed(expression), inside=True) == expected


INNER = (
    '<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..150]</text>'
    '</allowedValues></itemDefinition>'
    '<inputData id="i" name="age"><variable name="age" typeRef="tAge"/></inputData>'
    '<decision id="d" name="grown up"><variable name="grown up"/>'
    '<informationRequirement><requiredInput href="#i"/></informationRequirement>' + literal("age &gt;= 18")
    + '</decision><businessKnowledgeModel id="b" name="twice"><variable name="twice"/><encapsulatedLogic>'
    '<formalParameter name="n" typeRef="number"/>' + literal("n * 2") + "</encapsulatedLogic>"
    '</businessKnowledgeModel><decisionService id="s" name="service"><variable name="service"/>'
    '<outputDecision href="#d"/><inputData href="#i"/></decisionService>'
)  # fmt: skip


def outer(prefix: str, text: str) -> Model:
    body = (
        f'<import name="{prefix}" namespace="urn:inner" importType="{NAMESPACE}"/>'
        '<decision id="o" name="o"><variable name="o"/>'
        '<informationRequirement><requiredDecision href="urn:inner#d"/></informationRequirement>'
        '<knowledgeRequirement><requiredKnowledge href="urn:inner#b"/></knowledgeRequirement>'
        '<knowledgeRequirement><requiredKnowledge href="urn:inner#s"/></knowledgeRequirement>'
        f"{literal(text)}</decision>"
    )
    return model(body, {"urn:inner": model(INNER, namespace="urn:inner")})


def test_imports_by_name_and_without() -> None:
    named = outer("lib", "[lib.grown up, lib.twice(4), lib.service(17)]")
    assert named.evaluate("o", {"age": 20}).outputs == [True, Decimal(8), False]
    assert named.evaluate("o", {"lib": {"age": 20}}).outputs == [True, Decimal(8), False]
    bare = outer("", "[grown up, twice(n: 4), service(age: 17)]")
    assert bare.evaluate("o", {"age": 20}).outputs == [True, Decimal(8), False]


def test_inputs_may_be_given_by_namespace() -> None:
    assert outer("lib", "lib.grown up").evaluate("o", {"urn:inner#age": 20, "age": 1}).outputs is True


def test_allowed_values_make_a_misfit_null() -> None:
    inner = model(INNER, namespace="urn:inner")
    assert inner.evaluate("grown up", {"age": 151}).outputs is None
    assert inner.evaluate("grown up", {"age": [30]}).outputs is True
    assert inner.evaluate("grown up", {"age": "30"}).outputs is None


def test_a_missing_import_is_named() -> None:
    with pytest.raises(ModelFault, match="'urn:inner' was not given"):
        model(f'<import name="lib" namespace="urn:inner" importType="{NAMESPACE}"/>')


def test_a_decision_that_requires_itself_is_refused() -> None:
    loop = '<informationRequirement><requiredDecision href="#d"/></informationRequirement>'
    with pytest.raises(ModelFault, match="'d' requires itself"):
        model(f'<decision id="d" name="d"><variable name="d"/>{loop}{literal("1")}</decision>')


def test_the_explanation_holds_every_cell() -> None:
    xml = table_xml([("a", "number"), ("b", "string")], [["< 5", '"x"'], ["[5..9]", "-"]], "FIRST")
    found = compile_model(xml).evaluate("d", {"a": 7, "b": None})
    assert [(r.index, r.matched) for r in found.rules] == [(1, False), (2, True)]
    assert [tuple(c) for c in found.rules[0].cells] == [
        ("a", "a", "< 5", to_feel(7), False),
        ("b", "b", '"x"', None, False),
    ]
    assert found.tables[0].compact == ["ff", "tt"]
    assert found.tables[0].values == [to_feel(7), None]
