"""DMN by the specification where the kit at hand is silent: types, services, imports, boxed forms."""

from datetime import date

import pytest

from onewindow.rules.dmn.model import Model, compile_model
from onewindow.rules.feel.values import text_of, to_feel

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def model(body: str, imports: dict[str, Model] | None = None, namespace: str = "urn:m") -> Model:
    xml = f'<definitions xmlns="{NAMESPACE}" id="m" name="m" namespace="{namespace}">{body}</definitions>'
    return compile_model(xml, imports=imports)


def typed(kind: str) -> str:
    return f' typeRef="{kind}"' if kind else ""


def lit(text: str, kind: str = "") -> str:
    return f"<literalExpression{typed(kind)}><text>{text}</text></literalExpression>"


def needs(*ids: str, what: str = "Input") -> str:
    return "".join(
        f'<informationRequirement><required{what} href="#{one}"/></informationRequirement>' for one in ids
    )


def knows(*ids: str) -> str:
    return "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{one}"/></knowledgeRequirement>' for one in ids
    )


def dec(name: str, expression: str, kind: str = "", requirements: str = "") -> str:
    variable = f'<variable name="{name}"{typed(kind)}/>'
    return f'<decision id="{name}" name="{name}">{variable}{requirements}{expression}</decision>'


def inp(name: str, kind: str = "") -> str:
    return f'<inputData id="{name}" name="{name}"><variable name="{name}"{typed(kind)}/></inputData>'


def bkm(name: str, params: dict[str, str], body: str, kind: str = "", requirements: str = "") -> str:
    formal = "".join(f'<formalParameter name="{one}"{typed(t)}/>' for one, t in params.items())
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}"><variable name="{name}"{typed(kind)}/>'
        f"<encapsulatedLogic>{formal}{body}</encapsulatedLogic>{requirements}</businessKnowledgeModel>"
    )


def entry(name: str, expression: str, kind: str = "") -> str:
    variable = f'<variable name="{name}"{typed(kind)}/>' if name else ""
    return f"<contextEntry>{variable}{expression}</contextEntry>"


def context(*entries: str) -> str:
    return f"<context>{''.join(entries)}</context>"


def table(
    policy: str,
    rules: list[tuple[list[str], list[str]]],
    outputs: tuple[str, ...] = ("",),
    inside: tuple[str, ...] = (),
    extra: str = "",
) -> str:
    inner = (*inside, *[""] * (len(outputs) - len(inside)))
    told = "".join(
        f"<output{f' name={chr(34)}{name}{chr(34)}' if name else ''}>{values}</output>"
        for name, values in zip(outputs, inner, strict=True)
    )
    rows = "".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells)
        + "".join(f"<outputEntry><text>{cell}</text></outputEntry>" for cell in results)
        + "</rule>"
        for cells, results in rules
    )
    return inp("a") + dec(
        "d",
        f'<decisionTable hitPolicy="{policy}"{extra}><input><inputExpression><text>a</text></inputExpression>'
        f"</input>{told}{rows}</decisionTable>",
        requirements=needs("a"),
    )


def value(body: str, given: dict[str, object] | None = None, imports: dict[str, Model] | None = None) -> str:
    inputs = {name: to_feel(one) for name, one in (given or {}).items()}
    return text_of(model(body, imports).evaluate("d", inputs).outputs, inside=True)


TYPES = (
    '<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..150]</text>'
    "</allowedValues></itemDefinition>"
    '<itemDefinition name="tAges" isCollection="true"><typeRef>tAge</typeRef></itemDefinition>'
    '<itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="age"><typeRef>tAge</typeRef></itemComponent></itemDefinition>'
    '<itemDefinition name="tFew" isCollection="true"><typeRef>number</typeRef><typeConstraint>'
    "<text>count(?) &lt; 3</text></typeConstraint></itemDefinition>"
)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("[1]", "number", "1"),
        ("1", "tAges", "[1]"),
        ('"a"', "number", "null"),
        ("[1,2]", "number", "null"),
        ("151", "tAge", "null"),
        ("150", "tAge", "150"),
        ("[1,151]", "tAges", "null"),
        ('{name: "x", age: 3}', "tPerson", '{name: "x", age: 3}'),
        ('{name: "x", age: 200}', "tPerson", "null"),
        ('{name: "x"}', "tPerson", "null"),
        ('{name: "x", age: 3, z: 1}', "tPerson", '{name: "x", age: 3, z: 1}'),
        ("[1,2,3]", "tFew", "null"),
        ("[1,2]", "tFew", "[1, 2]"),
        ('@"2020-01-01"', "date and time", '@"2020-01-01T00:00:00Z"'),
    ],
)
def test_results_conform_to_their_type(text: str, kind: str, expected: str) -> None:
    assert value(TYPES + dec("d", lit(text), kind)) == expected


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [("i", 151, "null"), ("i + 1", 50, "51"), ("i = null", None, "true"), ("i", [7], "7")],
)
def test_inputs_conform_to_their_type(text: str, given: object, expected: str) -> None:
    assert value(TYPES + inp("i", "tAge") + dec("d", lit(text), "", needs("i")), {"i": given}) == expected


@pytest.mark.parametrize(
    ("params", "body", "call", "expected"),
    [
        ({"a": "number"}, "a * 2", "f(2)", "4"),
        ({"a": "number"}, "1", 'f("x")', "null"),
        ({"a": "number", "b": "number"}, "a - b", "f(b: 1, a: 3)", "2"),
        ({"a": "number"}, "a", "f(1,2)", "null"),
        ({"a": "number"}, "a", "f(c: 1)", "null"),
        ({"a": "number"}, "a", "f([1])", "1"),
        ({"a": ""}, "a", "f([1])", "[1]"),
        ({"n": "number"}, "if n &lt;= 1 then 1 else n * f(n - 1)", "f(5)", "120"),
    ],
)
def test_business_knowledge_models(params: dict[str, str], body: str, call: str, expected: str) -> None:
    assert value(bkm("f", params, lit(body)) + dec("d", lit(call), "", knows("f"))) == expected


def test_typed_results_of_knowledge_models_and_models_that_use_each_other() -> None:
    wrong = bkm("f", {"a": "number"}, lit('"x"'), "number")
    assert value(wrong + dec("d", lit("f(2)"), "number", knows("f"))) == "null"
    inner, outer = bkm("g", {"n": ""}, lit("n + 1")), bkm("f", {"n": ""}, lit("g(n) * 2"), "", knows("g"))
    assert value(inner + outer + dec("d", lit("f(5)"), "", knows("f"))) == "12"


def test_boxed_invocations() -> None:
    call = f'<invocation>{lit("f")}<binding><parameter name="a"/>{lit("3")}</binding></invocation>'
    assert value(bkm("f", {"a": "number"}, lit("a * 2")) + dec("d", call, "", knows("f"))) == "6"
    assert value(dec("d", call)) == "null"


SERVICE = '<decisionService id="s" name="s"><variable name="s"/>{}</decisionService>'
X = inp("i", "number") + dec("x", lit("i + 1"), "", needs("i"))


@pytest.mark.parametrize(
    ("call", "expected"), [("s(4)", "5"), ("s(i: 4)", "5"), ("s(4,5)", "null"), ('s("a")', "null")]
)
def test_decision_services_as_functions(call: str, expected: str) -> None:
    service = SERVICE.format('<outputDecision href="#x"/><inputData href="#i"/>')
    assert value(X + service + dec("d", lit(call), "", knows("s"))) == expected


def test_decision_services_with_more_outputs_given_and_enclosed_decisions() -> None:
    both = '<outputDecision href="#x"/><outputDecision href="#y"/><inputData href="#i"/>'
    y = dec("y", lit("i + 2"), "", needs("i"))
    assert value(X + y + SERVICE.format(both) + dec("d", lit("s(4)"), "", knows("s"))) == "{x: 5, y: 6}"
    given = SERVICE.format('<outputDecision href="#y"/><inputDecision href="#x"/>')
    chain = dec("x", lit("1")) + dec("y", lit("x + 2"), "", needs("x", what="Decision"))
    assert value(chain + given + dec("d", lit("s(40)"), "", knows("s"))) == "42"
    enclosed = '<outputDecision href="#y"/><encapsulatedDecision href="#x"/><inputData href="#i"/>'
    y = dec("y", lit("x * 2"), "", needs("x", what="Decision"))
    assert value(X + y + SERVICE.format(enclosed) + dec("d", lit("s(4)"), "", knows("s"))) == "10"


FUNCTION = f'<functionDefinition><formalParameter name="x"/>{lit("x + 1")}</functionDefinition>'
JAVA = (
    '<functionDefinition kind="Java"><context><contextEntry><variable name="class"/>'
    f"{lit(chr(34) + 'java.lang.Math' + chr(34))}</contextEntry></context></functionDefinition>"
)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (context(entry("a", lit('"x"'), "number"), entry("b", lit("a = null"))), "{a: null, b: true}"),
        (
            context(
                entry(
                    "f", f'<functionDefinition><formalParameter name="x"/>{lit("x + 1")}</functionDefinition>'
                ),
                entry("", lit("f(2)")),
            ),
            "3",
        ),
        (context(entry("f", JAVA), entry("", lit("f(1)"))), "null"),
        (
            f'<for iteratorVariable="i"><in>{lit("[1,2,3]")}</in>'
            f"<return>{lit('count(partial)')}</return></for>",
            "[0, 1, 2]",
        ),
        (f'<for iteratorVariable="i"><in>{lit("null")}</in><return>{lit("i")}</return></for>', "null"),
        (f"<filter><in>{lit('5')}</in><match>{lit('item &gt; 4')}</match></filter>", "[5]"),
        (f"<filter><in>{lit('[7,8]')}</in><match>{lit('2')}</match></filter>", "8"),
        (f"<filter><in>{lit('[{a:1},{a:2}]')}</in><match>{lit('a &gt; 1')}</match></filter>", "[{a: 2}]"),
        (
            f'<some iteratorVariable="i"><in>{lit("[1,null]")}</in>'
            f"<satisfies>{lit('i &gt; 5')}</satisfies></some>",
            "null",
        ),
        ("<list></list>", "[]"),
        (f"<list>{lit('1')}{lit('null')}</list>", "[1, null]"),
        ("", "null"),
        (lit("nothing + 1"), "null"),
    ],
)
def test_boxed_expressions(expression: str, expected: str) -> None:
    assert value(dec("d", expression)) == expected


def test_an_error_below_is_a_null_above() -> None:
    below = dec("x", lit("1 / 0"))
    assert value(below + dec("d", lit("x = null"), "", needs("x", what="Decision"))) == "true"


def test_imports_of_functions_decisions_and_types() -> None:
    library = bkm("dbl", {"a": "number"}, lit("a * 2")) + TYPES + dec("q", lit("7"))
    imports = {"urn:o": model(library, namespace="urn:o")}
    use = f'<import name="o" namespace="urn:o" importType="{NAMESPACE}"/>'
    function = '<knowledgeRequirement><requiredKnowledge href="urn:o#dbl"/></knowledgeRequirement>'
    decision = '<informationRequirement><requiredDecision href="urn:o#q"/></informationRequirement>'
    assert value(use + dec("d", lit("o.dbl(4)"), "", function), imports=imports) == "8"
    assert value(use + dec("d", lit("o.q + 1"), "", decision), imports=imports) == "8"
    assert value(use + dec("d", lit("200"), "o.tAge"), imports=imports) == "null"
    assert value(use + dec("d", lit("20"), "o.tAge"), imports=imports) == "20"


ORDER = ('<outputValues><text>"h","l"</text></outputValues>', "<outputValues><text>1,2</text></outputValues>")
DEFAULTS = tuple(f"<defaultOutputEntry><text>{n}</text></defaultOutputEntry>" for n in (7, 8))


@pytest.mark.parametrize(
    ("body", "given", "expected"),
    [
        (table("UNIQUE", [(["not(1,2)"], ['"n"']), (["1,2"], ['"y"'])]), 3, '"n"'),
        (table("UNIQUE", [(["? &gt; 2 and ? &lt; 5"], ['"n"'])]), 3, '"n"'),
        (table("UNIQUE", [(['starts with(?, "x")'], ['"n"'])]), "xy", '"n"'),
        (table("UNIQUE", [(["list contains(?, 2)"], ['"n"'])]), [1, 2], '"n"'),
        (table("UNIQUE", [(["null"], ['"n"']), (["not(null)"], ['"v"'])]), None, '"n"'),
        (table("UNIQUE", [(['[date("2020-01-01")..date("2020-12-31")]'], ['"n"'])]), date(2020, 5, 5), '"n"'),
        (
            table("COLLECT", [(["&gt; 0"], ["1", "2"]), (["&lt; 9"], ["3", "4"])], ("x", "y")),
            3,
            "[{x: 1, y: 2}, {x: 3, y: 4}]",
        ),
        (
            table(
                "PRIORITY",
                [(["&gt; 0"], ['"l"', "1"]), (["&lt; 9"], ['"h"', "2"]), (["-"], ['"h"', "1"])],
                ("x", "y"),
                ORDER,
            ),
            3,
            '{x: "h", y: 1}',
        ),
        (table("ANY", [(["&gt; 0"], ["1", "2"]), (["&lt; 9"], ["1", "2"])], ("x", "y")), 3, "{x: 1, y: 2}"),
        (table("COLLECT", [(["-"], ["1"]), (["-"], ["1"])], extra=' aggregation="COUNT"'), 3, "2"),
        (table("UNIQUE", [(["&gt; 5"], ["1", "2"])], ("x", "y"), DEFAULTS), 3, "{x: 7, y: 8}"),
    ],
)
def test_tables(body: str, given: object, expected: str) -> None:
    assert value(body, {"a": given}) == expected
