"""Conditions of ways, in FEEL through the rules engine, compiled once per text."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from onewindow.rules.public import Model, RuleError, compile_model, paths_of

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
DECISION = "taken"


def is_true(condition: str, known: Mapping[str, object], names: Sequence[str]) -> bool:
    """Tell whether a condition holds; what is not known is null, a fault is no."""
    told = {name: known.get(name) for name in names}
    try:
        return _compiled(condition, tuple(names)).evaluate(DECISION, told).outputs is True
    except (RuleError, TypeError, ValueError):
        return False


def fault_of(condition: str, names: Sequence[str]) -> str:
    """Return why a condition cannot be used: no FEEL, or of something the process does not know."""
    try:
        model = _model(condition, tuple(names), _IN_TABLE)
    except RuleError as fault:
        return str(fault)
    if model.faults:
        return str(model.faults[0])
    tree = model.tables[DECISION].columns[0].tree
    unknown = sorted({path[0] for path in paths_of(tree)} - set(names))
    return f"流程没有声明“{'”“'.join(unknown)}”" if unknown else ""


_ALONE = "<literalExpression><text>{}</text></literalExpression>"
_IN_TABLE = (
    "<decisionTable><input><inputExpression><text>{}</text></inputExpression></input><output/><rule>"
    "<inputEntry><text>-</text></inputEntry><outputEntry><text>true</text></outputEntry></rule></decisionTable>"
)


@lru_cache(maxsize=1024)
def _compiled(condition: str, names: tuple[str, ...]) -> Model:
    return _model(condition, names, _ALONE)


def _model(condition: str, names: tuple[str, ...], logic: str) -> Model:
    """Wrap an expression as the one decision of a DMN model whose inputs are the names of the process."""
    inputs = "".join(f"<inputData id={quoteattr(f'in-{n}')} name={quoteattr(n)}/>" for n in names)
    required = "".join(
        f"<informationRequirement><requiredInput href={quoteattr(f'#in-{n}')}/></informationRequirement>"
        for n in names
    )
    return compile_model(
        f'<definitions xmlns="{NAMESPACE}" id="flow" name="flow" namespace="flow">{inputs}'
        f'<decision id="{DECISION}" name="{DECISION}"><variable name="{DECISION}"/>{required}'
        f"{logic.format(escape(condition))}</decision></definitions>"
    )
