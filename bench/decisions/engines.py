"""The engines of the decide benchmark: each takes a request and gives the number of the rule that fired."""

import importlib
import json
from collections.abc import Callable
from typing import Any

from bench.decisions import table
from onewindow.rules.public import compile_model

Request = dict[str, int | str]
Engine = Callable[[Request], int]


def ours() -> Engine:
    """Our engine: every cell of every rule tested and kept, in the form a decision record stores."""
    model = compile_model(table.dmn())

    def decide(request: Request) -> int:
        found = model.evaluate("d", request)
        trace = found.tables[0]
        assert len(trace.compact) == table.RULES
        return int(str(found.outputs))

    return decide


def ours_spelled_out() -> Engine:
    """Our engine with an object for each of the 200 cells: column, expression, test, value, result."""
    model = compile_model(table.dmn())

    def decide(request: Request) -> int:
        found = model.evaluate("d", request)
        assert sum(len(rule.cells) for rule in found.rules) == table.RULES * table.INPUTS
        return int(str(found.outputs))

    return decide


def zen() -> Engine:
    """zen-engine with its trace: the rule that matched and the inputs it read."""
    decision = importlib.import_module("zen").ZenEngine().create_decision(json.dumps(table.jdm()))

    def decide(request: Request) -> int:
        answer: dict[str, Any] = decision.evaluate(request, {"trace": True})
        assert answer["trace"]
        return int(answer["result"]["o"])

    return decide


def spiff() -> Engine:
    """SpiffWorkflow's DMN, cells written in Python; it keeps no explanation but the row."""
    etree = importlib.import_module("lxml.etree")
    parsing = importlib.import_module("SpiffWorkflow.dmn.parser.DMNParser")
    engines = importlib.import_module("SpiffWorkflow.dmn.engine.DMNEngine")
    scripts = importlib.import_module("SpiffWorkflow.bpmn.script_engine")
    root = etree.fromstring(table.dmn(python=True).encode())
    decision = root.find("{*}decision")
    for need in decision.findall("{*}informationRequirement") + decision.findall("{*}variable"):
        decision.remove(need)
    for data in root.findall("{*}inputData"):
        root.remove(data)
    parser = parsing.DMNParser(None, root, {"dmn": "https://www.omg.org/spec/DMN/20191111/MODEL/"})
    parser.parse()
    engine = engines.DMNEngine(parser.decision.decisionTables[0])
    script = scripts.PythonScriptEngine()

    class Workflow:
        script_engine = script

    class Task:
        workflow = Workflow()
        data: Request

    def decide(request: Request) -> int:
        task = Task()
        task.data = request
        return int(engine.result(task)["o"])

    return decide


PEERS: dict[str, Callable[[], Engine]] = {"zen-engine": zen, "SpiffWorkflow": spiff}
