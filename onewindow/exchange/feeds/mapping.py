"""Maps a source's row to a data set's row: FEEL expressions over `row`, then code tables."""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from onewindow.exchange.errors import BadDeclaration
from onewindow.rules.public import RuleError, compile_model, to_plain

_HEAD = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="feed" name="feed"'
    ' namespace="urn:feed">'
    '<inputData id="row" name="row"><variable name="row"/></inputData>'
    '<decision id="mapped" name="mapped"><variable name="mapped"/>'
    '<informationRequirement><requiredInput href="#row"/></informationRequirement><context>'
)
_TAIL = "</context></decision></definitions>"
OPERATION = "cd_operation"


class Unmapped(Exception):
    """A row could not be mapped; the text says which part and why."""


class Mapper:
    """The mapping of one declaration, compiled once; raises BadDeclaration for an expression that is none."""

    def __init__(self, declaration: Mapping[str, Any]) -> None:
        expressions = dict(declaration["map"])
        expressions[OPERATION] = declaration.get("operation", '"i"')
        self.codes: Mapping[str, Mapping[str, str]] = declaration.get("codes", {})
        if strangers := set(self.codes) - set(expressions):
            raise BadDeclaration(detail=f"codes：没有映射{'、'.join(sorted(strangers))}")
        entries = "".join(
            f'<contextEntry><variable name="{escape(name)}"/><literalExpression><text>{escape(text)}</text>'
            "</literalExpression></contextEntry>"
            for name, text in expressions.items()
        )
        try:
            self.model = compile_model(_HEAD + entries + _TAIL)
        except RuleError as fault:
            raise BadDeclaration(detail=f"map：{fault}") from fault
        if self.model.faults:
            raise BadDeclaration(detail=f"map：{self.model.faults[0]}")

    def __call__(self, row: Mapping[str, object]) -> tuple[str, dict[str, object]]:
        """Return the operation (i, u, d) and the mapped row; raise Unmapped."""
        try:
            told = to_plain(self.model.evaluate("mapped", {"row": dict(row)}).outputs)
        except RuleError as fault:
            raise Unmapped(str(fault)) from fault
        if not isinstance(told, dict):
            raise Unmapped("映射没有得出结果")
        operation = told.pop(OPERATION, "i")
        if operation not in {"i", "u", "d"}:
            raise Unmapped(f"操作“{operation}”不是i、u、d")
        for name, table in self.codes.items():
            value = told.get(name)
            if value is not None:
                if str(value) not in table:
                    raise Unmapped(f"代码对照“{name}”里没有“{value}”")
                told[name] = table[str(value)]
        return str(operation), told
