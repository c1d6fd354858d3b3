"""BPMN in and out: the strict subset, a reason for every other element, the same graph back."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from onewindow.workflow.bpmn.reading import read_bpmn
from onewindow.workflow.bpmn.writing import write_bpmn
from onewindow.workflow.game import begin, fire, ways_on
from onewindow.workflow.graph import Graph, Kind, graph_from, plain
from onewindow.workflow.soundness import problems
from onewindow.workflow.tests.processes import ALL, BOTH, LINE, LOOP, VOTE

SHARED = Path(os.environ.get("ONEWINDOW_SHARED", Path(__file__).resolve().parents[4] / "shared"))
MIWG = SHARED / "data" / "conformance" / "bpmn-miwg"
needs_miwg = pytest.mark.skipif(not MIWG.is_dir(), reason="the reference models of bpmn-miwg are not there")


def undrawn(graph: Graph) -> dict:
    data = plain(graph)
    for one in (*data["nodes"], *data["flows"]):
        one.pop("box", None), one.pop("points", None)
    return data


@pytest.mark.parametrize("name", sorted(ALL))
def test_written_and_read_again_it_is_the_same(name: str) -> None:
    graph = graph_from(ALL[name])
    text = write_bpmn(graph, key=name, name="流程")
    again = read_bpmn(text.encode())
    assert again.report == []
    assert again.graph is not None
    assert undrawn(again.graph) == plain(graph)
    assert write_bpmn(again.graph, key=name, name="流程") == write_bpmn(
        read_bpmn(write_bpmn(again.graph, key=name, name="流程").encode()).graph, key=name, name="流程"
    )


@needs_miwg
@pytest.mark.parametrize(
    ("file", "nodes", "refused"),
    [
        ("A.1.0", 5, 0), ("A.2.0", 8, 0), ("A.3.0", None, 2), ("A.4.0", None, 3), ("A.4.1", None, 3),
        ("B.1.0", None, 1), ("B.2.0", None, 1),
    ],
)  # fmt: skip
def test_reference_models_are_read_or_each_element_is_named(
    file: str, nodes: int | None, refused: int
) -> None:
    found = read_bpmn((MIWG / f"{file}.bpmn").read_bytes())
    if nodes is None:
        assert found.graph is None
        assert len(found.report) >= refused
        assert all(one.text for one in found.report)
        return
    assert found.report == []
    assert found.graph is not None
    assert len(found.graph.nodes) == nodes
    assert all(one.box for one in found.graph.nodes)
    assert {one.kind for one in found.graph.nodes} <= {Kind.START, Kind.TASK, Kind.CHOICE, Kind.END}


@needs_miwg
def test_a_simple_reference_model_may_be_published_as_it_is() -> None:
    graph = read_bpmn((MIWG / "A.1.0.bpmn").read_bytes()).graph
    assert graph is not None
    assert problems(graph) == []


def _spiff_path(text: str, choose) -> list[set[str]]:
    """Run a file in SpiffWorkflow; return the sets of nodes that were ready."""
    parser = BpmnParser()
    parser.add_bpmn_str(text.encode())
    run = BpmnWorkflow(parser.get_spec("oracle"))
    seen = []
    for _ in range(60):
        run.do_engine_steps()
        ready = [t for t in run.get_tasks(state=TaskState.READY) if t.task_spec.manual]
        seen.append({t.task_spec.bpmn_id for t in ready})
        if not ready:
            break
        one = next(t for t in ready if t.task_spec.bpmn_id == choose(seen[-1]))
        one.run()
    return seen


def _our_path(graph: Graph, choose) -> list[set[str]]:
    marking, seen = begin(graph).marking, []
    while True:
        while choices := [n for n in marking.active if graph.node[n].kind == Kind.CHOICE]:
            ways = ways_on(graph, marking, choices[0])
            usual = next((f for f in ways if f.default), ways[0])
            marking = fire(graph, marking, choices[0], usual.id).marking
        ready = {n for n in marking.active if graph.node[n].kind == Kind.TASK}
        seen.append(ready)
        if not ready:
            return seen
        marking = fire(graph, marking, choose(ready)).marking


@pytest.mark.parametrize("data", [LINE, BOTH, VOTE, LOOP], ids=["line", "both", "vote", "loop"])
@pytest.mark.parametrize("choose", [min, max])
def test_spiffworkflow_walks_the_same_way(data: dict, choose) -> None:
    plain_ = {
        "nodes": [{k: v for k, v in n.items() if k != "many"} for n in data["nodes"]],
        "flows": [
            f | ({"when": "False"} if f.get("when") else {}) for f in data["flows"] if not f.get("back")
        ],
    }
    graph = graph_from(plain_)
    text = write_bpmn(graph, key="oracle", name="oracle")
    assert _spiff_path(text, choose) == _our_path(graph, choose)


HOSTILE = {
    "entities": b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]><definitions>&a;</definitions>',
    "an outside file": b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><definitions/>',
    "depth": b"<a>" * 100 + b"</a>" * 100,
    "many": b"<a>" + b"<b/>" * 20_001 + b"</a>",
    "no xml": b"{}",
    "nothing": b"",
    "another": b"<html/>",
    "encoding": b'<?xml version="1.0" encoding="utf-7"?><a/>',
    "too long": b" " * 2_000_001,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_are_refused_in_words(name: str) -> None:
    found = read_bpmn(HOSTILE[name])
    assert found.graph is None
    assert len(found.report) == 1


WHOLE = write_bpmn(graph_from(LINE), key="line", name="流程").encode()


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, len(WHOLE) - 1), cut=st.integers(0, 40), put=st.binary(max_size=12))
def test_damaged_files_never_break_the_reader(at: int, cut: int, put: bytes) -> None:
    found = read_bpmn(WHOLE[:at] + put + WHOLE[at + cut :])
    assert found.graph is not None or found.report
    if found.graph is not None:
        problems(found.graph)
