"""Processes other tools drew: read as they are, sound, and walked as SpiffWorkflow walks its own reading."""

import os
import random
from pathlib import Path
from xml.etree import ElementTree as etree

import pytest
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from onewindow.workflow.bpmn.reading import MODEL, read_bpmn
from onewindow.workflow.game import begin, fire, ways_on
from onewindow.workflow.graph import Graph, Kind, graph_from, plain
from onewindow.workflow.soundness import problems

SHARED = Path(os.environ.get("ONEWINDOW_SHARED", Path(__file__).resolve().parents[4] / "shared"))
MIWG, DRAWN = SHARED / "data" / "conformance" / "bpmn-miwg", Path(__file__).parent / "drawn"
needs_miwg = pytest.mark.skipif(not MIWG.is_dir(), reason="the reference models of bpmn-miwg are not there")
OURS = ("road-works", "land-survey", "joint-acceptance")
FILES = [
    *(pytest.param(DRAWN / f"{name}.bpmn", id=name) for name in OURS),
    *(pytest.param(MIWG / f"{name}.bpmn", id=name, marks=needs_miwg) for name in ("A.1.0", "A.2.0")),
]  # fmt: skip


def with_ways(root: etree.Element) -> None:
    """Write into a drawing which way each choice goes: the last it names.

    Drawings leave it open, or ask in a language of their tool; both engines need the same answer.
    """
    process = next(one for one in root.iter(f"{{{MODEL}}}process") if len(one) > 1)
    flows = process.findall(f"{{{MODEL}}}sequenceFlow")
    for gateway in process.findall(f"{{{MODEL}}}exclusiveGateway"):
        mine = [flow for flow in flows if flow.get("sourceRef") == gateway.get("id")]
        if len(mine) < 2:
            continue
        gateway.set("default", mine[-1].get("id", ""))
        for flow in mine:
            for told in flow.findall(f"{{{MODEL}}}conditionExpression"):
                flow.remove(told)
            if flow is not mine[-1]:
                etree.SubElement(flow, f"{{{MODEL}}}conditionExpression").text = "False"


def spiff_way(data: bytes, seed: int) -> list[set[str]]:
    """Let the other engine read the file itself and walk it by chance; return what was ready each time."""
    root = etree.fromstring(data)
    with_ways(root)
    for tag in ("task", "manualTask"):
        for one in list(root.iter(f"{{{MODEL}}}{tag}")):
            one.tag = f"{{{MODEL}}}userTask"
    process = next(one for one in root.iter(f"{{{MODEL}}}process") if len(one) > 1)
    process.set("isExecutable", "true")
    parser, dice, seen = BpmnParser(), random.Random(seed), []
    parser.add_bpmn_str(etree.tostring(root))
    run = BpmnWorkflow(parser.get_spec(process.get("id")))
    while True:
        run.do_engine_steps()
        ready = {t.task_spec.bpmn_name: t for t in run.get_tasks(state=TaskState.READY) if t.task_spec.manual}
        seen.append(set(ready))
        if not ready:
            return seen
        ready[dice.choice(sorted(ready))].run()


def imported(data: bytes) -> Graph:
    """Return what our reader makes of the file, with the same ways."""
    root = etree.fromstring(data)
    with_ways(root)
    found = read_bpmn(etree.tostring(root))
    assert found.report == []
    assert found.graph is not None
    told = plain(found.graph)
    flows = [{**one, "when": "1 = 2"} if one.get("when") else one for one in told["flows"]]
    return graph_from({**told, "flows": flows})


def our_way(graph: Graph, seed: int) -> list[set[str]]:
    marking, dice, seen = begin(graph).marking, random.Random(seed), []
    while True:
        while choices := [n for n in marking.active if graph.node[n].kind == Kind.CHOICE]:
            ways = ways_on(graph, marking, choices[0])
            usual = next((flow for flow in ways if flow.default), ways[0])
            marking = fire(graph, marking, choices[0], usual.id).marking
        ready = {graph.node[n].name: n for n in marking.active}
        seen.append(set(ready))
        if not ready:
            return seen
        marking = fire(graph, marking, ready[dice.choice(sorted(ready))]).marking


@pytest.mark.parametrize("file", FILES)
def test_read_as_drawn_and_walked_as_another_engine_walks_it(file: Path) -> None:
    data = file.read_bytes()
    graph = imported(data)
    assert problems(graph) == []
    for seed in range(4):
        way = our_way(graph, seed)
        assert way == spiff_way(data, seed)
        assert len(way) >= 3


@needs_miwg
@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("A.3.0", ["Collapsed Sub-Process", "Boundary Intermediate Event Non-Interrupting Message",
                   "Boundary Intermediate Event Interrupting Escalation"]),
        ("A.4.0", ["泳池之间的消息流不能导入", "现在有 2 个"]),
        ("A.4.1", ["只能有一个泳池", "泳池之间的消息流不能导入"]),
        ("B.1.0", ["只能有一个泳池", "现在有 4 个"]),
        ("B.2.0", ["只能有一个泳池", "现在有 4 个"]),
    ],
)  # fmt: skip
def test_what_is_outside_the_subset_is_refused_by_its_name(file: str, named: list[str]) -> None:
    found = read_bpmn((MIWG / f"{file}.bpmn").read_bytes())
    told = "\n".join(one.text for one in found.report)
    assert found.graph is None
    assert [one for one in named if one not in told] == []


@needs_miwg
def test_what_can_be_read_but_not_run_is_told_by_its_name() -> None:
    graph = read_bpmn((MIWG / "A.2.1.bpmn").read_bytes()).graph
    assert graph is not None
    told = [one.text for one in problems(graph)]
    assert [text for text in told if "“Task 2”" in text or "“Task 4”" in text] == [
        "“Task 2”之后要有而且只有一条流转，分支请用网关。",
        "“Task 4”之后要有而且只有一条流转，分支请用网关。",
    ]  # fmt: skip
