"""Writes small DMN models with one decision table, for the tests."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

Input = tuple[str, str]  # name and type


def table_xml(
    inputs: Sequence[Input],
    rules: Sequence[Sequence[str]],
    policy: str = "UNIQUE",
    *,
    outputs: Sequence[str] = (),
    extra: str = "",
    allowed: Sequence[str] = (),
    expressions: Sequence[str] = (),
    needs: str = "",
) -> str:
    """Return a model whose decision `d` is a table; each rule gives its number unless outputs are given."""
    data = "".join(
        f'<inputData id="i{i}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'
        for i, (name, kind) in enumerate(inputs)
    )
    required = "".join(
        f'<informationRequirement><requiredInput href="#i{i}"/></informationRequirement>'
        for i in range(len(inputs))
    )
    columns = "".join(
        f'<input label="{name}"><inputExpression typeRef="{kind}"><text>'
        f"{escape(expressions[i] if expressions else name)}</text></inputExpression>"
        + (f"<inputValues><text>{escape(allowed[i])}</text></inputValues>" if allowed and allowed[i] else "")
        + "</input>"
        for i, (name, kind) in enumerate(inputs)
    )
    rows = "".join(
        "\n<rule>"
        + "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in rule)
        + f"<outputEntry><text>{escape(outputs[number - 1]) if outputs else number}</text></outputEntry>"
        + "</rule>"
        for number, rule in enumerate(rules, 1)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="urn:m">'
        f'{data}{extra}<decision id="d" name="d"><variable name="d"/>{required}{needs}'
        f'<decisionTable hitPolicy="{policy}">{columns}<output name="o"/>{rows}\n</decisionTable></decision>'
        "</definitions>"
    )
