"""Conditions of pages, in FEEL through the rules engine, compiled once per form."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from onewindow.rules.public import Model, RuleError, compile_model

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
DECISION = "shown"


def is_true(condition: str, known: Mapping[str, object], names: Sequence[str]) -> bool:
    """Tell whether the condition is true for what is known; an unanswered field is null, a fault is no."""
    told = {name: known.get(name) for name in names}
    try:
        return _compiled(condition, tuple(names)).evaluate(DECISION, told).outputs is True
    except (RuleError, TypeError, ValueError):
        return False


def fault_of(condition: str, names: Sequence[str]) -> str:
    """Return why a condition cannot be used, or nothing."""
    try:
        _compiled(condition, tuple(names))
    except RuleError as fault:
        return str(fault)
    return ""


@lru_cache(maxsize=1024)
def _compiled(condition: str, names: tuple[str, ...]) -> Model:
    """Wrap the expression as the one decision of a DMN model whose inputs are the form's fields."""
    inputs = "".join(f"<inputData id={quoteattr(f'in-{n}')} name={quoteattr(n)}/>" for n in names)
    required = "".join(
        f"<informationRequirement><requiredInput href={quoteattr(f'#in-{n}')}/></informationRequirement>"
        for n in names
    )
    return compile_model(
        f'<definitions xmlns="{NAMESPACE}" id="form" name="form" namespace="form">{inputs}'
        f'<decision id="{DECISION}" name="{DECISION}"><variable name="{DECISION}"/>{required}'
        f"<literalExpression><text>{escape(condition)}</text></literalExpression></decision></definitions>"
    )
