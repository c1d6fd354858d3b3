"""Where the nodes of a process lie on its drawing: as drawn in BPMN, else in layers. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from onewindow.workflow.graph import Flow, Graph, Kind

Point = tuple[float, float]
SIZES = {
    Kind.START: (32, 32),
    Kind.END: (32, 32),
    Kind.BOUNDARY: (28, 28),
    Kind.CHOICE: (44, 44),
    Kind.FORK: (44, 44),
}
TASK = (116, 56)
COLUMN, ROW, EDGE = 160, 92, 24


@dataclass(frozen=True)
class Box:
    """A place on the drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Layout:
    """Boxes of nodes, lines of flows, and the size of the whole."""

    boxes: Mapping[str, Box]
    lines: Mapping[str, tuple[Point, ...]]
    width: float
    height: float


def layout_of(graph: Graph) -> Layout:
    """Return where everything lies."""
    drawn = all(one.box for one in graph.nodes) and graph.nodes
    boxes = _drawn(graph) if drawn else _layered(graph)
    lines = {
        flow.id: flow.points if drawn and flow.points else _line(graph, flow, boxes) for flow in graph.flows
    }
    points = [point for line in lines.values() for point in line]
    left = min([box.x for box in boxes.values()] + [x for x, _ in points], default=0) - EDGE
    top = min([box.y for box in boxes.values()] + [y for _, y in points], default=0) - EDGE
    right = max([box.x + box.width for box in boxes.values()] + [x for x, _ in points], default=0)
    low = max([box.y + box.height for box in boxes.values()] + [y for _, y in points], default=0)
    return Layout(
        {key: Box(b.x - left, b.y - top, b.width, b.height) for key, b in boxes.items()},
        {key: tuple((x - left, y - top) for x, y in line) for key, line in lines.items()},
        right - left + EDGE,
        low - top + EDGE * 2,
    )


def _drawn(graph: Graph) -> dict[str, Box]:
    return {one.id: Box(*one.box) for one in graph.nodes if one.box}


def _layered(graph: Graph) -> dict[str, Box]:
    """Put each node a column after the last of those before it, and in rows near them."""
    column = _columns(graph)
    rows: dict[str, float] = {}
    taken: dict[int, set[float]] = {}
    for one in sorted(graph.nodes, key=lambda n: column[n.id]):
        if one.kind == Kind.BOUNDARY:
            continue
        before = [rows[s] for s in _sources(graph, one.id) if s in rows]
        wanted = round(sum(before) / len(before)) if before else 0
        if any(graph.node[s].kind == Kind.BOUNDARY for s in _from(graph, one.id)):
            wanted += 1
        used = taken.setdefault(column[one.id], set())
        row = next(r for n in range(len(graph.nodes) + 1) for r in (wanted + n, wanted - n) if r not in used)
        used.add(row)
        rows[one.id] = row
    boxes = {}
    for one in graph.nodes:
        width, height = SIZES.get(one.kind, TASK)
        at = one.of if one.kind == Kind.BOUNDARY else one.id
        x, y = column[at] * COLUMN, rows.get(at, 0) * ROW
        if one.kind == Kind.BOUNDARY:
            boxes[one.id] = Box(x + 20, y + TASK[1] / 2 - height / 2, width, height)
        else:
            boxes[one.id] = Box(x - width / 2, y - height / 2, width, height)
    return boxes


def _from(graph: Graph, key: str) -> list[str]:
    return [flow.source for flow in graph.incoming[key] if not flow.back]


def _sources(graph: Graph, key: str) -> list[str]:
    return [graph.node[s].of or s for s in _from(graph, key)]


def _columns(graph: Graph) -> dict[str, int]:
    """Return the longest way to each node over the flows that do not lead back."""
    column: dict[str, int] = {}

    def of(key: str, seen: frozenset[str]) -> int:
        if key not in column:
            before = [s for s in _sources(graph, key) if s not in seen]
            column[key] = 1 + max((of(s, seen | {key}) for s in before), default=-1)
        return column[key]

    for one in graph.nodes:
        of(one.of or one.id, frozenset({one.of or one.id}))
        column.setdefault(one.id, column[one.of or one.id])
    return column


def _line(graph: Graph, flow: Flow, boxes: Mapping[str, Box]) -> tuple[Point, ...]:
    a, b = boxes[flow.source], boxes[flow.target]
    (ax, ay), (bx, by) = a.middle, b.middle
    if flow.back or bx <= ax:
        low = max(a.y + a.height, b.y + b.height) + 26
        return ((ax, a.y + a.height), (ax, low), (bx, low), (bx, b.y + b.height))
    if graph.node[flow.source].kind == Kind.BOUNDARY:
        return ((ax, a.y + a.height), (ax, by), (b.x, by))
    if abs(ay - by) < 1:
        return ((a.x + a.width, ay), (b.x, by))
    turn = b.x - 22
    return ((a.x + a.width, ay), (turn, ay), (turn, by), (b.x, by))
