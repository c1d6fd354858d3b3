"""Soundness: good processes pass, every planted fault is found at its element; agreed with a plain search."""

import copy
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.workflow.game import Marking, Unsafe, begin, fire, ways_on
from onewindow.workflow.graph import Graph, GraphFault, Kind, graph_from, plain
from onewindow.workflow.soundness import problems
from onewindow.workflow.tests.processes import ALL, BOTH, END, FIRST_OF, LINE, LOOP, START, VOTE, flows, task


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_named_processes_are_sound_and_survive_a_round_trip(name: str) -> None:
    graph = graph_from(ALL[name])
    assert problems(graph) == []
    assert graph_from(plain(graph)) == graph


def changed(data: dict, change) -> Graph:
    copied = copy.deepcopy(data)
    change(copied)
    return graph_from(copied)


def node(data: dict, key: str) -> dict:
    return next(one for one in data["nodes"] if one["id"] == key)


FAULTS = {
    "no end": (LINE, lambda d: d["nodes"].pop(), "结束"),
    "no post": (LINE, lambda d: node(d, "check").pop("role"), "岗位"),
    "no bound on a return": (LINE, lambda d: d["flows"][3].pop("most"), "最多几次"),
    "a loop without bound": (LOOP, lambda d: d["flows"][3].pop("most"), "循环要写明最多几次"),
    "an AND closed by XOR": (BOTH, lambda d: node(d, "j").update(kind="choice"), "可能同时来两次"),
    "an XOR closed by AND": (
        VOTE, lambda d: (d["nodes"].append({"id": "j", "kind": "fork"}), d["flows"].__setitem__(
            slice(2, 4), flows("x>j", "x>mid", "mid>j", "j>e", x_j={"when": "true"}, x_mid={"default": True}),
        ), d["nodes"].append(task("mid")), d["nodes"].remove(node(d, "no"))), "再也不能结束",
    ),
    "no other case": (VOTE, lambda d: d["flows"][3].update(default=False, when="true"), "其他情况"),
    "a condition that is no FEEL": (VOTE, lambda d: d["flows"][2].update(when="vote.outcome = ("), "条件"),
    "an unknown name": (VOTE, lambda d: d["flows"][2].update(when="vot = 1"), "没有名为“vot”"),
    "an unknown value": (VOTE, lambda d: node(d, "vote")["many"].update(over="list", hands=0), "名单"),
    "more than there are": (VOTE, lambda d: node(d, "vote")["many"].update(quorum=4), "多于"),
    "an early join without its fork": (FIRST_OF, lambda d: node(d, "j").pop("opens"), "对应的并行网关"),
    "a return out of a branch": (
        BOTH, lambda d: (d["nodes"].insert(1, task("pre")), d["flows"].__setitem__(
            0, flows("s>pre")[0]), d["flows"].extend(
            flows("pre>f", "a>pre", a_pre={"back": True, "most": 1}))), "可能同时来两次",
    ),
    "a node nobody comes to": (LINE, lambda d: d["nodes"].append(task("lost")), "没有从哪里来"),
    "two ways on": (LINE, lambda d: d["flows"].append(flows("check>e")[0] | {"id": "f9"}), "只有一条流转"),
    "the same hand as nobody": (LINE, lambda d: node(d, "approve").update(apart=["no"]), "没有这个人工环节"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_planted_faults_are_found(name: str) -> None:
    data, change, words = FAULTS[name]
    found = problems(changed(data, change))
    assert any(words in one.text for one in found), found


def test_an_early_join_drops_what_it_no_longer_needs() -> None:
    graph = graph_from(FIRST_OF)
    after_b = fire(graph, begin(graph).marking, "b").marking
    assert after_b.active == ("a", "b2", "c")
    one = fire(graph, after_b, "a").marking
    assert (one.active, len(one.waiting)) == (("b2", "c"), 1)
    done = fire(graph, one, "c")
    assert (done.closed, done.results, done.marking) == (("b2",), ("granted",), Marking())


def test_what_is_no_graph_is_refused() -> None:
    for node_ in ({"id": "a"}, {"id": "a", "kind": "x"}, START | {"surprise": 1}):
        with pytest.raises(GraphFault):
            graph_from({"nodes": [node_], "flows": []})


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0) -> tuple[list[dict], list[dict], str, str]:
    """Draw a well-nested block."""
    key = f"n{draw(st.integers(0, 10**9))}"
    kind = draw(st.sampled_from(["task", "task", "row", "fork", "choice"] if depth < 3 else ["task"]))
    if kind == "task":
        return [task(key)], [], key, key
    parts = [draw(blocks(depth + 1)) for _ in range(draw(st.integers(2, 3)))]
    nodes = [n for part in parts for n in part[0]]
    ways = [f for part in parts for f in part[1]]
    if kind == "row":
        ways += [{"source": a[3], "target": b[2]} for a, b in pairwise(parts)]
        return nodes, ways, parts[0][2], parts[-1][3]
    a, b = f"{key}a", f"{key}b"
    for n, part in enumerate(parts):
        way = {"source": a, "target": part[2]}
        if kind == "choice":
            way |= {"default": True} if n == 0 else {"when": "true"}
        ways += [way, {"source": part[3], "target": b}]
    return [*nodes, {"id": a, "kind": kind}, {"id": b, "kind": kind}], ways, a, b


def _numbered(drawn: tuple[list[dict], list[dict], str, str]) -> dict:
    nodes, ways, first, last = drawn
    all_ = [{"source": "s", "target": first}, *ways, {"source": last, "target": "e"}]
    return {"nodes": [START, *nodes, END], "flows": [{"id": f"w{n}", **f} for n, f in enumerate(all_)]}


@settings(max_examples=60, deadline=None)
@given(drawn=blocks(), data=st.data())
def test_well_nested_processes_are_sound_and_any_play_ends(drawn, data: st.DataObject) -> None:
    made = _numbered(drawn)
    if len({n["id"] for n in made["nodes"]}) < len(made["nodes"]):
        return
    graph = graph_from(made)
    assert problems(graph) == []
    marking = begin(graph).marking
    for _ in range(500):
        if marking.is_ended:
            break
        node_ = data.draw(st.sampled_from(marking.active))
        flow = data.draw(st.sampled_from(ways_on(graph, marking, node_)))
        marking = fire(graph, marking, node_, flow.id).marking
    assert marking.is_ended


@settings(max_examples=60, deadline=None)
@given(drawn=blocks(), at=st.integers(0, 200), data=st.data())
def test_the_proof_agrees_with_playing_after_one_kind_is_changed(drawn, at: int, data: st.DataObject) -> None:
    """Turn one gateway into the other kind: whatever is called sound never gets stuck in random play."""
    made = _numbered(drawn)
    gates = [n for n in made["nodes"] if n["kind"] in {"fork", "choice"}]
    if not gates or len({n["id"] for n in made["nodes"]}) < len(made["nodes"]):
        return
    gate = gates[at % len(gates)]
    gate["kind"] = "choice" if gate["kind"] == "fork" else "fork"
    ways = [f for f in made["flows"] if f["source"] == gate["id"]]
    for n, way in enumerate(ways):
        way.pop("default", None), way.pop("when", None)
        if gate["kind"] == "choice" and len(ways) > 1:
            way |= {"default": True} if n == 0 else {"when": "true"}
    graph = graph_from(made)
    sound = problems(graph) == []
    stuck = _played(graph, data)
    assert not (sound and stuck)


def _played(graph: Graph, data: st.DataObject) -> bool:
    try:
        marking = begin(graph).marking
        for _ in range(500):
            if not marking.active:
                return not marking.is_ended
            choices = [one for one in marking.active if graph.node[one].kind == Kind.CHOICE]
            node_ = data.draw(st.sampled_from(choices[:1] or marking.active))
            flow = data.draw(st.sampled_from(ways_on(graph, marking, node_)))
            marking = fire(graph, marking, node_, flow.id).marking
    except Unsafe:
        return True
    return False
