"""Finds the constants a cell compares with, or why the cell cannot be proved about."""

from __future__ import annotations

from collections.abc import Callable

from onewindow.rules.errors import RuleError
from onewindow.rules.feel import nodes as n
from onewindow.rules.feel.budget import bounded
from onewindow.rules.feel.compiler import Compiler
from onewindow.rules.feel.frames import Frame
from onewindow.rules.feel.values import Function, Range, Value, kind_of

CHANGING = {"today", "now"}
COMPARISONS = {"=", "!=", "<", "<=", ">", ">="}
INPUT = n.Name("?")


class Unprovable(Exception):
    """A cell whose result cannot be followed; the message says why, in Chinese."""


class Constants:
    """Collects constants from cells; `frame` holds what the model fixes (decisions without inputs)."""

    def __init__(self, compiler: Compiler, frame: Frame, fixed: Callable[[str], bool]) -> None:
        self.compiler, self.frame, self.fixed = compiler, frame, fixed

    def of(self, tests: n.Tests) -> list[Value]:
        """Return the constants of a cell; raise Unprovable when it asks for more than comparisons."""
        return [v for test in tests.tests for v in self.of_test(test)]

    def of_test(self, node: n.Node) -> list[Value]:
        """Return the constants of one test."""
        if isinstance(node, n.Comparison):
            return self.spread(self.value(node.end))
        if not n.mentions_input(node):
            return self.spread(self.value(node))
        return self.of_condition(node)

    def of_condition(self, node: n.Node) -> list[Value]:
        """Return the constants of a condition on `?`."""
        if isinstance(node, n.Binary) and node.operator in ("and", "or"):
            return self.of_condition(node.left) + self.of_condition(node.right)
        if isinstance(node, n.Binary) and node.operator in COMPARISONS:
            left, right = _is_input(node.left), _is_input(node.right)
            if left != right:
                return self.spread(self.value(node.right if left else node.left))
        if isinstance(node, n.Between) and _is_input(node.value):
            return self.spread(self.value(node.low)) + self.spread(self.value(node.high))
        if isinstance(node, n.In) and _is_input(node.value):
            return self.of(node.tests)
        if isinstance(node, n.Call) and _calls(node, "not") and len(node.arguments) == 1:
            return self.of_condition(node.arguments[0])
        if isinstance(node, n.Call) and _calls(node, "list contains") and len(node.arguments) == 2:
            items, element = node.arguments
            if _is_input(element) and not n.mentions_input(items):
                return self.spread(self.value(items))
        if _is_input(node):
            return []
        if not n.mentions_input(node):
            value = self.value(node)
            if type(value) is bool or value is None:
                return []
        raise Unprovable("用到了比较以外的计算")

    def value(self, node: n.Node) -> Value:
        """Work out an expression that rests on nothing but the model."""
        for path in n.paths_of(node):
            if path[0] in CHANGING:
                raise Unprovable("结果随当天日期变化")
            if not self.fixed(path[0]):
                raise Unprovable(f"引用了会变化的数据“{'.'.join(path)}”")
        try:
            with bounded():
                return self.compiler.compile(node)(self.frame)
        except RuleError:
            raise Unprovable("无法算出单元格里的值") from None

    def spread(self, value: Value) -> list[Value]:
        """Return the single values of a constant: the ends of a range, the items of a list."""
        if isinstance(value, Range):
            return [v for v in (value.low, value.high) if v is not None]
        if isinstance(value, list):
            return [v for item in value for v in self.spread(item)]
        if isinstance(value, (dict, Function)):
            raise Unprovable(f"与{_NAMES.get(kind_of(value), '这类数据')}比较")
        return [] if value is None else [value]


_NAMES = {"context": "结构数据", "function": "函数"}


def _is_input(node: n.Node) -> bool:
    return isinstance(node, n.Name) and node.name == "?"


def _calls(node: n.Call, name: str) -> bool:
    return isinstance(node.function, n.Name) and node.function.name == name and not node.names
