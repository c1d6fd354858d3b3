"""Evaluates one FEEL expression, for the tests."""

from collections.abc import Mapping
from typing import Any

from onewindow.rules.feel.budget import bounded
from onewindow.rules.feel.builtin.registry import FUNCTIONS
from onewindow.rules.feel.compiler import Compiler
from onewindow.rules.feel.frames import Frame
from onewindow.rules.feel.names import Names
from onewindow.rules.feel.parser import parse_expression, parse_tests
from onewindow.rules.feel.unary import compile_tests
from onewindow.rules.feel.values import to_feel

BUILT_IN = Names(FUNCTIONS)


def feel(text: str, variables: Mapping[str, object] | None = None) -> Any:
    """Evaluate an expression within the usual bounds."""
    given = variables or {}
    with bounded():
        closure = Compiler().compile(parse_expression(text, Names(given, BUILT_IN)))
        return closure(Frame({k: to_feel(v) for k, v in given.items()}, Frame(FUNCTIONS)))


def cell(text: str, value: object, variables: Mapping[str, object] | None = None) -> bool | None:
    """Test a value against a cell."""
    given = variables or {}
    with bounded():
        test = compile_tests(Compiler(), parse_tests(text, Names(("?", *given), BUILT_IN)))
        return test(to_feel(value), Frame({k: to_feel(v) for k, v in given.items()}, Frame(FUNCTIONS)))
