"""The conversion of a text to a range; its ends are written-out values."""

from __future__ import annotations

from onewindow.rules.errors import RuleError
from onewindow.rules.feel import nodes as n
from onewindow.rules.feel.budget import charge
from onewindow.rules.feel.builtin.registry import FUNCTIONS, builtin
from onewindow.rules.feel.compiler import Compiler
from onewindow.rules.feel.frames import Frame
from onewindow.rules.feel.names import Names
from onewindow.rules.feel.parser import parse_expression
from onewindow.rules.feel.values import ORDERED, Range, Value, compare

ENDS = {"date", "time", "date and time", "duration"}


@builtin("range(from: string)")
def range_of(text: str) -> Value:
    """Read a range such as `[18..21)`, `(..@"2026-01-01"]`: null unless its ends are values in order."""
    charge(len(text))
    body = text.strip()
    if len(body) < 4 or body[0] not in "[(]" or body[-1] not in "])[":
        return None
    for at in _dots(body):
        low, high = _end(body[1:at]), _end(body[at + 2 : -1])
        if low is not None and high is not None:
            return _range(low[0], high[0], body[0] == "[", body[-1] == "]")
    return None


def _dots(body: str) -> list[int]:
    return [at for at in range(1, len(body) - 2) if body.startswith("..", at)][:16]


def _range(low: Value, high: Value, low_closed: bool, high_closed: bool) -> Range | None:
    if (low is None and (high is None or low_closed)) or (high is None and high_closed):
        return None
    if any(type(end) not in ORDERED or type(end) is bool for end in (low, high) if end is not None):
        return None
    if low is not None and high is not None and compare(low, high) not in (-1, 0):
        return None
    return Range(low, high, low_closed, high_closed, low is not None, high is not None)


def _end(text: str) -> tuple[Value] | None:
    """Return the value of an end (None for no end); None when it is not a written-out value."""
    if not text.strip():
        return (None,)
    try:
        node = parse_expression(text, Names(FUNCTIONS))
    except RuleError:
        return None
    if not _written_out(node):
        return None
    value = Compiler().compile(node)(Frame(FUNCTIONS))
    return None if value is None else (value,)


def _written_out(node: n.Node) -> bool:
    if isinstance(node, n.Negate):
        return _written_out(node.operand)
    if isinstance(node, n.Call):
        named = isinstance(node.function, n.Name) and node.function.name in ENDS
        return named and all(map(_written_out, node.arguments))
    return isinstance(node, n.Literal)
