"""One table of 20 rules over 10 inputs (hit policy FIRST), and requests that match its rule 12."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

RULES, INPUTS, MATCHING = 20, 10, 12
NUMBERS, TEXTS = range(6), range(6, INPUTS)

Cell = tuple[str, int | str]  # operator and constant; ("-", 0) for any value


def cells() -> list[list[Cell]]:
    """Return the table: six columns of numbers, four of texts; rules before the twelfth fail somewhere."""
    table = []
    for rule in range(1, RULES + 1):
        row: list[Cell] = [("-", 0)] * INPUTS
        for column in NUMBERS:
            row[column] = (">=", rule - 12 + column) if (rule + column) % 3 else ("<", 100 + rule)
        for column in TEXTS:
            row[column] = ("=", f"v{column}") if (rule + column) % 2 else ("-", 0)
        if rule < MATCHING:
            row[rule % INPUTS] = ("<", -1) if rule % INPUTS in NUMBERS else ("=", "other")
        table.append(row)
    return table


def requests(count: int) -> Iterator[dict[str, int | str]]:
    """Return requests, each different, each matching rule 12 first."""
    for serial in range(count):
        values: dict[str, int | str] = {f"n{c}": serial % 100 if c % 3 == 0 else c + serial for c in NUMBERS}
        values |= {f"n{c}": f"v{c}" for c in TEXTS}
        yield values


def feel(cell: Cell) -> str:
    """Write a cell as FEEL."""
    operator, constant = cell
    if operator == "-":
        return "-"
    return f'"{constant}"' if isinstance(constant, str) else f"{operator} {constant}"


def dmn(*, python: bool = False) -> str:
    """Write the table as DMN; `python` writes the cells as the Python tests SpiffWorkflow takes."""
    put = _python if python else feel
    kinds = ["number" if c in NUMBERS else "string" for c in range(INPUTS)]
    data = "".join(
        f'<inputData id="i{c}" name="n{c}"><variable name="n{c}" typeRef="{kind}"/></inputData>'
        for c, kind in enumerate(kinds)
    )
    needs = "".join(
        f'<informationRequirement id="r{c}"><requiredInput href="#i{c}"/></informationRequirement>'
        for c in range(INPUTS)
    )
    columns = "".join(
        f'<input id="c{c}" label="n{c}"><inputExpression id="e{c}" typeRef="{kind}"><text>n{c}</text>'
        "</inputExpression></input>"
        for c, kind in enumerate(kinds)
    )
    rows = "".join(
        f'<rule id="rule{number}">'
        + "".join(
            f'<inputEntry id="x{number}.{c}"><text>{escape(put(cell))}</text></inputEntry>'
            for c, cell in enumerate(row)
        )
        + f'<outputEntry id="y{number}"><text>{number}</text></outputEntry></rule>'
        for number, row in enumerate(cells(), 1)
    )
    policy = "UNIQUE" if python else "FIRST"  # SpiffWorkflow knows no FIRST; its UNIQUE stops at the first
    table = (
        f'<decision id="d" name="d"><variable id="v" name="d" typeRef="number"/>{needs}'
        f'<decisionTable id="t" hitPolicy="{policy}">{columns}<output id="o" name="o" typeRef="number"/>'
        f"{rows}</decisionTable></decision>"
    )
    head = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:m">'
    )
    return f"{head}{data}{table}</definitions>"


def _python(cell: Cell) -> str:
    operator, constant = cell
    if operator == "-":
        return ""
    return f'"{constant}"' if isinstance(constant, str) else f"{operator} {constant}"


def jdm() -> dict[str, object]:
    """Write the table as zen's JSON decision model."""
    inputs = [{"id": f"c{c}", "name": f"n{c}", "type": "expression", "field": f"n{c}"} for c in range(INPUTS)]
    rules = [
        {
            "_id": f"rule{number}",
            **{f"c{c}": "" if cell[0] == "-" else _zen(cell) for c, cell in enumerate(row)},
            "o": str(number),
        }
        for number, row in enumerate(cells(), 1)
    ]
    table = {
        "id": "table",
        "type": "decisionTableNode",
        "name": "d",
        "content": {
            "hitPolicy": "first",
            "inputs": inputs,
            "outputs": [{"id": "o", "name": "o", "type": "expression", "field": "o"}],
            "rules": rules,
        },
    }
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            table,
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "b", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }


def _zen(cell: Cell) -> str:
    operator, constant = cell
    return f"'{constant}'" if isinstance(constant, str) else f"{operator} {constant}"
