"""How tokens move: one rule for running processes and for the search that proves them sound. Pure."""

from collections import Counter
from dataclasses import dataclass, field

from onewindow.workflow.graph import Flow, Graph, Kind

Counts = tuple[tuple[str, int], ...]


class Unsafe(Exception):
    """Two tokens met on one node: the process is not sound."""

    def __init__(self, node: str) -> None:
        """Name the node."""
        super().__init__(node)
        self.node = node


@dataclass(frozen=True, order=True)
class Marking:
    """Where a process stands: nodes with a token, tokens before joins, how often bounded ways were taken."""

    active: tuple[str, ...] = ()
    waiting: Counts = ()
    loops: Counts = ()

    @property
    def is_ended(self) -> bool:
        """Tell whether nothing is left to do, and nothing was left behind."""
        return not self.active and not self.waiting


@dataclass
class Played:
    """What one move did: the new marking, nodes opened, nodes cancelled, results of the ends reached."""

    marking: Marking
    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    passed: frozenset[str] = frozenset()


@dataclass
class _Table:
    graph: Graph
    active: set[str]
    waiting: Counter[str]
    loops: Counter[str]
    opened: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    passed: set[str] = field(default_factory=set)

    def take(self, flow: Flow) -> None:
        if flow.most is not None:
            self.loops[flow.id] += 1
        node = self.graph.node[flow.target]
        self.passed.add(node.id)
        if node.kind == Kind.END:
            if node.result:
                self.results.append(node.result)
        elif node.kind == Kind.FORK:
            self.waiting[flow.id] += 1
            self.join(node.id)
        else:
            for one in (node.id, *self.graph.boundaries[node.id]):
                if one in self.active:
                    raise Unsafe(one)
                self.active.add(one)
                self.opened.append(one)

    def join(self, at: str) -> None:
        node, into = self.graph.node[at], self.graph.incoming[at]
        come = [flow.id for flow in into if self.waiting[flow.id]]
        needed = {"all": len(into), "any": 1}.get(node.join, node.quorum)
        if any(self.waiting[one] > 1 for one in come):
            raise Unsafe(at)
        if len(come) < needed:
            return
        for one in come:
            del self.waiting[one]
        self.clear(at)
        for flow in self.graph.outgoing[at]:
            self.take(flow)

    def clear(self, at: str) -> None:
        """End what an early join no longer waits for."""
        scope = self.graph.scopes.get(at, frozenset())
        ended = self.active & scope
        self.active -= ended
        self.closed += sorted(ended)
        for name in list(self.waiting):
            if self.graph.flow[name].target in scope:
                del self.waiting[name]

    def played(self) -> Played:
        marking = Marking(tuple(sorted(self.active)), _counts(self.waiting), _counts(self.loops))
        opened = tuple(one for one in self.opened if one in self.active)
        return Played(marking, opened, tuple(self.closed), tuple(self.results), frozenset(self.passed))


def _counts(counter: Counter[str]) -> Counts:
    return tuple(sorted((name, count) for name, count in counter.items() if count))


def begin(graph: Graph) -> Played:
    """Return the first move: the token leaves the start."""
    table = _Table(graph, set(), Counter(), Counter())
    table.take(graph.outgoing[graph.start.id][0])
    return table.played()


def fire(graph: Graph, marking: Marking, node: str, flow: str = "") -> Played:
    """Let the token of an active node go on by a flow, its only one where none is named.

    Raises Unsafe where two tokens would meet, KeyError for a flow that is not the node's.
    """
    one = graph.node[node]
    ways = {f.id: f for f in (*graph.outgoing[node], *graph.returns[node])}
    way = ways[flow] if flow else graph.outgoing[node][0]
    table = _Table(graph, set(marking.active), Counter(dict(marking.waiting)), Counter(dict(marking.loops)))
    table.active.discard(node)
    left = one.of if one.kind == Kind.BOUNDARY and one.interrupting else node
    for other in (left, *graph.boundaries[left]):
        if other in table.active:
            table.active.discard(other)
            table.closed.append(other)
    table.take(way)
    return table.played()


def is_left(marking: Marking, flow: Flow) -> bool:
    """Tell whether a bounded way may still be taken."""
    return flow.most is None or dict(marking.loops).get(flow.id, 0) < flow.most


def ways_on(graph: Graph, marking: Marking, node: str) -> list[Flow]:
    """Return the ways the token of an active node may take now, returns included."""
    return [f for f in (*graph.outgoing[node], *graph.returns[node]) if is_left(marking, f)]


def may_end(graph: Graph, node: str) -> bool:
    """Tell whether an end may follow a node at once, through choices only."""
    left, seen = [node], set[str]()
    while left:
        here = left.pop()
        for flow in graph.outgoing[here]:
            kind = graph.node[flow.target].kind
            if kind == Kind.END:
                return True
            if kind == Kind.CHOICE and flow.target not in seen:
                seen.add(flow.target)
                left.append(flow.target)
    return False
