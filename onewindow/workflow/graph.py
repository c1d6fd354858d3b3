"""The graph of a process, as plain data: nodes, flows, and what is wrong with its shape. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cached_property
from typing import Any

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")
MOST_NODES, MOST_ROUNDS, MOST_DAYS = 200, 20, 750


class Kind(StrEnum):
    """What a node does with a token."""

    START = "start"
    END = "end"
    TASK = "task"  # a person acts
    SERVICE = "service"  # a program acts
    CHOICE = "choice"  # exclusive: one way by condition
    FORK = "fork"  # parallel: all ways, and joins them
    CALL = "call"  # another process, to its end
    TIMER = "timer"  # so many working days
    MESSAGE = "message"  # something told from outside
    BOUNDARY = "boundary"  # a time limit on a task


WAITS = frozenset({Kind.TASK, Kind.SERVICE, Kind.CALL, Kind.TIMER, Kind.MESSAGE})
"""Kinds of which an open row is kept until something happens."""


@dataclass(frozen=True)
class Many:
    """A task held by several at once (会签): over a list of values, or so many hands of the same post.

    It ends as soon as it is decided, with `every` only when all have answered.
    """

    over: str = ""
    hands: int = 0
    join: str = "all"
    quorum: int = 0
    every: bool = False


@dataclass(frozen=True)
class Node:
    """A node; `limit` and `after` are working days; `agency` beginning with = names a value."""

    id: str
    kind: Kind
    name: str = ""
    role: str = ""
    agency: str = ""
    limit: int | None = None
    outcomes: tuple[str, ...] = ("done",)
    apart: tuple[str, ...] = ()
    join: str = "all"
    quorum: int = 0
    opens: str = ""
    many: Many | None = None
    calls: str = ""
    service: str = ""
    message: str = ""
    of: str = ""
    after: int = 0
    interrupting: bool = True
    result: str = ""
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Flow:
    """A way from node to node; `most` bounds how often it is taken, `back` marks a return (退回)."""

    id: str
    source: str
    target: str
    name: str = ""
    when: str = ""
    default: bool = False
    most: int | None = None
    back: bool = False
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Graph:
    """A process: its nodes, its flows, the names of the values it reads."""

    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    values: tuple[str, ...] = field(default=())

    @cached_property
    def node(self) -> Mapping[str, Node]:
        """The nodes by their id."""
        return {one.id: one for one in self.nodes}

    @cached_property
    def flow(self) -> Mapping[str, Flow]:
        """The flows by their id."""
        return {one.id: one for one in self.flows}

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Flow, ...]]:
        """The ways on from each node, returns left out."""
        return {n.id: tuple(f for f in self.flows if f.source == n.id and not f.back) for n in self.nodes}

    @cached_property
    def returns(self) -> Mapping[str, tuple[Flow, ...]]:
        """The ways back from each node."""
        return {n.id: tuple(f for f in self.flows if f.source == n.id and f.back) for n in self.nodes}

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Flow, ...]]:
        """The ways into each node."""
        return {n.id: tuple(f for f in self.flows if f.target == n.id) for n in self.nodes}

    @cached_property
    def boundaries(self) -> Mapping[str, tuple[str, ...]]:
        """The time limits on each task."""
        return {n.id: tuple(b.id for b in self.nodes if b.of == n.id) for n in self.nodes}

    @cached_property
    def start(self) -> Node:
        """Where it begins."""
        return next(one for one in self.nodes if one.kind == Kind.START)

    @cached_property
    def scopes(self) -> Mapping[str, frozenset[str]]:
        """The nodes between each early join and the fork it closes: what ends when the join goes on."""
        return {n.id: self._between(n) for n in self.nodes if n.kind == Kind.FORK and n.join != "all"}

    def _between(self, join: Node) -> frozenset[str]:
        return reach([f.target for f in self.outgoing.get(join.opens, ())], self, stop=join.id)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What conditions may speak of: declared values, and the nodes with outcomes."""
        acted = [n.id for n in self.nodes if n.kind in WAITS]
        return tuple(dict.fromkeys([*self.values, *acted]))


def reach(begin: Iterable[str], graph: Graph, *, stop: str = "") -> frozenset[str]:
    """Return the nodes that can be reached, boundaries of tasks among them, not through `stop`."""
    found: set[str] = set()
    left = [one for one in begin if one != stop]
    while left:
        here = left.pop()
        if here in found or here not in graph.node:
            continue
        found.add(here)
        onward = [f.target for f in (*graph.outgoing[here], *graph.returns[here])]
        left += [one for one in (*onward, *graph.boundaries[here]) if one != stop]
    return frozenset(found)


_NODE = {one.name for one in fields(Node)}
_FLOW = {one.name for one in fields(Flow)}


class GraphFault(ValueError):
    """The data is no graph of a process."""


def graph_from(data: Mapping[str, Any]) -> Graph:
    """Return the graph of plain data; raise GraphFault for what is not such data."""
    try:
        nodes = tuple(_node(row) for row in data["nodes"])
        flows = tuple(_flow(number, row) for number, row in enumerate(data["flows"], 1))
        return Graph(nodes, flows, tuple(str(one) for one in data.get("values", ())))
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise GraphFault(str(fault)) from fault


def _node(row: Mapping[str, Any]) -> Node:
    unknown = set(row) - _NODE
    if unknown:
        raise GraphFault(f"unknown: {', '.join(sorted(unknown))}")
    given = dict(row, kind=Kind(row["kind"]))
    for name in ("outcomes", "apart"):
        if name in given:
            given[name] = tuple(str(one) for one in given[name])
    if given.get("many") is not None:
        given["many"] = Many(**given["many"])
    if given.get("box") is not None:
        x, y, width, height = (float(one) for one in given["box"])
        given["box"] = (x, y, width, height)
    return Node(**given)


def _flow(number: int, row: Mapping[str, Any]) -> Flow:
    unknown = set(row) - _FLOW
    if unknown:
        raise GraphFault(f"unknown: {', '.join(sorted(unknown))}")
    points = tuple((float(x), float(y)) for x, y in row.get("points", ()))
    return Flow(**{"id": f"flow{number}", **row, "points": points})


def plain(graph: Graph) -> dict[str, Any]:
    """Return the graph as plain data; what is as usual is left out, so equal graphs give equal data."""
    return {
        "nodes": [_plain(one, Node("", Kind.TASK)) for one in graph.nodes],
        "flows": [_plain(one, Flow("", "", "")) for one in graph.flows],
        "values": list(graph.values),
    }


def _plain(one: Node | Flow, usual: Node | Flow) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for part in fields(one):
        value = getattr(one, part.name)
        if value == getattr(usual, part.name) and part.name not in {"id", "kind", "source", "target"}:
            continue
        if isinstance(value, Many):
            value = {k.name: getattr(value, k.name) for k in fields(value)}
        elif isinstance(value, Kind):
            value = str(value)
        elif isinstance(value, tuple):
            value = [list(v) if isinstance(v, tuple) else v for v in value]
        said[part.name] = value
    return said
