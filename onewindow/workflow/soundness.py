"""Soundness: every state a process can come to is looked at before it is published. Pure.

Sound means: from every reachable state it can end, it ends with no token left behind, no two tokens meet on
one node, and no node is there for nothing (classical soundness of workflow nets, with bounded loops).
"""

from collections import deque

from onewindow.workflow.game import Marking, Unsafe, begin, fire, ways_on
from onewindow.workflow.graph import Graph, Kind
from onewindow.workflow.shape import Problem, shape_problems

MOST_STATES = 50_000


def problems(graph: Graph) -> list[Problem]:
    """Return why a process cannot be published; nothing means it is sound."""
    wrong = shape_problems(graph)
    return wrong or _search(graph)


def _search(graph: Graph) -> list[Problem]:
    try:
        first = begin(graph)
        seen, back, passed = _states(graph, first.marking, set(first.passed))
    except Unsafe as met:
        name = graph.node[met.node].name or met.node
        return [Problem(met.node, f"“{name}”可能同时来两次，请检查分支是否用并行网关汇合。")]
    except OverflowError:
        return [Problem("", "流程的可能状态太多，无法逐一核对，请把一部分拆成子流程。")]
    return [*_stuck(graph, seen, back), *_dead(graph, passed)]


def _states(
    graph: Graph, first: Marking, passed: set[str]
) -> tuple[set[Marking], dict[Marking, list[Marking]], set[str]]:
    seen, left = {first}, deque([first])
    back: dict[Marking, list[Marking]] = {}
    while left:
        here = left.popleft()
        for node in _movers(graph, here):
            for flow in ways_on(graph, here, node):
                played = fire(graph, here, node, flow.id)
                passed |= played.passed
                back.setdefault(played.marking, []).append(here)
                if played.marking not in seen:
                    if len(seen) >= MOST_STATES:
                        raise OverflowError
                    seen.add(played.marking)
                    left.append(played.marking)
    return seen, back, passed


def _movers(graph: Graph, marking: Marking) -> tuple[str, ...]:
    """Choices move at once and alone: what others do cannot change where they may go."""
    choice = next((one for one in marking.active if graph.node[one].kind == Kind.CHOICE), None)
    return (choice,) if choice else marking.active


def _stuck(graph: Graph, seen: set[Marking], back: dict[Marking, list[Marking]]) -> list[Problem]:
    good = deque(one for one in seen if one.is_ended)
    fine = set(good)
    while good:
        for before in back.get(good.popleft(), ()):
            if before not in fine:
                fine.add(before)
                good.append(before)
    bad = [one for one in seen if one not in fine]
    if not bad:
        return []
    worst = min(bad, key=lambda one: (len(one.active), one))
    joins = sorted({graph.flow[name].target for name, _ in worst.waiting})
    stands = [graph.node[one].name or one for one in (*worst.active, *joins)]
    at = joins[0] if joins else (worst.active or ("",))[0]
    return [Problem(at, f"流程可能停在“{'”“'.join(stands)}”，再也不能结束。")]


def _dead(graph: Graph, passed: set[str]) -> list[Problem]:
    there = {one.id for one in graph.nodes if one.kind not in {Kind.START, Kind.BOUNDARY}}
    return [Problem(one, f"“{graph.node[one].name or one}”永远不会走到。") for one in sorted(there - passed)]
