"""One condition in FEEL over named values: compiled once per text, with what it cannot know told."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from onewindow.rules.dmn.model import Model, compile_model
from onewindow.rules.errors import RuleError
from onewindow.rules.feel.nodes import free_names

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
DECISION = "holds"
_ALONE = "<literalExpression><text>{}</text></literalExpression>"
_IN_TABLE = (
    "<decisionTable><input><inputExpression><text>{}</text></inputExpression></input><output/><rule>"
    "<inputEntry><text>-</text></inputEntry><outputEntry><text>true</text></outputEntry></rule></decisionTable>"
)


def holds(condition: str, known: Mapping[str, object], names: Sequence[str]) -> bool:
    """Tell whether a condition is true for what is known; what is not known is null, a fault is no."""
    said = _said(condition, tuple(names))
    told = {name: known.get(name) for name in said}
    try:
        return _compiled(condition, said).evaluate(DECISION, told).outputs is True
    except (RuleError, TypeError, ValueError):
        return False


def condition_fault(condition: str, names: Sequence[str]) -> str:
    """Return why a condition cannot be used, in Chinese: no FEEL, or of something nobody declared."""
    try:
        model = _model(condition, tuple(names), _IN_TABLE)
    except RuleError as fault:
        return str(fault)
    if model.faults:
        return str(model.faults[0])
    tree = model.tables[DECISION].columns[0].tree
    unknown = sorted(free_names(tree) - set(names))
    return f"没有名为“{'”“'.join(unknown)}”的数据" if unknown else ""


@lru_cache(maxsize=8192)
def _said(condition: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names a condition may mean: a form has a hundred, a condition speaks of one or two."""
    return tuple(name for name in names if name in condition or not name.isidentifier())


@lru_cache(maxsize=2048)
def _compiled(condition: str, names: tuple[str, ...]) -> Model:
    return _model(condition, names, _ALONE)


def _model(condition: str, names: tuple[str, ...], logic: str) -> Model:
    """Wrap an expression as the one decision of a DMN model whose inputs are the names."""
    inputs = "".join(f"<inputData id={quoteattr(f'in-{n}')} name={quoteattr(n)}/>" for n in names)
    required = "".join(
        f"<informationRequirement><requiredInput href={quoteattr(f'#in-{n}')}/></informationRequirement>"
        for n in names
    )
    return compile_model(
        f'<definitions xmlns="{NAMESPACE}" id="condition" name="condition" namespace="condition">{inputs}'
        f'<decision id="{DECISION}" name="{DECISION}"><variable name="{DECISION}"/>{required}'
        f"{logic.format(escape(condition))}</decision></definitions>"
    )
