"""Boxed expressions: the XML forms of logic, compiled to closures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onewindow.rules.dmn.hits import HIT_POLICIES
from onewindow.rules.dmn.table import Column, DecisionTable, Output, Rule
from onewindow.rules.dmn.xml import Element
from onewindow.rules.errors import ModelFault, RuleError
from onewindow.rules.feel import nodes as n
from onewindow.rules.feel.budget import charge
from onewindow.rules.feel.builtin.registry import FUNCTIONS
from onewindow.rules.feel.compiler import Compiler, define
from onewindow.rules.feel.frames import Closure, Frame
from onewindow.rules.feel.loops import filtered, listed
from onewindow.rules.feel.names import Names
from onewindow.rules.feel.parser import parser_for
from onewindow.rules.feel.types import ANY, Type
from onewindow.rules.feel.unary import Test, compile_tests
from onewindow.rules.feel.values import Function, Value

EXPRESSIONS = (
    "literalExpression", "decisionTable", "context", "invocation", "relation", "list", "functionDefinition",
    "conditional", "filter", "for", "some", "every",
)  # fmt: skip
SHORT = {
    "U": "UNIQUE",
    "F": "FIRST",
    "A": "ANY",
    "P": "PRIORITY",
    "R": "RULE ORDER",
    "O": "OUTPUT ORDER",
    "C": "COLLECT",
}
BUILTIN_NAMES = Names(FUNCTIONS)


def nothing(frame: Frame) -> Value:
    """The closure of what is not there."""
    return None


@dataclass(frozen=True)
class Seen:
    """An expression or cell as parsed, with the names in its reach and where it stands."""

    node: n.Node
    names: Names
    place: str
    line: int


class Boxer:
    """Compiles the expressions of one model."""

    def __init__(self, fields: Names, types: Names, named: Callable[[str], Type], compiler: Compiler) -> None:
        self.fields, self.types, self.named, self.compiler = fields, types, named, compiler
        self.faults: list[RuleError] = []
        self.tables: dict[str, DecisionTable] = {}
        self.seen: list[Seen] = []
        self.line = 0

    # -- FEEL texts
    def expression(self, text: str, names: Names, place: str) -> Closure:
        """Compile FEEL; a fault is kept and the expression is null."""
        return self.parsed(text, names, place)[0] if text.strip() else nothing

    def parsed(self, text: str, names: Names, place: str) -> tuple[Closure, n.Node]:
        """Compile FEEL and return its tree too."""
        try:
            parser = parser_for(text, names, self.fields, self.types)
            node = parser.expression()
            parser.end()
            self.seen.append(Seen(node, names, place, self.line))
            return self.compiler.compile(node), node
        except RuleError as error:
            self.faults.append(error.at(place, self.line))
        except RecursionError:
            self.faults.append(ModelFault("the expression is nested too deep", place=place, line=self.line))
        return nothing, n.Literal(None)

    def tests(self, text: str, names: Names, place: str) -> tuple[Test, n.Tests]:
        """Compile the unary tests of a cell."""
        try:
            parser = parser_for(text.strip(), Names(("?",), names), self.fields, self.types)
            node = parser.unary_tests()
            parser.end()
            self.seen.append(Seen(node, names, place, self.line))
            return compile_tests(self.compiler, node), node
        except RuleError as error:
            self.faults.append(error.at(place, self.line))
        except RecursionError:
            self.faults.append(ModelFault("the expression is nested too deep", place=place, line=self.line))
        return (lambda v, f: None), n.Tests((n.Literal(None),))

    # -- boxes
    def inside(self, element: Element, names: Names, place: str) -> Closure:
        """Compile the expression an element holds."""
        found = next((c for c in element.children if c.tag in EXPRESSIONS), None)
        return self.box(found, names, place) if found is not None else nothing

    def box(self, element: Element, names: Names, place: str) -> Closure:
        """Compile one boxed expression and coerce it to its type."""
        self.line = element.line
        compile_ = getattr(self, f"box_{element.tag.lower()}")
        closure: Closure = compile_(element, names, place)
        if element.tag == "invocation":
            wanted = self.named(element.get("typeRef"))
            return lambda f: value if wanted.conforms(value := closure(f)) else None
        return self.typed(closure, element.get("typeRef"))

    def typed(self, closure: Closure, reference: str) -> Closure:
        """Coerce what a closure gives to a type reference."""
        wanted = self.named(reference)
        return closure if wanted is ANY else lambda f: wanted.coerce(closure(f))

    def box_literalexpression(self, element: Element, names: Names, place: str) -> Closure:
        """A literal expression."""
        return self.expression(element.text_of("text"), names, place)

    def box_context(self, element: Element, names: Names, place: str) -> Closure:
        """A boxed context; an entry without a name is its result."""
        names = Names((), names)
        entries: list[tuple[str, Closure]] = []
        for entry in element.all("contextEntry"):
            variable = entry.child("variable")
            name = variable.get("name").strip() if variable is not None else ""
            closure = self.inside(entry, Names((name,), names) if name else names, f"{place}.{name}")
            if variable is not None:
                closure = self.typed(closure, variable.get("typeRef"))
                names.add(name)
                self.fields.add(name)
            entries.append((name, closure))

        def run(f: Frame) -> Value:
            frame = Frame({}, f)
            found: dict[str, Value] = {}
            for name, closure in entries:
                value = closure(frame)
                if not name:
                    return value
                found[name] = frame[name] = value
            return found

        return run

    def box_invocation(self, element: Element, names: Names, place: str) -> Closure:
        """An invocation with bindings by name."""
        function = self.inside(element, names, place)
        bindings = [
            (parameter.get("name"), self.inside(binding, names, f"{place}({parameter.get('name')})"))
            for binding in element.all("binding")
            for parameter in binding.all("parameter")
        ]
        params = tuple(name for name, _ in bindings)

        def run(f: Frame) -> Value:
            called = function(f)
            if not isinstance(called, Function):
                return None
            charge()
            return called.invoke([closure(f) for _, closure in bindings], params)

        return run

    def box_relation(self, element: Element, names: Names, place: str) -> Closure:
        """A relation: a list of contexts."""
        columns = [c.get("name") for c in element.all("column")]
        for column in columns:
            self.fields.add(column)
        rows = [
            [self.box(c, names, f"{place}, row {i}") for c in row.all(*EXPRESSIONS)]
            for i, row in enumerate(element.all("row"), 1)
        ]
        return lambda f: [{k: c(f) for k, c in zip(columns, row, strict=False)} for row in rows]

    def box_list(self, element: Element, names: Names, place: str) -> Closure:
        """A boxed list."""
        items = [self.box(c, names, place) for c in element.all(*EXPRESSIONS)]
        return lambda f: [item(f) for item in items]

    def box_functiondefinition(self, element: Element, names: Names, place: str) -> Closure:
        """A function definition; only FEEL bodies are run."""
        params = element.all("formalParameter")
        labels = tuple(p.get("name") for p in params)
        types = tuple(self.named(p.get("typeRef")) for p in params)
        if element.get("kind", "FEEL") != "FEEL":
            return lambda f: Function(place, labels, lambda *values: None, types, ANY)
        body = self.inside(element, Names(labels, names), place)
        return lambda f: define(place, labels, types, body, f)

    def box_conditional(self, element: Element, names: Names, place: str) -> Closure:
        """A boxed conditional."""
        condition, yes, no = (self.part(element, tag, names, place) for tag in ("if", "then", "else"))

        def run(f: Frame) -> Value:
            held = condition(f)
            if held is not None and type(held) is not bool:
                return None
            return yes(f) if held else no(f)

        return run

    def part(self, element: Element, tag: str, names: Names, place: str) -> Closure:
        """Compile a named part of a box."""
        child = element.child(tag)
        return self.inside(child, names, f"{place}, {tag}") if child is not None else nothing

    def box_filter(self, element: Element, names: Names, place: str) -> Closure:
        """A boxed filter."""
        source = self.part(element, "in", names, place)
        match = self.part(element, "match", Names(("item",), names), place)
        return lambda f: filtered(source(f), match, f, strict=True)

    def box_for(self, element: Element, names: Names, place: str) -> Closure:
        """A boxed iterator."""
        variable = element.get("iteratorVariable")
        source = self.part(element, "in", names, place)
        body = self.part(element, "return", Names((variable, "partial"), names), place)

        def run(f: Frame) -> Value:
            items = listed(source(f))
            if items is None:
                return None
            found: list[Value] = []
            for item in items:
                charge()
                found.append(body(Frame({variable: item, "partial": found}, f)))
            return found

        return run

    def box_some(self, element: Element, names: Names, place: str) -> Closure:
        """A boxed `some`."""
        return self.quantified(element, names, place, every=False)

    def box_every(self, element: Element, names: Names, place: str) -> Closure:
        """A boxed `every`."""
        return self.quantified(element, names, place, every=True)

    def quantified(self, element: Element, names: Names, place: str, *, every: bool) -> Closure:
        """A boxed quantifier."""
        variable = element.get("iteratorVariable")
        source = self.part(element, "in", names, place)
        condition = self.part(element, "satisfies", Names((variable,), names), place)

        def run(f: Frame) -> Value:
            items = listed(source(f))
            if items is None:
                return None
            results = [condition(Frame({variable: item}, f)) for item in items]
            if (not every) in [r for r in results if type(r) is bool]:
                return not every
            return every if all(type(r) is bool for r in results) else None

        return run

    # -- tables
    def box_decisiontable(self, element: Element, names: Names, place: str) -> Closure:
        """A decision table."""
        policy = element.get("hitPolicy", "UNIQUE")
        policy = SHORT.get(policy, policy)
        if element.get("aggregation") and policy == "COLLECT":
            policy = f"{policy} {element.get('aggregation')}"
        if policy not in HIT_POLICIES:
            fault = ModelFault(f"there is no hit policy {policy!r}", place=place, line=element.line)
            self.faults.append(fault)
            return nothing
        rules = element.all("rule")
        if not self.even(element, rules, place):
            return nothing
        columns = [self.column(e, i, rules, names, place) for i, e in enumerate(element.all("input"))]
        outputs = [self.output(e, names, place) for e in element.all("output")]
        annotations = [a.get("name") or a.text_of("text") for a in element.all("annotation")]
        table = DecisionTable(
            place, policy, columns, outputs,
            [self.rule(e, f"{place}, rule {i}", annotations, names, outputs) for i, e in enumerate(rules, 1)],
        )  # fmt: skip
        table.line = element.line
        self.tables[place] = table
        return table.run

    def even(self, table: Element, rules: list[Element], place: str) -> bool:
        """Report every rule that has not one cell for each input and output of its table."""
        uneven = [
            ModelFault(
                f"{cells} {kind} cells, but the table has {columns} {kind}s",
                place=f"{place}, rule {number}",
                line=rule.line,
            )
            for number, rule in enumerate(rules, 1)
            for kind in ("input", "output")
            if (cells := len(rule.all(f"{kind}Entry"))) != (columns := len(table.all(kind)))
        ]
        self.faults += uneven
        return not uneven

    def column(self, element: Element, index: int, rules: list[Element], names: Names, place: str) -> Column:
        """Compile an input and the distinct tests of its cells."""
        inner = element.child("inputExpression")
        text = inner.text_of("text") if inner is not None else ""
        label = element.get("label") or text
        tests: list[Test] = []
        trees: list[n.Tests] = []
        places: list[int] = []
        known: dict[str, int] = {}
        for number, rule in enumerate(rules, 1):
            entries = rule.all("inputEntry")
            cell = entries[index].text_of("text")
            self.line = entries[index].line
            if cell not in known:
                known[cell] = len(tests)
                test, tree = self.tests(cell, names, f"{place}, rule {number}, column {label}")
                tests.append(test)
                trees.append(tree)
            places.append(known[cell])
        self.line = element.line
        closure, expression = self.parsed(text, names, f"{place}, column {label}")
        type_ = self.named(inner.get("typeRef")) if inner is not None else ANY
        allowed = element.child("inputValues")
        values = self.tests(allowed.text_of("text"), names, place)[1] if allowed is not None else None
        return Column(label, text, closure, type_, tests, places, trees, expression, values)

    def output(self, element: Element, names: Names, place: str) -> Output:
        """Compile an output."""
        default, order = element.child("defaultOutputEntry"), element.child("outputValues")
        name = element.get("name") or element.get("label")
        self.line = element.line
        self.fields.add(name)
        return Output(
            name,
            self.named(element.get("typeRef")),
            self.expression(default.text_of("text"), names, f"{place}, default")
            if default is not None
            else None,
            self.expression(f"[{order.text_of('text')}]", names, f"{place}, output values")
            if order is not None and order.text_of("text")
            else None,
        )

    def rule(
        self, element: Element, place: str, annotations: list[str], names: Names, columns: list[Output]
    ) -> Rule:
        """Compile a rule's outputs."""
        entries = [e.text_of("text") for e in element.all("outputEntry")]
        self.line = element.line
        outputs = [
            self.parsed(text, names, f"{place}, output {out.name}") if text else (nothing, n.Literal(None))
            for text, out in zip(entries, columns, strict=True)
        ]
        notes = [a.text_of("text") for a in element.all("annotationEntry")]
        return Rule(
            [e.text_of("text") or "-" for e in element.all("inputEntry")],
            [closure for closure, _ in outputs],
            dict(zip(annotations, notes, strict=False)),
            entries,
            element.line,
            [tree for _, tree in outputs],
        )
