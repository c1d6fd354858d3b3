"""Turns a syntax tree into closures over a frame of variables, once; evaluation then only calls them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from onewindow.rules.feel import nodes as n
from onewindow.rules.feel import operators as op
from onewindow.rules.feel.budget import charge, deeper
from onewindow.rules.feel.frames import Closure, Frame
from onewindow.rules.feel.loops import Source, filtered, items_of, loop_frames
from onewindow.rules.feel.properties import property_of
from onewindow.rules.feel.types import ANY, Type, resolve
from onewindow.rules.feel.values import Function, Range, Value, compare, equals, kind_of

ARITHMETIC = {
    "+": op.add, "-": op.subtract, "*": op.multiply, "/": op.divide, "**": op.power,
}  # fmt: skip
ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class Compiler:
    """Compiles trees; `types` are the item definitions that `instance of` and parameters may name."""

    def __init__(self, types: Mapping[str, Type] | None = None) -> None:
        self.types = types or {}

    def compile(self, node: n.Node) -> Closure:
        """Return the closure of a node."""
        found: Closure = getattr(self, type(node).__name__.lower())(node)
        return found

    def literal(self, node: n.Literal) -> Closure:
        """A constant."""
        value = node.value
        return lambda f: value

    def name(self, node: n.Name) -> Closure:
        """A variable."""
        name = node.name
        return lambda f: f[name]

    def path(self, node: n.Path) -> Closure:
        """A property."""
        base, name = self.compile(node.base), node.name

        def run(f: Frame) -> Value:
            value = base(f)
            return value.get(name) if type(value) is dict else property_of(value, name)

        return run

    def filter(self, node: n.Filter) -> Closure:
        """A filter or an index."""
        base, condition = self.compile(node.base), self.compile(node.condition)
        return lambda f: filtered(base(f), condition, f)

    def negate(self, node: n.Negate) -> Closure:
        """Arithmetic minus."""
        if isinstance(node.operand, n.Literal):
            value = op.negate(node.operand.value)
            return lambda f: value
        operand = self.compile(node.operand)
        return lambda f: op.negate(operand(f))

    def binary(self, node: n.Binary) -> Closure:
        """Arithmetic, comparison or logic."""
        left, right = self.compile(node.left), self.compile(node.right)
        if node.operator in ARITHMETIC:
            return arithmetic(ARITHMETIC[node.operator], left, right)
        if node.operator in ORDER:
            return ordering(ORDER[node.operator], left, right)
        if node.operator == "=":
            return lambda f: equals(left(f), right(f))
        if node.operator == "!=":
            return lambda f: denied(equals(left(f), right(f)))
        return logic(left, right, node.operator == "or")

    def between(self, node: n.Between) -> Closure:
        """`between … and …`."""
        value, low, high = self.compile(node.value), self.compile(node.low), self.compile(node.high)

        def run(f: Frame) -> bool | None:
            tested = value(f)
            return Range(low(f), high(f)).contains(tested)

        return run

    def in_(self, node: n.In) -> Closure:
        """`in …`."""
        from onewindow.rules.feel.unary import compile_tests

        value, tests = self.compile(node.value), compile_tests(self, node.tests)
        return lambda f: tests(value(f), f)

    def instanceof(self, node: n.InstanceOf) -> Closure:
        """`instance of …`."""
        value, wanted = self.compile(node.value), resolve(node.type, self.types)
        if wanted is None:
            return lambda f: None

        def run(f: Frame) -> bool:
            tested = value(f)
            return wanted.is_kind_of(tested) and (tested is not None or wanted.kind == "null")

        return run

    def if_(self, node: n.If) -> Closure:
        """`if … then … else …`; anything but true takes the else."""
        condition, yes, no = self.compile(node.condition), self.compile(node.yes), self.compile(node.no)
        return lambda f: yes(f) if condition(f) is True else no(f)

    def for_(self, node: n.For) -> Closure:
        """`for … return …`."""
        loops, body = self.loops(node.loops), self.compile(node.body)

        def run(f: Frame) -> list[Value] | None:
            found: list[Value] = []
            frames = loop_frames(loops, Frame({"partial": found}, f))
            if frames is None:
                return None
            for frame in frames:
                charge()
                found.append(body(frame))
            return found

        return run

    def loops(self, loops: tuple[n.Loop, ...]) -> list[tuple[str, Source]]:
        """The sources of `for`, `some` and `every`."""
        return [
            (loop.name, items_of(self.compile(loop.source), self.compile(loop.to) if loop.to else None))
            for loop in loops
        ]

    def quantified(self, node: n.Quantified) -> Closure:
        """`some` and `every`."""
        loops, condition, every = self.loops(node.loops), self.compile(node.condition), node.every

        def run(f: Frame) -> bool | None:
            frames = loop_frames(loops, f)
            if frames is None:
                return None
            unsure = False
            for frame in frames:
                charge()
                result = condition(frame)
                if result is (not every):
                    return not every
                unsure = unsure or type(result) is not bool
            return None if unsure else every

        return run

    def functiondefinition(self, node: n.FunctionDefinition) -> Closure:
        """`function(…) …`."""
        names = tuple(name for name, _ in node.params)
        types = tuple(resolve(t, self.types) or ANY if t else ANY for _, t in node.params)
        if node.external:
            return lambda f: Function("external", names, lambda *values: None, types, ANY)
        body = self.compile(node.body)
        return lambda f: define("", names, types, body, f)

    def contextnode(self, node: n.ContextNode) -> Closure:
        """`{…}`; later entries see earlier ones."""
        entries = [(key, self.compile(value)) for key, value in node.entries]
        if len({key for key, _ in entries}) < len(entries):
            return lambda f: None

        def run(f: Frame) -> dict[str, Value]:
            frame, found = Frame({}, f), {}
            for key, value in entries:
                found[key] = frame[key] = value(frame)
            return found

        return run

    def listnode(self, node: n.ListNode) -> Closure:
        """`[…]`."""
        items = [self.compile(item) for item in node.items]
        return lambda f: [item(f) for item in items]

    def rangenode(self, node: n.RangeNode) -> Closure:
        """`[low..high]`."""
        low = self.compile(node.low) if node.low else None
        high = self.compile(node.high) if node.high else None

        def run(f: Frame) -> Range | None:
            bottom, top = low and low(f), high and high(f)
            if (low and bottom is None) and (high and top is None):
                return None
            if low and high and None not in (bottom, top) and kind_of(bottom) != kind_of(top):
                return None
            if low and high and (compare(bottom, top) or 0) > 0:
                return None
            return Range(bottom, top, node.low_closed, node.high_closed, low is not None, high is not None)

        return run

    def call(self, node: n.Call) -> Closure:
        """An invocation."""
        function, arguments = self.compile(node.function), [self.compile(a) for a in node.arguments]
        names = node.names

        def run(f: Frame) -> Value:
            called = function(f)
            if not isinstance(called, Function):
                return None
            charge()
            try:
                return called.invoke([a(f) for a in arguments], names)
            except ArithmeticError:
                return None

        return run


for _keyword in ("in", "if", "for"):
    setattr(Compiler, _keyword, getattr(Compiler, f"{_keyword}_"))


def arithmetic(apply: Callable[[Value, Value], Value], left: Closure, right: Closure) -> Closure:
    """Return a closure for an arithmetic operator; overflow and the like give null."""

    def run(f: Frame) -> Value:
        try:
            return apply(left(f), right(f))
        except ArithmeticError:
            return None

    return run


def ordering(holds: Callable[[Any, Any], bool], left: Closure, right: Closure) -> Closure:
    """Return a closure for `<` and its kin."""

    def run(f: Frame) -> bool | None:
        a, b = left(f), right(f)
        if type(a) is Decimal and type(b) is Decimal:
            return holds(a, b)
        order = compare(a, b)
        return None if order is None else holds(order, 0)

    return run


def logic(left: Closure, right: Closure, decisive: bool) -> Closure:
    """Return a closure for `or` (decisive true) or `and` (decisive false), with three truth values."""

    def run(f: Frame) -> Value:
        a = left(f)
        if a is decisive:
            return decisive
        b = right(f)
        if b is decisive:
            return decisive
        return (not decisive) if type(a) is bool and type(b) is bool else None

    return run


def denied(value: Value) -> bool | None:
    """Return the three-valued `not`."""
    return not value if type(value) is bool else None


def define(  # noqa: PLR0917
    name: str,
    params: tuple[str, ...],
    types: tuple[Type, ...],
    body: Closure,
    frame: Frame,
    result: Type = ANY,
) -> Function:
    """Return a function over a frame; arguments are coerced to their types, a misfit makes the call null."""

    def call(*values: Value) -> Value:
        given = Frame({}, frame)
        for param, wanted, value in zip(params, types, values, strict=True):
            fitted = wanted.coerce(value)
            if fitted is None and value is not None:
                return None
            given[param] = fitted
        charge()
        with deeper():
            return result.coerce(body(given))

    return Function(name, params, call, types, result)
