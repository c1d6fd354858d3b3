"""Unary tests: a cell of a decision table, compiled to a test of one value with three truth values."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from onewindow.rules.feel import nodes as n
from onewindow.rules.feel.compiler import ORDER, Compiler, denied
from onewindow.rules.feel.frames import Closure, Frame
from onewindow.rules.feel.values import Range, Value, compare, equals

Test = Callable[[Value, Frame], bool | None]


def compile_tests(compiler: Compiler, node: n.Tests) -> Test:
    """Return a test that holds when any of the tests holds (or, negated, none)."""
    if node.is_any:
        return lambda v, f: True
    tests = [compile_test(compiler, test) for test in node.tests]
    anyone = tests[0] if len(tests) == 1 else _any_of(tests)
    if node.negated:
        return lambda v, f: denied(anyone(v, f))
    return anyone


def _any_of(tests: list[Test]) -> Test:
    def run(value: Value, frame: Frame) -> bool | None:
        unsure = False
        for test in tests:
            result = test(value, frame)
            if result is True:
                return True
            unsure = unsure or result is None
        return None if unsure else False

    return run


def compile_test(compiler: Compiler, node: n.Node) -> Test:
    """Return one positive unary test."""
    if isinstance(node, n.Comparison):
        return _comparison(node.operator, compiler.compile(node.end))
    if isinstance(node, n.Literal) and not isinstance(node.value, (list, Range)):
        return _constant(node.value)
    closure = compiler.compile(node)
    if n.mentions_input(node):
        return _condition(closure)
    return lambda v, f: belongs(v, closure(f))


def _comparison(operator: str, end: Closure) -> Test:
    if operator == "=":
        return lambda v, f: equals(v, end(f))
    if operator == "!=":
        return lambda v, f: denied(equals(v, end(f)))
    holds = ORDER[operator]

    def run(value: Value, frame: Frame) -> bool | None:
        limit = end(frame)
        if type(value) is Decimal and type(limit) is Decimal:
            return holds(value, limit)
        order = compare(value, limit)
        return None if order is None else holds(order, 0)

    return run


def _constant(constant: Value) -> Test:
    kind = type(constant)

    def run(value: Value, frame: Frame) -> bool | None:
        return value == constant if type(value) is kind else belongs(value, constant)

    return run if kind in (str, Decimal, bool) else lambda v, f: belongs(v, constant)


def _condition(closure: Closure) -> Test:
    def run(value: Value, frame: Frame) -> bool | None:
        result = closure(Frame({"?": value}, frame))
        return result if type(result) is bool else belongs(value, result) if result is not None else None

    return run


def belongs(value: Value, wanted: Value) -> bool | None:
    """Tell whether a value is, or lies in, what a test names: a value, a list or a range."""
    if isinstance(wanted, Range):
        inside = wanted.contains(value)
        return equals(value, wanted) if inside is None and isinstance(value, Range) else inside
    if isinstance(wanted, list):
        return _in_list(value, wanted)
    same = equals(value, wanted)
    if same is None and wanted is True and not isinstance(value, bool):
        return True
    return same


def _in_list(value: Value, wanted: list[Value]) -> bool:
    if isinstance(value, list) and equals(value, wanted):
        return True
    return any(
        (isinstance(item, Range) and item.contains(value) is True) or equals(value, item) is True
        for item in wanted
    )
